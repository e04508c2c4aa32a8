"""What stands in place of a list: nothing yet, nothing that matches, or something that went wrong."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.refusal import N_, Refusal
from app.ui.kit.states import Deed, try_again

if TYPE_CHECKING:
    from app.ui.kit.list_panel import ListPanel


class ListStates:
    """Fills the state page of a list; each state has one helpful deed."""

    def __init__(self, panel: "ListPanel") -> None:
        self._panel = panel

    def empty(self, typed: str) -> None:
        """No row, with the filter that was typed."""
        panel, say = self._panel, self._panel.context.say
        if typed:
            words = say.text(panel.nothing_matches, filter=typed)
            deeds = [
                Deed(say.text(N_("Remove the last filter")), panel.bar.remove_last, primary=True),
                Deed(say.text(N_("Show all")), panel.bar.clear),
            ]
            self._show("filter", words, deeds)
        elif panel.view is not panel.tabs.views[0]:
            title = say.text(panel.tabs.views[0].title)
            self._show(panel.meaning, say.text(panel.nothing_in_view), [Deed(title, panel.first_view)])
        else:
            commands = panel.first_commands()
            deeds = [Deed(say.text(one.title), one.run, primary=one is commands[-1]) for one in commands]
            self._show(panel.meaning, say.text(panel.nothing_yet), deeds[::-1])

    def refused(self, error: Exception) -> None:
        """The list could not be read."""
        panel, say = self._panel, self._panel.context.say
        if not isinstance(error, Refusal):
            panel.context.reporter.show(error, near=panel)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The list could not be read."))
        self._show("warning", words, [try_again(say, panel.ask_again)], "warn")

    def _show(self, meaning: str, words: str, deeds: Sequence[Deed], tone: str = "text3") -> None:
        self._panel.state.show_state(meaning, words, deeds, tone)
        self._panel.show_page(self._panel.state)
