"""The program with windows: first start, sign-in and the desk follow each other in one application."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.beginning import actor, asked, late_store, nobody, user
from app.commands.context import Context
from app.commands.place import AtServer, file_of, is_server, listening, shown, url_of
from app.domain.refusal import Refusal
from app.domain.signed_in import SignedIn

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.i18n import Say
    from app.queries.first import Beginning, Begun
    from app.queries.staff import User
    from app.store.session import Store
    from app.ui.context import Context as DeskContext
    from app.ui.main_window import MainWindow
    from app.ui.setup.frame import SetupWindow

Step = Callable[[], Any]
"""One window of the program; it answers with the next step, or with none when the program ends."""


def has_screen() -> bool:
    """Whether a window could be shown: always on Windows and macOS, elsewhere with a display."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_desk(context: Context, place: "URL | Path | AtServer | None") -> int:
    """Show the desk on a company until its window is closed; without one the first start. The exit code."""
    sitting = Sitting(context)
    return sitting.run(partial(sitting.open, place) if place is not None else sitting.first_start)


class Sitting:
    """One run of the program with windows, for one person after the other."""

    def __init__(self, context: Context) -> None:
        from app.ui import desk

        self.context = context
        self.application = desk.application(sys.argv[:1])
        self.first = ""
        """The screen that is opened first, where it is not the usual one."""
        self._place: URL | Path | None = None

    def run(self, step: Step) -> int:
        """Carry out one step after the other; what cannot be opened is told in a window with ways out."""
        following: Step | None = step
        while following is not None:
            try:
                following = following()
            except Refusal as refusal:
                following = partial(self.trouble, refusal, following)
        return 0

    # steps

    def open(self, place: "URL | Path | AtServer", who: SignedIn | None = None) -> Step | None:
        """A company: whoever must sign in does, then the desk. Raises ``Refusal`` for what cannot be opened."""
        if who is None and self._runs_already(place):
            return None
        if isinstance(place, AtServer):
            return partial(self.sign_in_at_server, place, surely=False)
        from app.queries import first
        from app.settings import login_name

        self._place = place
        path = file_of(place)
        begun = first.begin(path, login_name()) if who is None and path is not None else None
        return self._begun(path, begun) if path is not None and begun is not None else self._opened(url_of(place), who)

    def _begun(self, path: Path, begun: "Begun") -> Step | None:
        """A company's file that is as usual: its store is loaded after the first list, or while somebody signs in."""
        who = begun.who or self._sign_in_early(path, begun)
        if who is None:
            begun.file.close()
            return None
        beginning = begun.of(who)
        store = late_store(path, begun.file, who, beginning)
        try:
            return self._sat(store, path, who, beginning)
        finally:
            store.close()

    def _opened(self, url: "URL", who: SignedIn | None) -> Step | None:
        from app.bootstrap import asks_for_password, opened

        if who is None and asks_for_password(url):
            return partial(self.sign_in_at_server, url)
        with opened(url) as store:
            person = who or self._known(store, url)
            return self._sat(store, url, person) if person is not None else None

    def _sat(
        self, store: "Store", place: "URL | Path", person: SignedIn | None, beginning: "Beginning | None" = None
    ) -> Step | None:
        """One person after the other at the desk of a company."""
        seen_as: User | None = None
        while person is not None:
            wish, about = self._desk(store, place, person, seen_as, beginning)
            if wish == "end":
                return None
            beginning, store.actor = None, actor(person)
            if wish in ("show_as", "own"):
                seen_as = user(store, int(str(about))) if wish == "show_as" else None
            elif wish == "out" and is_server(place):
                return partial(self.sign_in_at_server, url_of(place))
            elif wish == "out":
                person, seen_as = self._sign_in(store), None
            elif wish == "start":
                return self.own_start
        return None

    def _runs_already(self, place: "URL | Path | AtServer") -> bool:
        """Whether this person's desk on this company is open; it has come to the front then."""
        from app.ui.single import brought_to_front

        return brought_to_front(listening(place))

    def first_start(self) -> Step | None:
        """A company is made or joined; an answer to each page, then the desk."""
        from PySide6.QtCore import QLocale, QTimeZone

        from app.commands.first_start import Opening, start_doors
        from app.ui.setup.first_start import FirstStartWindow

        context = self._context(None, self._spoken())
        country = QLocale.territoryToCode(QLocale.system().territory())
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        doors = start_doors(
            country=country if len(country) == 2 else "", zone=zone, language=lambda: context.say.language
        )
        window = FirstStartWindow(context, doors)
        opening: Opening | None = self._shown(window, window.finished)
        if opening is None:
            return None
        self.context.settings = replace(self.context.settings, language=context.say.language)
        self.context.say = context.say
        self.first = opening.first
        return partial(self.open, opening.url, opening.who)

    def own_start(self) -> Step | None:
        """The first start for a company of one's own, after the demo."""
        from app.commands.first_start import begin_own

        begin_own()
        return self.first_start()

    def sign_in_at_server(self, place: "URL | AtServer", *, surely: bool = True) -> Step | None:
        """The database's own sign-in: login and password are tried by connecting, and kept nowhere.

        Whether it asks at all is found out meanwhile, where that is not known ``surely``.
        """
        from app.commands.attempts import CONNECTING, MEANWHILE, ByServer, load

        attempt = ByServer(place)
        meanwhile: list[Callable[[], object]] = [partial(load, name) for name in (*CONNECTING, *MEANWHILE)]
        if not surely:
            meanwhile.insert(len(CONNECTING), attempt.unasked)
        login = place.username or self.context.settings.login
        who = self._asked(self._context(None), place.database or "", attempt, login=login, meanwhile=meanwhile)
        if who is None or attempt.tried is None:
            return None
        if isinstance(place, AtServer) or not place.password:
            # after somebody has signed out it is known already
            self._remember(asked_at=attempt.asked_at(self.context.settings.database))
        return partial(self.open, attempt.tried, who)

    def trouble(self, refusal: Refusal, again: Step) -> Step | None:
        """What could not be opened, in words, and what can be done about it."""
        from app.bootstrap import upgrade_with_backup
        from app.store.migrate import OLDER
        from app.ui.setup.trouble import TroubleWindow

        older = refusal.message == OLDER and self._place is not None
        upgrade = partial(upgrade_with_backup, url_of(self._place)) if older and self._place is not None else None
        window = TroubleWindow(self._context(None), refusal, upgrade)
        wish = self._shown(window, window.chosen)
        return {"again": again, "other": self.first_start}.get(wish)

    def _spoken(self) -> "Say":
        """The language of this computer, where nobody has chosen one."""
        from PySide6.QtCore import QLocale

        from app.i18n import LANGUAGES, Say

        system = QLocale.system().name().partition("_")[0]
        chosen = self.context.settings.language
        return self.context.say if chosen or system not in LANGUAGES else Say(system)

    # the person

    def _known(self, store: "Store", url: "URL") -> "SignedIn | None":
        """Who works here without being asked, else who signs in; none when the window was closed."""
        from app.services import access
        from app.settings import login_name

        if is_server(url):
            return access.signed_in_by_database(store)
        return access.without_password(store, login_name()) or self._sign_in(store)

    def _sign_in_early(self, path: Path, begun: "Begun") -> "SignedIn | None":
        """Who sits there types; what is needed then is loaded meanwhile."""
        from app.commands.attempts import MEANWHILE, ByFile, load

        known = begun.beginning
        context = self._context(None, known.say(self.context.settings.language or None))
        attempt = ByFile(path, known)
        meanwhile = [partial(load, name) for name in MEANWHILE]
        login = self.context.settings.login
        try:
            return self._asked(context, known.name, attempt, people=begun.people, login=login, meanwhile=meanwhile)
        finally:
            attempt.close()

    def _sign_in(self, store: "Store") -> "SignedIn | None":
        from app.queries import company, staff
        from app.services import access

        # before anybody is known nobody has a right
        store.actor = nobody()
        settings = company.settings(store)
        context = self._context(store, settings.say(self.context.settings.language or None))
        attempt = partial(access.sign_in, store)
        people = staff.can_sign_in(store)
        return self._asked(context, settings.name, attempt, people=people, login=self.context.settings.login)

    def _asked(self, context: "DeskContext", company: str, attempt: Any, **known: Any) -> "SignedIn | None":
        from app.ui.setup.sign_in import SignInWindow

        window = SignInWindow(context, company, attempt, **known)
        who: SignedIn | None = self._shown(window, window.signed_in)
        if who is not None:
            self._remember(login=who.login)
        return who

    def _remember(self, **values: str) -> None:
        """Only a convenience: who was here last stands first the next time."""
        from app.settings import remember

        self.context.settings = replace(self.context.settings, **values)
        with suppress(Refusal):
            remember(**values)

    # windows

    def _desk(
        self,
        store: "Store",
        place: "URL | Path",
        person: SignedIn,
        seen_as: "User | None",
        beginning: "Beginning | None",
    ) -> tuple[str, object]:
        """The desk for one person until it is left: where to, and about whom."""
        from app.commands.doors import doors_of
        from app.integrations.calls import address
        from app.paths import home
        from app.ui import screens
        from app.ui.afterwards import Afterwards
        from app.ui.first_list import FirstList
        from app.ui.single import SingleDesk

        known = beginning or asked(store, place, actor(person, seen_as))
        context = self._context(store, known.say(self.context.settings.language or None), person, seen_as)
        # a store that is asked for the first time is loaded then
        first = FirstList(context)
        context.doors = doors_of(store, place)
        context.personal.take(known.arranged)
        context.drafts_owner = person.login if person.staff_id is not None else ""
        window = self._window(context, known, place, person, shown_as=seen_as is not None)
        screens.join(window)
        single = SingleDesk(window)
        single.wanted.connect(window.to_front)
        single.listen(listening(place))
        window.finish()
        first.begin(window.open_panel(self.first if window.knows(self.first) else screens.FIRST))
        self.first = ""
        afterwards = Afterwards(window, first, address(home()))
        left = _Left(window)
        context.leaving.connect(left.to)
        try:
            self._exec(window)
        finally:
            afterwards.end()
            single.close()
            self._end(window)
        return left.wish

    def _window(
        self, context: "DeskContext", known: "Beginning", place: "URL | Path", person: SignedIn, *, shown_as: bool
    ) -> "MainWindow":
        from app.ui import desk, screens
        from app.ui.setup import sitting

        sitting.Remembered(context, person.language)
        made = desk.window(context, known.name, shown(place), screens.ENTRIES)
        sitting.sit(
            made, demo=known.demo, can_leave=known.can_leave, shown_as=shown_as, own_password=not is_server(place)
        )
        return made

    def _shown(self, window: "SetupWindow", signal: Any) -> Any:
        """A window until it answers with a signal; none when it was closed."""
        left = _Left(window)
        signal.connect(left.answer)
        try:
            self._exec(window)
        finally:
            self._end(window)
        return left.wish[1]

    def _exec(self, window: Any) -> None:
        window.show()
        self.application.exec()

    def _end(self, window: Any) -> None:
        """What is under way ends; the window is taken apart by Qt now, not by the collector some day."""
        from PySide6.QtCore import QEvent

        window.context.runner.close()
        window.deleteLater()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _context(
        self,
        store: "Store | None",
        say: "Say | None" = None,
        person: "SignedIn | None" = None,
        seen_as: "User | None" = None,
    ) -> "DeskContext":
        from app.ui import desk
        from app.ui.context import Context as DeskContext
        from app.ui.tasks import TaskRunner

        shown = seen_as or person
        made = DeskContext(
            say or self.context.say,
            user=shown.name if shown else "",
            access=shown.access if shown else "none",
            staff_id=seen_as.id if seen_as else person.staff_id if person else None,
        )
        made.runner = TaskRunner(store or _NoStore(), made.broadcast, made.reporter)
        desk.dress(made)
        return made


class _Left:
    """Remembers with which wish a window was left, and closes it."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self.wish: tuple[str, Any] = ("end", None)

    def to(self, where: str, about: object) -> None:
        """The desk is left for something else."""
        self.wish = (where, about)
        self._window.close()

    def answer(self, value: object) -> None:
        """The window has its answer."""
        self.to("answered", value)


class _NoStore:
    """For windows before any database is open."""

    def repeat(self, work: Callable[[], Any], *, seconds: float = 0) -> Any:
        """Nothing is repeated."""
        return work()
