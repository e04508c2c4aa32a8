"""The top of the customer's form: who it is, what can be done with the record."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout

from app.domain.refusal import N_
from app.queries.customer import CustomerRecord
from app.ui.caller.parts import Avatar, Chip
from app.ui.caller.words import TIERS, named
from app.ui.context import Context
from app.ui.customers import tier_words
from app.ui.customers.form_tier import TierStrip
from app.ui.icons import icon
from app.ui.kit.labels import Fading, Toggle

SIDE, ICON = 44, 16


class FormHead(QFrame):
    """Name, tier, code; buttons for the caller card, an order, saving; a menu for what is seldom done.

    ``strip`` asks for another tier; the form gives it a place below.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.context = context
        self._record: CustomerRecord | None = None
        self.avatar = Avatar(context, SIDE)
        self.name, self.about = Fading("", "name"), Fading("", "quiet")
        self.tier, self.blocked = Chip(), Chip("", "bad")
        self.empty, self.card, self.order, self.save = Toggle("choice"), QPushButton(), QPushButton(), QPushButton()
        self.save.setProperty("kind", "primary")
        self.more = QToolButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setIconSize(QSize(ICON, ICON))
        self.menu = QMenu(self)
        self.duplicates, self.other_tier, self.copy, self.anonymise = (self.menu.addAction("") for _ in range(4))
        self.more.setMenu(self.menu)
        self.strip = TierStrip(context)
        self.other_tier.triggered.connect(self.strip.open)
        names, who, row = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        names.setSpacing(8)
        for widget in (self.name, self.tier, self.blocked):
            names.addWidget(widget)
        names.addStretch(1)
        who.setSpacing(0)
        who.addLayout(names)
        who.addWidget(self.about)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.avatar)
        row.addLayout(who, 1)
        for button in (self.empty, self.card, self.order, self.more, self.save):
            row.addWidget(button)

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer; none for a new one."""
        self._record = record
        say = self.context.say
        name = record.name if record is not None else say.text(N_("New customer"))
        self.name.setText(name)
        self.avatar.show_name(name)
        self._show_tier(record)
        blocked = str(record.values["blocked_reason"]) if record is not None else ""
        self.blocked.setText(say.text(N_("Blocked: {reason}"), reason=blocked) if blocked else "")
        self.blocked.setVisible(bool(blocked))
        self.about.setText(self._about(record))
        for widget in (self.card, self.order, self.more):
            widget.setVisible(record is not None)
        self.anonymise.setVisible(self.context.may("restricted"))
        self.strip.show_record(record)
        goes_on = record is not None and record.merged_into_id is None
        self.other_tier.setVisible(goes_on and self.context.may("give_tiers"))

    def _show_tier(self, record: CustomerRecord | None) -> None:
        say, tier = self.context.say, record.tier if record is not None else ""
        self.tier.setText(named(TIERS, tier, say) if tier else "")
        self.tier.set_tone(tier or "neutral")
        self.tier.setVisible(bool(tier))
        why = tier_words.told(record.standing, say) if record is not None else ""
        self.tier.setToolTip(why)
        self.tier.setAccessibleDescription(why)

    def _about(self, record: CustomerRecord | None) -> str:
        if record is None:
            return self.context.say.text(N_("A name or a telephone number is enough."))
        values, given = record.values, record.standing.given
        say = self.context.say
        hand = say.text(N_("Tier by hand until {day}"), day=say.date(given.until)) if given is not None else ""
        parts = [hand, values["organisation"], values["occupation"], values["main.city"], record.code]
        return " · ".join(str(part) for part in parts if part and part != record.name)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        for button, words, key in (
            (self.empty, say.text(N_("Hide empty fields")), ""), (self.card, say.text(N_("Caller card")), "F8"),
            (self.order, say.text(N_("New order")), ""), (self.save, say.text(N_("Save")), "Ctrl+S"),
        ):  # fmt: skip
            button.setText(words if button is self.empty else f" {words}")
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({key})" if key else words)
        self.more.setToolTip(say.text(N_("More")))
        self.more.setAccessibleName(say.text(N_("More")))
        self.duplicates.setText(say.text(N_("Find duplicates…")))
        self.copy.setText(say.text(N_("Copy of all data of this person…")))
        self.other_tier.setText(say.text(N_("Another tier by hand…")))
        self.anonymise.setText(say.text(N_("Anonymise…")))
        self.strip.translate()
        self.show_record(self._record)

    def paint_theme(self) -> None:
        """Colours anew."""
        tokens = self.context.tokens
        self.card.setIcon(icon("caller", tokens.text2))
        self.order.setIcon(icon("orders", tokens.text2))
        self.more.setIcon(icon("menu", tokens.text2))
        self.save.setIcon(icon("check", tokens.on_accent))
        self.avatar.update()
        self.strip.paint_theme()
