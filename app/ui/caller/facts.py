"""The top of the caller card below the name: five figures, what is good to mention, what to avoid."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.caller_card import CallerCard, OpenComplaint, OpenOrder
from app.queries.desk import Brought, Desk
from app.ui.caller.parts import Fact, IconLabel
from app.ui.caller.words import SOURCES, TOPIC_ICONS, brief, clock_or_day, named
from app.ui.context import Context
from app.ui.kit.labels import Fading, Text

MOST_MENTIONED = 4
_SHARES = (4, 8, 6, 6, 6)


class Facts(QHBoxLayout):
    """Five figures at most; the last only for who may see it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setSpacing(10)
        self.orders, self.balance, self.complaints, self.next, self.profit = (Fact() for _ in range(5))
        self.all = (self.orders, self.balance, self.complaints, self.next, self.profit)
        for fact in self.all:
            self.addWidget(fact, 1)
        self.balance.about.whole = True

    def show_desk(self, desk: Desk | None) -> None:
        """The figures, or places for them."""
        say = self.context.say
        titles = (N_("Open orders"), N_("Balance"), N_("Open complaints"), N_("Next step"),
                  N_("Contribution, 12 months"))  # fmt: skip
        for fact, title in zip(self.all, titles, strict=True):
            fact.caption.setText(say.text(title))
        self.profit.setVisible(self.context.sees_profit)
        if desk is None:
            for fact in self.all:
                fact.show_fact("…")
            return
        self._orders(desk.card.open_orders, say)
        self._balance(desk.card, say)
        self._complaints(desk.card.open_complaints, say)
        self._next(desk.card, say)
        if self.context.sees_profit:
            self._profit(desk.brought, say)
        else:
            self.profit.show_fact("")

    def _orders(self, orders: Sequence[OpenOrder], say: Say) -> None:
        late = sum(order.late for order in orders)
        about = say.plural("{count} late", "{count} late", late) if late else ""
        if orders and not late:
            about = say.text(N_("none late"))
        self.orders.show_fact(str(len(orders)), about, "bad" if late else "")

    def _balance(self, card: CallerCard, say: Say) -> None:
        about, tone = "", ""
        if card.overdue:
            about, tone = say.text(N_("{amount} overdue"), amount=say.money_with_currency(card.overdue)), "bad"
        elif card.balance < ZERO:
            about = say.text(N_("in the customer's favour"))
        elif card.balance:
            about = say.text(N_("nothing overdue"))
        self.balance.show_fact(say.money_with_currency(card.balance), about, tone)

    def _complaints(self, cases: Sequence[OpenComplaint], say: Say) -> None:
        about, tone = "", ""
        first = cases[0] if cases else None
        if first is not None and first.due_at is not None:
            moment = clock_or_day(first.due_at, say)
            words = N_("due since {moment}") if first.breached else N_("due {moment}")
            about, tone = say.text(words, moment=moment), "bad" if first.breached else "warn"
        elif first is not None:
            about, tone = first.subject, "warn"
        self.complaints.show_fact(str(len(cases)), about, tone)

    def _next(self, card: CallerCard, say: Say) -> None:
        step = card.next_step
        if step is None:
            self.next.show_fact("–", say.text(N_("nothing agreed")))
            return
        about = f"{step.by} · {step.note}" if step.by and step.note else step.by or step.note
        self.next.show_fact(brief(step.on, say), about, "warn" if step.overdue else "")

    def _profit(self, brought: Brought | None, say: Say) -> None:
        if brought is None:
            self.profit.show_fact("–")
            return
        value, change = say.money_with_currency(brought.contribution), brought.change_percent
        if change is None:
            self.profit.show_fact(value, say.text(N_("nothing to compare with")))
            return
        mark = "▲" if change > 0 else "▼" if change < 0 else "="
        moved = f"{mark} {say.percent(abs(change))}"
        self.profit.show_fact(value, say.text(N_("{change} on the year before"), change=moved), short=moved)

    def set_compact(self, *, compact: bool) -> None:
        """One line each below the caption; amounts need more of it than counts."""
        for at, (fact, share) in enumerate(zip(self.all, _SHARES, strict=True)):
            fact.set_compact(compact)
            self.setStretch(at, share if compact else 1)


class Band(QFrame):
    """Good to mention, and what to avoid: two lines, always there, so that nothing moves."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "band")
        self.context = context
        self.good, self.bad = Text("", "strong", "accent"), Text("", "strong", "warn")
        self.mentions = [(IconLabel("mention", "accent"), Fading()) for _ in range(MOST_MENTIONED)]
        self.ban, self.avoid = IconLabel("avoid", "warn"), Fading()
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.good)
        for picture, words in self.mentions:
            top.addSpacing(8)
            top.addWidget(picture)
            top.addWidget(words)
        top.addStretch(1)
        for widget in (self.bad, self.ban, self.avoid):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        self._lines = QVBoxLayout(self)
        for line in (top, bottom):
            line.setSpacing(8)
            self._lines.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Tighter."""
        self._lines.setContentsMargins(14, 4 if compact else 8, 14, 4 if compact else 8)
        self._lines.setSpacing(2 if compact else 4)

    def show_card(self, card: CallerCard | None) -> None:
        """What is known of somebody."""
        say = self.context.say
        self.good.setText(say.text(N_("Good to mention")))
        self.bad.setText(say.text(N_("Avoid")))
        facts = card.mention if card is not None else ()
        for at, (picture, words) in enumerate(self.mentions):
            there = at < len(facts)
            picture.setVisible(there)
            words.setVisible(there or at == 0)
            words.setText("")
            if there:
                fact = facts[at]
                picture.show_meaning(TOPIC_ICONS.get(fact.topic, "mention"))
                known = fact.fact or say.text(N_("birthday on {day}"), day=brief(fact.on, say))
                words.setText(known[:1].upper() + known[1:])
                heard = named(SOURCES, fact.source, say) or "–"
                source = say.text(N_("{source}, {day}"), source=heard, day=say.date(fact.on))
                words.setToolTip(f"{words.text()}\n{source}")
        if card is not None and not facts:
            self.mentions[0][1].setText(say.text(N_("Nothing is noted yet.")))
        avoided = card.avoid if card is not None else ()
        for widget in (self.bad, self.ban):
            widget.setVisible(bool(avoided))
        known = "; ".join(avoided)
        self.avoid.setText(known[:1].upper() + known[1:] or " ")
        self.paint()

    def paint(self) -> None:
        """Colours anew."""
        for picture, _ in self.mentions:
            picture.paint(self.context)
        self.ban.paint(self.context)
