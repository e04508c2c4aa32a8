"""Every paper the desk can show, in every language; each on both sizes of paper, which languages take in turns."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any

from app.i18n import LANGUAGES
from app.self_test.bench import Bench, Failed, Step
from app.self_test.company import company, samples

SIZES = ("A4", "Letter")
DRAWN_AT = 0.4
"""Pixels per point: enough to see that there is something on a page."""


def steps(bench: Bench) -> Iterator[Step]:
    """One per kind of paper, as ``app.ui.preview.papers`` declares them."""
    for turn, name in enumerate(makers()):
        yield Step(f"paper.{name}", partial(_rendered, bench, name, turn))


def makers() -> dict[str, Any]:
    """The functions that ask for a paper, by name."""
    from app.ui.preview import papers

    declared = ((name, getattr(papers, name)) for name in papers.__all__)
    return {name: made for name, made in declared if inspect.isfunction(made) and made.__module__ == papers.__name__}


def requests(maker: Any, known: Mapping[str, Sequence[Any]]) -> list[Any]:
    """Calls of a maker: as many as its parameters have samples; a parameter without any keeps its default.

    Raises ``Failed`` for a parameter that has neither.
    """
    parameters = inspect.signature(maker).parameters.values()
    names = [parameter.name for parameter in parameters if known.get(parameter.name)]
    needed = {parameter.name for parameter in parameters if parameter.default is parameter.empty}
    if unknown := needed - set(names):
        raise Failed(f"the self-test has no sample for {', '.join(sorted(unknown))}")
    rows = zip_longest(*(known[name] for name in names))
    firsts = {name: known[name][0] for name in names}
    return [
        maker(**{name: firsts[name] if value is None else value for name, value in zip(names, row, strict=True)})
        for row in rows
    ]


def combinations(turn: int, *, quick: bool) -> list[tuple[str, str]]:
    """Languages with the size of paper that each is drawn on; in the next turn each gets the other size."""
    if quick:
        # one of each size, so that a quick proof leaves out neither
        return [(LANGUAGES[0], SIZES[0]), (LANGUAGES[-1], SIZES[-1])]
    return [(language, SIZES[(at + turn) % len(SIZES)]) for at, language in enumerate(LANGUAGES)]


def _rendered(bench: Bench, name: str, turn: int) -> str:
    from app.ui.preview import pages
    from app.ui.preview.papers import load

    count = 0
    with company(bench) as store:
        for form, request in enumerate(requests(makers()[name], samples(store))):
            loaded = load(store, request)
            for language, size in combinations(turn + form, quick=bench.quick):
                made = pages.make(loaded, language, size)
                drawn = pages.picture(made, 0, DRAWN_AT)
                if drawn.image.isNull() or not drawn.words.strip():
                    raise Failed(f"an empty page in {language} on {size}")
                count += len(made.sizes)
    return f"{count} pages"
