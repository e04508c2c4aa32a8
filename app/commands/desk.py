"""The desk on a company: Qt, the screens and their runner are joined here, and taken apart in reverse order."""

import os
import sys
from typing import TYPE_CHECKING

from app.commands.context import Context

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


def has_screen() -> bool:
    """Whether a window could be shown: always on Windows and macOS, elsewhere with a display."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_desk(context: Context, url: "URL") -> int:
    """Show the desk until its window is closed; the exit code of the application.

    Raises ``Refusal`` for a database that cannot be opened: nothing of Qt has started by then.
    """
    from app.bootstrap import opened, shown
    from app.commands.doors import doors_of
    from app.integrations.calls import address
    from app.paths import home
    from app.queries import company

    with opened(url) as store:
        settings = company.settings(store)
        say = settings.say(context.settings.language or None)
        from app.ui import desk, screens
        from app.ui.context import Context as DeskContext
        from app.ui.tasks import TaskRunner

        application = desk.application(sys.argv[:1])
        joined = DeskContext(say, user=store.actor.login, access=store.actor.access, staff_id=store.actor.staff_id)
        joined.runner = TaskRunner(store, joined.broadcast, joined.reporter)
        joined.doors = doors_of(store, url)
        desk.dress(joined)
        window = desk.window(joined, settings.name, shown(url), screens.ENTRIES)
        calls = screens.join(window, address(home()))
        window.finish()
        window.open_panel(screens.FIRST)
        window.show()
        try:
            return int(application.exec())
        finally:
            calls.server.close()
            joined.runner.close()
