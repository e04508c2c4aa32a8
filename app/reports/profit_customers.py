"""Pages three and four: customers by contribution, the largest changes, who is on course for another tier."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from app.domain.money import ZERO, percent_of
from app.domain.papers_figures import CustomerRow, share_of
from app.domain.papers_profit import ProfitMonth
from app.i18n import N_
from app.reports.blocks import continued, heading
from app.reports.chart import Box, change
from app.reports.columns import Column
from app.reports.compare import DASH, Words
from app.reports.look import BODY, QUIET, SMALL, Align, Style, Tone, Weight
from app.reports.profit_words import TIERS
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Mark, Row, Table, draw

__all__ = ["draw_changes", "draw_customers", "draw_on_course"]

_ORDER = "ABCN"
_CHANGES = 8
ARROW = "›"

Sums = tuple[Decimal, ...]
"""Revenue, contribution, month before, same month a year before, to date, to date a year before."""


def draw_customers(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """All customers in tiers with subtotals, carried from page to page, and the total that equals all others."""
    _Customers(sheet, report, words).draw()


def _sums(row: CustomerRow) -> Sums:
    return (row.revenue, row.contribution, row.previous, row.year_before, row.to_date, row.to_date_before)


def _add(one: Sums, other: Sums) -> Sums:
    return tuple(map(Decimal.__add__, one, other))


NOTHING: Sums = (ZERO,) * 6


def _place(row: CustomerRow) -> tuple[int, Decimal, str, str]:
    tier = _ORDER.index(row.tier) if row.tier and row.tier in _ORDER else len(_ORDER)
    return (tier, -row.contribution, row.name, row.code)


class _Customers:
    def __init__(self, sheet: Sheet, report: ProfitMonth, words: Words) -> None:
        self.sheet, self.report, self.words, self.say = sheet, report, words, words.say
        self.rows = sorted(report.customers, key=_place)
        self.whole = NOTHING
        for row in self.rows:
            self.whole = _add(self.whole, _sums(row))
        self.running = ZERO
        self.rank = 0

    def draw(self) -> None:
        say = self.say
        title = say.text(N_("Customers by contribution"))
        note = say.plural("{count} customer with movements", "{count} customers with movements", len(self.rows))
        base = self.report.month.year - 1
        tier = say.text(N_("tier = share of the contribution of {year}"), year=base)
        heading(self.sheet, title, say.clauses((say.currency_name, note, tier)))

        total = say.plural("All {count} customers", "All {count} customers", len(self.rows))
        draw(
            self.sheet,
            Table(
                self._columns(),
                [self._group(tier, list(rows)) for tier, rows in groupby(self.rows, key=lambda row: _place(row)[0])],
                total=self._sum(total, self.whole, Kind.TOTAL, share=Decimal(100)) if self.rows else None,
                carry=self._carry,
                on_new_page=continued(self.sheet, say, title),
                empty=say.text(N_("No customer had a movement in this month.")),
                size=8.0,
            ),
        )
        self._legend()

    def _columns(self) -> list[Column]:
        say, report = self.say, self.report
        return [
            Column("#", tone=Tone.TEXT),
            Column(say.text(N_("Customer")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
            Column(say.text(N_("Tier")), Align.CENTRE, Weight.SEMIBOLD),
            Column(say.text(N_("Revenue"))),
            Column(say.text(N_("Contribution")), weight=Weight.BOLD),
            Column(say.text(N_("Margin"))),
            Column(say.text(N_("vs {month}"), month=say.month_short(report.previous))),
            Column(say.text(N_("vs {month}"), month=say.month_year_short(report.year_before))),
            Column(self.words.span(report.year_start, report.month)),
            Column(say.text(N_("on {year}"), year=report.year_before.year), spare=True),
            Column(say.text(N_("Cum.")), tone=Tone.TEXT, spare=True),
        ]

    def _group(self, tier: int, rows: list[CustomerRow]) -> Group:
        letter = _ORDER[tier] if tier < len(_ORDER) else ""
        title = self.say.text(TIERS[letter], year=self.report.month.year - 1)
        made: list[Row] = []
        small: list[CustomerRow] = []
        sums = NOTHING
        for row in rows:
            sums = _add(sums, _sums(row))
            if self._is_small(row):
                small.append(row)
            else:
                made.append(self._row(row))
        if small:
            made.append(self._small(small))
        name = (
            self.say.text(N_("Total tier {tier}"), tier=letter) if letter else self.say.text(N_("Total without tier"))
        )
        return Group(made, title, self._sum(name, sums, Kind.SUM, share=self._share()))

    def _is_small(self, row: CustomerRow) -> bool:
        limit = self.report.limits.small_customer
        moves = (row.contribution, row.contribution - row.previous, row.contribution - row.year_before)
        return all(abs(move) < limit for move in moves) and not row.on_course

    def _bases(self, sums: Sums) -> list[Decimal | None]:
        """The month before, the same a year before, to date a year before; none where nothing is known of that time."""
        whole = self.report.figures.contribution
        known = (whole.previous, whole.year_before, whole.to_date_before)
        pairs = zip((sums[2], sums[3], sums[5]), known, strict=True)
        return [value if base is not None else None for value, base in pairs]

    def _row(self, row: CustomerRow) -> Row:
        self.rank += 1
        self.running += row.contribution
        words = self.words
        previous, year_before, to_date_before = self._bases(_sums(row))
        tier: str = f"{row.tier or DASH} {ARROW} {row.on_course}" if row.on_course else row.tier or DASH
        return Row(
            [
                str(self.rank),
                Cell(row.name, row.city),
                tier,
                words.value(row.revenue),
                words.value(row.contribution),
                words.say.percent(percent_of(row.contribution, row.revenue)),
                self._variance(row.contribution, previous),
                self._variance(row.contribution, year_before),
                words.value(row.to_date),
                self._on_year(row.to_date, to_date_before),
                self._percent(self._share()),
            ],
            _sums(row),
        )

    def _variance(self, now: Decimal, base: Decimal | None) -> str | Cell:
        text = self.words.change(now, base)
        difference = ZERO if base is None else now - base
        if abs(difference) < self.report.limits.change_mark:
            return text
        return Cell(text, weight=Weight.BOLD, mark=Mark.UP if difference > 0 else Mark.DOWN)

    def _on_year(self, now: Decimal, base: Decimal | None) -> str:
        if now and base == ZERO:
            return self.say.text(N_("new"))
        return self.words.percent(now, base)

    def _share(self) -> Decimal | None:
        return share_of(self.running, self.whole[1])

    def _percent(self, share: Decimal | None) -> str:
        return DASH if share is None else self.say.percent(share)

    def _small(self, rows: Sequence[CustomerRow]) -> Row:
        sums = NOTHING
        for row in rows:
            sums = _add(sums, _sums(row))
        self.running += sums[1]
        self.rank += len(rows)
        name = self.say.plural(
            "{count} other, below {limit}",
            "{count} others, each below {limit}",
            len(rows),
            limit=self.words.money(self.report.limits.small_customer),
        )
        cells = list(self._sum("", sums, Kind.PLAIN, share=self._share()).cells)
        cells[0] = ""
        cells[1] = Cell(name, reach=True)
        return Row(cells, sums)

    def _sum(self, name: str, sums: Sums, kind: Kind, *, share: Decimal | None) -> Row:
        words = self.words
        revenue, contribution, to_date = sums[0], sums[1], sums[4]
        previous, year_before, to_date_before = self._bases(sums)
        return Row(
            [
                Cell(name),
                "",
                "",
                words.value(revenue),
                words.value(contribution),
                words.say.percent(percent_of(contribution, revenue)),
                words.change(contribution, previous),
                words.change(contribution, year_before),
                words.value(to_date),
                words.percent(to_date, to_date_before),
                self._percent(share),
            ],
            sums if kind is Kind.TOTAL else (),
            kind,
        )

    def _carry(self, sums: Sums, forward: bool) -> Row:
        name = self.say.text(N_("Carried forward")) if forward else self.say.text(N_("Brought forward"))
        return self._sum(name, sums, Kind.CARRY, share=share_of(sums[1], self.whole[1]))

    def _legend(self) -> None:
        if not self.rows:
            return
        say, report = self.say, self.report
        parts = [
            say.text(
                N_("A triangle marks a change of {amount} or more."),
                amount=self.words.money(report.limits.change_mark),
            ),
            say.text(N_("“B › A” marks a customer on course for another tier in {year}."), year=report.month.year + 1),
        ]
        if report.figures.contribution.to_date_before is not None:
            months = self.words.span(report.year_start, report.month)
            text = N_("“new” means no contribution in {months} {year}.")
            parts.append(say.text(text, months=months, year=report.year_before.year))
        self.sheet.y += 4
        self.sheet.paragraph(say.sentences(parts), SMALL)


def draw_changes(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """The customers that changed most against the month before, up on the left and down on the right."""
    if report.figures.contribution.previous is None:
        # in the first month everything would be a rise
        return
    say = words.say
    moves = [(row.contribution - row.previous, row.name) for row in report.customers]
    ups = sorted((move for move in moves if move[0] > 0), key=lambda move: (-move[0], move[1]))[:_CHANGES]
    downs = sorted(move for move in moves if move[0] < 0)[:_CHANGES]
    if not ups and not downs:
        return
    lines = max(len(ups), len(downs))
    month = words.month(report.previous, report.month)
    note = say.text(N_("against {month}, {currency}"), month=month, currency=say.currency_name)
    heading(sheet, say.text(N_("Largest changes")), note, keep=24 + lines * 15.5)
    largest = max(abs(amount) for amount, _ in [*ups, *downs])
    gap = 20.0
    half = (sheet.width - gap) / 2
    top = sheet.y
    _changes(sheet, words, Box(sheet.left, top, half, 0), ups, largest=largest, title=say.text(N_("Up")))
    _changes(
        sheet, words, Box(sheet.left + half + gap, top, half, 0), downs, largest=largest, title=say.text(N_("Down"))
    )
    sheet.y = top + 18 + lines * 15.5


def _changes(
    sheet: Sheet, words: Words, box: Box, moves: Sequence[tuple[Decimal, str]], *, largest: Decimal, title: str
) -> None:
    strong = Style(8.4, Weight.BOLD)
    sheet.write(box.x, box.y + 10, title, BODY)
    sheet.line(box.x, box.y + 15, box.x + box.width, box.y + 15, tone=Tone.INK, thick=0.7)
    texts = [words.say.whole_money(amount, sign=True) for amount, _ in moves]
    figures = max((sheet.text_width(text, strong) for text in texts), default=0.0)
    names = max(box.width * 0.62 - figures, 60.0)
    bars = Box(box.x + names + figures + 8, 0, box.width - names - figures - 8, 7.5)
    for number, ((amount, name), text) in enumerate(zip(moves, texts, strict=True)):
        y = box.y + 15 + (number + 1) * 15.5
        sheet.fitted(box.x, y - 5, name, Style(8.4, Weight.SEMIBOLD), room=names - 6)
        sheet.write(box.x + names + figures, y - 5, text, strong, Align.RIGHT)
        change(sheet, Box(bars.x, y - 12, bars.width, 7.5), float(abs(amount) / largest), adds=amount > 0)
        sheet.line(box.x, y, box.x + box.width, y, thick=0.6)


def draw_on_course(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Customers whose running year leads to another tier."""
    say = words.say
    rows = [row for row in sorted(report.customers, key=_place) if row.on_course]
    if not rows:
        return
    note = say.text(
        N_("forecast from the running year; the tier of {year} stays until the year closes"), year=report.month.year
    )
    title = say.text(N_("On course for another tier in {year}"), year=report.month.year + 1)
    heading(sheet, title, note)
    columns = [
        Column("", Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column("", Align.CENTRE, Weight.BOLD),
        Column("", Align.LEFT),
        Column("", Align.LEFT, tone=QUIET.tone),
    ]
    made = [
        Row(
            [
                row.name,
                f"{row.tier or DASH} {ARROW} {row.on_course}",
                _last_12(report, row, words),
                sheet.elide(row.responsible, Style(8.4), 120),
            ]
        )
        for row in rows
    ]

    draw(sheet, Table(columns, [Group(made)], head=False, on_new_page=continued(sheet, say, title)))


def _last_12(report: ProfitMonth, row: CustomerRow, words: Words) -> str:
    if row.last_12 is None:
        return ""
    now = words.money(row.last_12)
    if row.last_12_before is None or report.figures.contribution.year_before is None:
        return words.say.text(N_("{now} in 12 months"), now=now)
    before = words.money(row.last_12_before)
    return words.say.text(N_("{now} in 12 months, {before} a year ago"), now=now, before=before)
