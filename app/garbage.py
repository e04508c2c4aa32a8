"""How often Python looks for garbage: while the program starts not at all, for that makes next to none."""

import gc

STARTING = 150_000
"""New objects between two looks until a desk is open: more than that takes. A command ends before, or looks seldom."""
WORKING = 20_000
"""From then on: a look is over before anybody notices. Python's own 700 would cost a tenth of all work."""


def starting() -> None:
    """The program begins."""
    gc.set_threshold(STARTING)


def working() -> None:
    """The first screen is there: what was made for it stays, and nobody needs to look through it ever again."""
    if gc.get_threshold()[0] == STARTING:
        gc.freeze()
        gc.set_threshold(WORKING)
