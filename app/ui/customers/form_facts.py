"""What is known of a customer by topic, and what to avoid: a line each, added, changed and taken away in place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.domain.customer import TOPICS
from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries.customer import CustomerRecord, Known
from app.services import customers_know
from app.services.customers_know import Done, FactDraft
from app.ui.caller.words import SOURCES, named
from app.ui.context import Context
from app.ui.customers.words import topic_words
from app.ui.icons import icon, pixmap
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper, drafts_of
from app.ui.kit.form_fields import ChoiceBox
from app.ui.kit.labels import Card, Text

MARK = 16
_SOURCES = (("call", N_("Telephone")), ("visit", N_("Visit")), ("", "–"))
FIELDS = (
    FormField("fact", N_("What there is to know"), wide=True, most=customers_know.LONGEST_FACT),
    FormField("topic", N_("Topic"), "choice", choices=tuple(TOPICS.items())),
    FormField("source", N_("Known from"), "choice", choices=_SOURCES),
    FormField("avoid", N_("To be avoided"), "check"),
)
_FRESH: dict[str, object] = {"topic": next(iter(TOPICS)), "source": "call"}


class FactLine(QWidget):
    """One fact; it can be changed or taken away."""

    wanted = Signal(object)
    gone = Signal(object)

    def __init__(self, context: Context, known: Known) -> None:
        super().__init__()
        self.context, self.known = context, known
        say = context.say
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = QLabel()
        tone = "bad" if known.avoid else "text2"
        color = getattr(context.tokens, tone)
        mark.setPixmap(pixmap("avoid" if known.avoid else "mention", color, MARK, self.devicePixelRatioF()))
        words = Text(known.fact)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        where = [topic_words(known.topic, say), say.date(known.noted_on), named(SOURCES, known.source, say)]
        words.setToolTip(" · ".join(part for part in where if part))
        topic = Text(topic_words(known.topic, say), "caption")
        row.addWidget(mark)
        row.addWidget(words, 1)
        row.addWidget(topic)
        for meaning, title, deed in (
            ("note", say.text(N_("Change ‘{fact}’"), fact=known.fact), self._change),
            ("close", say.text(N_("Take ‘{fact}’ away"), fact=known.fact), self._away),
        ):
            button = QToolButton()
            button.setIconSize(QSize(MARK, MARK))
            button.setIcon(icon(meaning, context.tokens.text2))
            button.setToolTip(title)
            button.setAccessibleName(title)
            button.clicked.connect(deed)
            row.addWidget(button)

    def _change(self) -> None:
        self.wanted.emit(self.known)

    def _away(self) -> None:
        self.gone.emit(self.known)


class FactsBlock(Card):
    """All facts, and a small form that is opened to add or change one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.customer_id: int | None = None
        self._facts: Sequence[Known] = ()
        self._changing: Known | None = None
        self._request = new_uid()
        self.heading, self.add = Text("", "section"), QPushButton()
        self.add.setProperty("kind", "flat")
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.head.addWidget(self.add)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._shown: list[FactLine] = []
        self.empty = Text("", "quiet")
        self.form, self.keep, self.cancel = Form(context, FIELDS, 3), QPushButton(), QPushButton()
        self.keeper = FormKeeper(self.form)
        self.editor = QWidget()
        inner, deeds = QVBoxLayout(self.editor), QHBoxLayout()
        inner.setContentsMargins(0, 6, 0, 0)
        inner.addWidget(self.form)
        deeds.addWidget(self.keep)
        deeds.addWidget(self.cancel)
        deeds.addStretch(1)
        inner.addLayout(deeds)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._lines)
        self.body.addWidget(self.editor)
        self.editor.hide()
        self.add.clicked.connect(self.open_new)
        self.keep.clicked.connect(self.save)
        self.cancel.clicked.connect(self.give_up)

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer, or the same one anew; what was begun for this one earlier comes back."""
        same = record is not None and record.id == self.customer_id
        if not same:
            self.leave()
            self.close_editor()
        self.customer_id = record.id if record is not None else None
        self._show(record.facts if record is not None else ())
        if record is not None and not same:
            self._take_up(record.facts)

    def _take_up(self, facts: Sequence[Known]) -> None:
        """The form is open again where somebody left it."""
        drafts = drafts_of(self.context)
        for known in (None, *facts):
            if drafts.of(self._key(known)):
                self._open(known, _values(known) if known is not None else _FRESH)
                return

    def _key(self, known: Known | None) -> str:
        return f"fact:{self.customer_id}:{known.id if known is not None else 'new'}"

    def leave(self) -> None:
        """What is typed goes to the disk."""
        if not self.editor.isHidden():
            self.keeper.leave()

    def _show(self, facts: Sequence[Known]) -> None:
        self._facts = facts
        for line in self._shown:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown = []
        for known in sorted(facts, key=lambda one: one.avoid):
            line = FactLine(self.context, known)
            line.wanted.connect(self.open_known)
            line.gone.connect(self.forget)
            self._lines.addWidget(line)
            self._shown.append(line)
        self.empty.setVisible(not facts)

    def open_new(self) -> None:
        """Write a new fact."""
        self._open(None, _FRESH | {"topic": self.form.boxes["topic"].value})
        self.form.focus_first()

    def open_known(self, known: Known) -> None:
        """Change a fact."""
        self._open(known, _values(known))
        self.form.focus_first()

    def _open(self, known: Known | None, values: dict[str, object]) -> None:
        self.leave()
        self.keeper.begin("")
        self._changing = known
        box = self.form.boxes["topic"]
        own = sorted({one.topic for one in self._facts} - set(TOPICS))
        if isinstance(box, ChoiceBox):
            box.set_choices((*TOPICS.items(), *((topic, topic) for topic in own)))
        self.form.fill(values)
        self.keeper.begin(self._key(known))
        self.editor.show()

    def give_up(self) -> None:
        """What is typed is thrown away."""
        self.keeper.end()
        self.close_editor()

    def close_editor(self) -> None:
        """The form goes away."""
        self.keeper.begin("")
        self._changing = None
        self.form.fill({})
        self.editor.hide()

    def save(self) -> None:
        """Keep what stands in the form."""
        if self.customer_id is None or not self.form.check():
            return
        values = self.form.values()
        draft = FactDraft(values["topic"], values["fact"], values["avoid"], values["source"])
        known = self._changing
        if known is None:
            work = partial(customers_know.note_fact, customer_id=self.customer_id, draft=draft, request=self._request)
        else:
            before = FactDraft(known.topic, known.fact, known.avoid, known.source)
            work = partial(customers_know.change_fact, fact_id=known.id, draft=draft, before=before)
        self.context.runner.write(self, work, self._saved, self._refused)

    def _saved(self, done: Done) -> None:
        self._request = new_uid()
        self.give_up()
        self._offer(N_("The fact is noted."), done)

    def forget(self, known: Known) -> None:
        """Take a fact away."""
        self.context.runner.write(self, partial(customers_know.forget_fact, fact_id=known.id), self._forgotten)

    def _forgotten(self, done: Done) -> None:
        self._offer(N_("The fact is taken away."), done)

    def _offer(self, words: str, done: Done) -> None:
        if done.back is not None:
            self.context.undo.offer(self.context.say.text(words), done.back)

    def _refused(self, error: BaseException) -> None:
        self.form.refuse(error)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Preferences and hobbies")))
        self.empty.setText(say.text(N_("Nothing is known yet that is good to mention.")))
        for button, words in (
            (self.add, say.text(N_("Note a fact"))), (self.keep, say.text(N_("Keep it"))),
            (self.cancel, say.text(N_("Close"))),
        ):  # fmt: skip
            button.setText(words)
            button.setAccessibleName(words)
        self.form.translate()
        self._show(self._facts)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.add.setIcon(icon("add", self.context.tokens.text2))
        self.form.paint_theme()
        self._show(self._facts)


def _values(known: Known) -> dict[str, object]:
    return {"fact": known.fact, "topic": known.topic, "source": known.source, "avoid": known.avoid}
