"""How one person has arranged one list, by the keys of its columns: it survives columns that come and go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.ui.kit.columns import Column

DENSITIES = ("compact", "standard", "roomy")
WIDEST = 2000


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``shown`` and ``hidden`` are decisions of the person; a column without one is shown if it usually is.

    ``order`` may name columns that are not there now: they come back to their place.
    """

    order: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    view: str = ""
    text: str = ""
    density: str = "standard"

    @classmethod
    def of(cls, value: Any) -> "Arrangement":  # noqa: ANN401 - JSON from anywhere
        """What was stored; whatever is no arrangement is left out."""
        if not isinstance(value, dict):
            return cls()
        widths = value.get("widths")
        return cls(
            order=_keys(value.get("order")), shown=_keys(value.get("shown")), hidden=_keys(value.get("hidden")),
            widths={str(key): width for key, width in widths.items() if _width(width)}
            if isinstance(widths, dict) else {},
            sort=_text(value.get("sort")), view=_text(value.get("view")), text=_text(value.get("text")),
            density=value["density"] if value.get("density") in DENSITIES else "standard",
        )  # fmt: skip

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "order": list(self.order), "shown": list(self.shown), "hidden": list(self.hidden),
            "widths": dict(self.widths), "sort": self.sort, "view": self.view, "text": self.text,
            "density": self.density,
        }  # fmt: skip

    def ordered(self, columns: Sequence[Column[Any]]) -> list[Column[Any]]:
        """All columns in the person's order; new ones stand where they were declared, after their neighbour."""
        known = {column.key: column for column in columns}
        keys = [key for key in self.order if key in known]
        for at, column in enumerate(columns):
            if column.key not in keys:
                keys.insert(keys.index(columns[at - 1].key) + 1 if at else 0, column.key)
        return [known[key] for key in keys]

    def shows(self, column: Column[Any]) -> bool:
        """Whether the person sees a column."""
        if column.key in self.hidden:
            return False
        return column.usual or column.key in self.shown

    def visible(self, columns: Sequence[Column[Any]]) -> list[Column[Any]]:
        """The columns that are seen, in order; never none."""
        ordered = self.ordered(columns)
        return [column for column in ordered if self.shows(column)] or ordered[:1]

    def with_shown(self, key: str, *, shown: bool) -> "Arrangement":
        """A column shown or hidden."""
        hidden = tuple(one for one in self.hidden if one != key)
        wanted = tuple(one for one in self.shown if one != key)
        if shown:
            return replace(self, shown=(*wanted, key), hidden=hidden)
        return replace(self, shown=wanted, hidden=(*hidden, key))

    def with_order(self, keys: Sequence[str], columns: Sequence[Column[Any]]) -> "Arrangement":
        """The visible columns in the order of ``keys``; hidden ones stay behind the neighbour they had."""
        wanted = list(keys)
        seen = set(keys)
        order = [wanted.pop(0) if column.key in seen else column.key for column in self.ordered(columns)]
        gone = [key for key in self.order if key not in order]
        return replace(self, order=(*order, *gone))

    def moved(self, key: str, step: int, columns: Sequence[Column[Any]]) -> "Arrangement":
        """One visible column further left (-1) or right (1); at the edge nothing changes."""
        keys = [column.key for column in self.visible(columns)]
        at = keys.index(key)
        to = at + step
        if not 0 <= to < len(keys):
            return self
        keys[at], keys[to] = keys[to], keys[at]
        return self.with_order(keys, columns)

    def with_width(self, key: str, width: int) -> "Arrangement":
        """A column as wide as it was dragged, in logical pixels."""
        return replace(self, widths={**self.widths, key: width})

    def reset(self) -> "Arrangement":
        """The usual columns; filter, view and sort stay."""
        return replace(Arrangement(), sort=self.sort, view=self.view, text=self.text)


def _keys(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(dict.fromkeys(str(one) for one in value)) if isinstance(value, list) else ()


def _text(value: Any) -> str:  # noqa: ANN401
    return value if isinstance(value, str) else ""


def _width(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= WIDEST
