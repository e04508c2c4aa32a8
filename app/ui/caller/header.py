"""The top of the caller card: who it is, on which number, and what can be done at once."""

import re
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from app.domain.incoming import IncomingCall
from app.domain.phone import international, parse
from app.domain.refusal import N_
from app.queries.caller_card import CallerCard
from app.ui.caller.parts import Avatar, Chip, IconLabel
from app.ui.caller.words import TIERS, language_name, named
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import engraved
from app.ui.kit.labels import Fading

_DIALLED = re.compile(r"\+?[0-9]{3,15}")
_SIGNS = re.compile(r"[\s().\-/]")
_LETTER = re.compile(r"\s*\(&\w\)")
"""A key's letter behind words that have none of their own, as Chinese writes it; the key itself is shown."""
SIDE, COMPACT_SIDE = 56, 44


def dialled(number: str) -> str:
    """A number as it is given to the telephone: + and digits only; empty for anything else."""
    bare = _SIGNS.sub("", number)
    return bare if _DIALLED.fullmatch(bare) else ""


class Header(QFrame):
    """``called`` says that the person called this number by the telephone of this computer."""

    called = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.context = context
        self._card: CallerCard | None = None
        self._call: IncomingCall | None = None
        self._since: datetime | None = None
        self._compact = False
        self.avatar = Avatar(context, SIDE)
        self.name, self.tier, self.blocked = Fading("", "name"), Chip(), Chip("", "bad")
        self.where, self.meta = Fading("", ""), Fading("", "quiet")
        self.ringing, self.lasting = IconLabel("call", "ok"), Fading("", "strong", "ok")
        self.phone = QPushButton()
        self.phone.setProperty("kind", "flat")
        self.phone.clicked.connect(self._dial)
        # nothing below may move when the number comes
        kept = self.phone.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.phone.setSizePolicy(kept)
        self.log, self.order, self.complaint = QPushButton(), QPushButton(), QPushButton()
        self.log.setProperty("kind", "primary")
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_call)
        self._lay_out()

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(10)
        for widget in (self.name, self.tier, self.blocked):
            names.addWidget(widget)
        names.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addLayout(names)
        who.addWidget(self.where)
        who.addWidget(self.meta)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addStretch(1)
        for part in (self.ringing, self.lasting, self.phone):
            line.addWidget(part)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addStretch(1)
        for button in (self.log, self.order, self.complaint):
            deeds.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(line)
        right.addLayout(deeds)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(14)
        self._row.addWidget(self.avatar)
        self._row.addLayout(who, 1)
        self._row.addLayout(right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Without the line of particulars."""
        self._compact = compact
        self.meta.setVisible(not compact)
        self.avatar.resize_to(COMPACT_SIDE if compact else SIDE)
        self._row.setContentsMargins(14, 6 if compact else 10, 14, 6 if compact else 10)
        self.translate()

    def show_card(self, card: CallerCard | None) -> None:
        """Somebody, or nobody yet."""
        self._card = card
        self.avatar.show_name(card.name if card is not None else "")
        self.translate()

    def show_call(self, call: IncomingCall | None, since: datetime | None) -> None:
        """The call that is on, and since when; the clock stands when it has ended."""
        self._call, self._since = call, since
        running = call is not None and call.state != "ended"
        if running:
            self._tick.start()
        else:
            self._tick.stop()
        self._show_call()

    @property
    def number(self) -> str:
        """The number of the call, else the customer's first."""
        if self._call is not None and self._call.number:
            return self._call.number
        return self._card.phones[0] if self._card is not None and self._card.phones else ""

    def _show_call(self) -> None:
        say, call = self.context.say, self._call
        for part in (self.ringing, self.lasting):
            part.setVisible(call is not None)
        if call is None or self._since is None:
            return
        seconds = max(0, int((datetime.now(UTC) - self._since).total_seconds()))
        if call.state == "ended":
            self.lasting.setText(say.text(N_("Call ended")))
        else:
            clock = f"{seconds // 60}:{seconds % 60:02d}"
            self.lasting.setText(say.text(N_("On the phone {time}"), time=clock))

    def _dial(self) -> None:
        self.dial(self.number)

    def dial(self, number: str) -> None:
        """Call a number by the telephone of this computer; nothing happens for what is none."""
        bare = dialled(number)
        if bare:
            self.called.emit(number)
            QDesktopServices.openUrl(QUrl(f"tel:{bare}"))

    def translate(self) -> None:
        """Words anew."""
        say, card = self.context.say, self._card
        tier = card.tier if card is not None else ""
        self.name.setText(card.name if card is not None else "…")
        self.tier.setText(named(TIERS, tier, say))
        self.tier.set_tone(tier or "neutral")
        self.tier.setVisible(bool(tier))
        blocked = card.blocked_reason if card is not None else ""
        self.blocked.setText(say.text(N_("Blocked: {reason}"), reason=blocked))
        self.blocked.setVisible(bool(blocked))
        self.where.setText(" · ".join(self._where(card)) if card is not None else "")
        self.meta.setText(" · ".join(self._particulars(card)) if card is not None else "")
        number = self.number
        e164 = parse(number, say.country).e164 if dialled(number) else ""
        written = international(e164) if e164 else number
        self.phone.setText(f" {written}")
        self.phone.setVisible(bool(number))
        self.phone.setEnabled(bool(dialled(number)))
        calling = say.text(N_("Call {number} with this computer's telephone"), number=written)
        self.phone.setToolTip(calling)
        self.phone.setAccessibleName(calling)
        self.log.setText(f" {say.text(N_('Log call'))}   Ctrl+Enter")
        self.log.setAccessibleName(say.text(N_("Log call")))
        self._name(self.order, say.text(N_("New &order")))
        self._name(self.complaint, say.text(N_("&Complaint")))
        self._show_call()

    @staticmethod
    def _name(button: QPushButton, words: str) -> None:
        """The button's letter comes with the translation; it is shown, because Alt alone would not show it here."""
        letter = QKeySequence.mnemonic(words)
        key = engraved(letter)
        plain = _LETTER.sub("", words)
        button.setText(f" {plain}   {key}" if key else f" {plain}")
        button.setShortcut(letter)
        button.setAccessibleName(plain.replace("&", ""))

    def _where(self, card: CallerCard) -> list[str]:
        parts = [card.organisation if card.organisation != card.name else "", card.contact_name, card.city]
        if self._compact and card.language:
            parts.append(language_name(card.language, self.context.say))
        return [part for part in parts if part]

    def _particulars(self, card: CallerCard) -> list[str]:
        say = self.context.say
        parts = [card.code]
        if card.language:
            parts.append(say.text(N_("Language: {language}"), language=language_name(card.language, say)))
        if card.salesperson:
            parts.append(say.text(N_("Looked after by {name}"), name=card.salesperson))
        return parts

    def paint(self) -> None:
        """Colours anew."""
        tokens = self.context.tokens
        self.ringing.paint(self.context)
        self.avatar.update()
        self.phone.setIcon(icon("phone", tokens.accent))
        self.log.setIcon(icon("check", tokens.on_accent))
        self.order.setIcon(icon("orders", tokens.text2))
        self.complaint.setIcon(icon("complaints", tokens.text2))
