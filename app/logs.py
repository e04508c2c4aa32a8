"""The program's log: what went wrong and when, never what anybody typed."""

import logging
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.paths import home

LOG_BYTES = 1_000_000
LOG_FILES = 5

logger = logging.getLogger("mostrador")


def start() -> None:
    """Write to a small rotating file in the home folder; without a writable folder there is no log."""
    folder = home() / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "mostrador.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
    except OSError:
        logger.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def stop() -> None:
    """Close the file."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def unexpected(error: BaseException) -> str:
    """Log an error of ours under a number that the person can pass on; the number.

    Only types and places go in: the text of an exception may quote what somebody typed.
    """
    number = secrets.token_hex(3).upper()
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        # the last folders only: what stands before may name a person
        place = "/".join(Path(code.co_filename).parts[-2:])
        places.append(f"{place}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    logger.error("error %s: %s at %s", number, type(error).__name__, " > ".join(places))
    return number
