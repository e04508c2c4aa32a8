"""Users and roles: who works here, who uses the program, with which rights, and how they sign in."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.i18n import LANGUAGES
from app.queries import staff
from app.queries.staff import User, UsersPage
from app.services import users
from app.services.users import Saved, UserDraft
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import StatePage, try_again
from app.ui.setup.frame import Notice
from app.ui.setup.rights_table import RightsTable
from app.ui.setup.secrets_card import SecretsCard
from app.ui.status_bar import OWN_NAMES

LIST_WIDE, ROW = 290, 46
ROLE_NAMES = {
    "none": N_("Does not use the program"),
    "front_desk": N_("Front desk"),
    "sales": N_("Sales"),
    "manager": N_("Manager"),
    "admin": N_("Administrator"),
}
FIELDS = (
    FormField("name", N_("Name"), required=True),
    FormField("access", N_("Role"), "choice", choices=tuple(ROLE_NAMES.items())),
    FormField("login", N_("Login"), most=31, hint=N_("small letters, such as ana or ana.ruiz")),
    FormField("language", N_("Language"), "choice", choices=(("", N_("The company's language")),
                                                            *((one, OWN_NAMES[one]) for one in LANGUAGES))),
    FormField("title", N_("Title"), most=80, hint=N_("as it stands on papers")),
    FormField("email", N_("E-mail"), most=254),
    FormField("code", N_("Code"), most=40, hint=N_("initials; made from the name when empty")),
    FormField("team", N_("Team"), most=80, wide=True, hint=N_("people of one team can have one commission plan")),
    FormField("active", N_("Works here"), "check"),
)  # fmt: skip
SERVERS = N_("People sign in with their login of the database server; their passwords are set there.")
FIRST = N_("The company opens without signing in. Give the administrator a password, and everybody signs in.")


class UsersPanel(Panel):
    """A list of people at the left, the chosen person as a form, the rights of each role in words."""

    kinds = frozenset({"staff"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page = UsersPage((), True)
        self._user: User | None = None
        self._request: UUID = new_uid()
        self._wanted: int | None = None
        self.people = QListWidget()
        self.form = Form(context, FIELDS, columns=2)
        self.keeper = FormKeeper(self.form)
        self.secrets = SecretsCard(context)
        self.notice, self.state = Notice(context), StatePage(context)
        self.rights = RightsTable(context)
        self.buttons = {name: QPushButton() for name in ("new", "save", "show_as")}
        self._title, self._about, self._rights = Text("", "title"), Text("", "quiet"), Text("", "section")
        self._build()
        self._join()
        self.translate()
        self.paint_theme()

    # building

    def _build(self) -> None:
        self.people.setFixedWidth(LIST_WIDE)
        self.people.setProperty("kind", "people")
        self.setFocusProxy(self.people)
        self.buttons["save"].setProperty("kind", "primary")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.buttons["new"])
        self._across = QWidget()
        across = QHBoxLayout(self._across)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self.people)
        across.addWidget(self._scrolled(), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 14)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addWidget(self.notice)
        outer.addWidget(self._across, 1)
        outer.addWidget(self.state, 1)
        self.state.hide()

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(12)
        for card in (self._person_card(), self.secrets, self._rights_card()):
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _person_card(self) -> Card:
        card = Card()
        card.body.addWidget(self._about)
        card.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(self.buttons["save"])
        row.addWidget(self.buttons["show_as"])
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _rights_card(self) -> Card:
        card = Card()
        card.head.addWidget(self._rights)
        card.body.addWidget(self.rights)
        return card

    def _join(self) -> None:
        self.people.currentItemChanged.connect(self._chosen)
        deeds = {"new": self.new, "save": self.save, "show_as": self.show_as}
        for name, deed in deeds.items():
            self.buttons[name].clicked.connect(deed)
        self.secrets.kept.connect(self.ask)
        self.form.edited.connect(self._role_shown)
        self.form.left.connect(self._role_shown)
        self.form.passed.connect(self.save)
        bind_keys(self, ("Ctrl+Return", self.save), ("Ctrl+Enter", self.save), ("Ctrl+N", self.new))

    # what is shown

    def title(self) -> str:
        """What the window calls this screen."""
        return self.context.say.text(N_("Users and roles"))

    def ask(self) -> None:
        """Ask for everybody."""
        self.context.runner.read(self, staff.page, self._show, self._failed)

    def open_record(self, record: object) -> None:
        """One person, by id."""
        self._wanted = record if isinstance(record, int) else None
        self.ask()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.context.reporter.show(error)
            return
        self._across.hide()
        self.state.show()
        again = try_again(self.context.say, self.ask)
        self.state.show_state("lock", self.context.say.refusal(error), [again])

    def _show(self, page: UsersPage) -> None:
        self._page = page
        self.state.hide()
        self._across.show()
        wanted = self._wanted if self._wanted is not None else self._user.id if self._user else None
        self._wanted = None
        self.people.blockSignals(True)
        self.people.clear()
        for user in page.people:
            item = QListWidgetItem(self._line(user), self.people)
            item.setData(Qt.ItemDataRole.UserRole, user.id)
            item.setSizeHint(QSize(0, ROW))
        ids = [user.id for user in page.people]
        row = ids.index(wanted) if wanted in ids else 0 if ids and self._user is None else -1
        self.people.setCurrentRow(row)
        self.people.blockSignals(False)
        if row >= 0:
            self._show_user(page.people[row])
        elif not ids:
            self.new()
        self._write_notice()

    def _line(self, user: User) -> str:
        say = self.context.say
        role = say.text(ROLE_NAMES[user.access]) if user.active else say.text(N_("Left"))
        seen = say.text(N_("signed in {when}"), when=say.moment(user.signed_in_at)) if user.signed_in_at else ""
        return f"{user.name}\n" + " · ".join(part for part in (role, seen) if part)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            ids = [user.id for user in self._page.people]
            self._show_user(self._page.people[ids.index(item.data(Qt.ItemDataRole.UserRole))])

    def _show_user(self, user: User) -> None:
        if self._user is not None and self._user.id == user.id and self.form.changed():
            # somebody types here: their words stay, saving tells whether another changed the same
            return
        self._user = user
        self.form.fill({name: getattr(user, name) for name in self.form.boxes})
        self.keeper.begin(f"user:{user.id}", user.name)
        self._write_user()
        self._role_shown()

    def new(self) -> None:
        """A person who is not kept yet."""
        self._user, self._request = None, new_uid()
        self.people.setCurrentRow(-1)
        first = not any(user.login and user.access != "none" for user in self._page.people)
        self.form.fill({"active": True, "access": "admin" if first else "front_desk"})
        self.keeper.begin("user:new")
        self._write_user()
        self._role_shown()
        self.form.focus_first()

    def _role_shown(self) -> None:
        self.rights.show_role(str(self.form.values()["access"]))

    # deeds

    def save(self) -> None:
        """Keep the person as typed."""
        if not self.form.check():
            return
        draft = _draft(self.form.values())
        user = self._user
        work = (
            partial(users.add, draft=draft, request=self._request)
            if user is None
            else partial(users.change, staff_id=user.id, draft=draft, version=user.version)
        )
        self.context.runner.write(self, work, self._saved, self._refused)

    def _saved(self, saved: Saved) -> None:
        self.keeper.end()
        self._wanted, self._user = saved.id, None
        self.notice.tell("")
        self.ask()

    def _refused(self, error: BaseException) -> None:
        if not (isinstance(error, Refusal) and self.form.show_refusal(error)):
            self.context.reporter.show(error)

    def show_as(self) -> None:
        """The program with this person's rights."""
        if self._user is not None:
            self.context.leaving.emit("show_as", self._user.id)

    # words

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        titles = {"new": N_("New person"), "save": N_("Save")}
        for name, words in titles.items():
            self.buttons[name].setText(say.text(words))
            self.buttons[name].setAccessibleName(self.buttons[name].text())
        self._title.setText(say.text(N_("Users and roles")))
        self._rights.setText(say.text(N_("What each role may do")))
        self.people.setAccessibleName(say.text(N_("People")))
        for part in (self.form, self.secrets, self.rights):
            part.translate()
        self._write_user()
        self._write_notice()

    def _write_user(self) -> None:
        """What is known of the chosen person beside the form."""
        say, user = self.context.say, self._user
        words = say.text(N_("Show the program as {name}"), name=user.name if user else "")
        self.buttons["show_as"].setText(words)
        self.buttons["show_as"].setAccessibleName(words)
        self.buttons["show_as"].setVisible(user is not None and user.access != "none" and user.active)
        self.secrets.show_user(user, own_passwords=self._page.own_passwords)
        self._about.setText(self._known(user) if user else say.text(N_("A new person")))

    def _known(self, user: User) -> str:
        say = self.context.say
        parts = [
            say.text(N_("Last signed in: {when}."), when=say.moment(user.signed_in_at))
            if user.signed_in_at
            else say.text(N_("Has never signed in."))
        ]
        if self._page.own_passwords:
            parts.append(say.text(N_("Has a password.") if user.has_password else N_("Has no password yet.")))
        parts.append(say.text(N_("Has a PIN.") if user.has_pin else N_("Has no PIN.")))
        return say.sentences(parts)

    def _write_notice(self) -> None:
        if not self._page.own_passwords:
            self.notice.tell(self.context.say.text(SERVERS), "info")
        elif self._page.people and not any(user.has_password for user in self._page.people):
            self.notice.tell(self.context.say.text(FIRST), "info")
        else:
            self.notice.tell("")

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        self.notice.paint_theme()


def _draft(values: dict[str, object]) -> UserDraft:
    return UserDraft(
        name=str(values["name"]), login=str(values["login"]), access=str(values["access"]),
        language=str(values["language"]), active=bool(values["active"]), code=str(values["code"]),
        email=str(values["email"]), title=str(values["title"]), team=str(values["team"]),
    )  # fmt: skip
