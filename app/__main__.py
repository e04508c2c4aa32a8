"""``python -m app`` and the installed program."""

import sys

from app import garbage


def main() -> int:
    """Run the program with the process's arguments; its exit code."""
    garbage.starting()
    if getattr(sys, "frozen", False):
        # the packaged program starts itself again to read workbooks
        import multiprocessing  # noqa: PLC0415 - where Python itself runs the program nothing starts like this

        multiprocessing.freeze_support()
    from app.cli import run  # noqa: PLC0415 - a child process needs nothing of it

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
