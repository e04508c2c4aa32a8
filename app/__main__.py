"""``python -m app`` and the installed program."""

import gc
import sys

LOOKED_THROUGH_EVERY = 20_000
"""New objects between two looks for garbage: Python's 700 cost a tenth of the start, which makes next to none."""


def main() -> int:
    """Run the program with the process's arguments; its exit code."""
    gc.set_threshold(LOOKED_THROUGH_EVERY)
    if getattr(sys, "frozen", False):
        # the packaged program starts itself again to read workbooks
        import multiprocessing  # noqa: PLC0415 - where Python itself runs the program nothing starts like this

        multiprocessing.freeze_support()
    from app.cli import run  # noqa: PLC0415 - a child process needs nothing of it

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
