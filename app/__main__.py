"""``python -m app`` and the installed program."""

import multiprocessing
import sys


def main() -> int:
    """Run the program with the process's arguments; its exit code."""
    # the packaged program starts itself again to read workbooks
    multiprocessing.freeze_support()
    from app.cli import run  # noqa: PLC0415 - a child process needs nothing of it

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
