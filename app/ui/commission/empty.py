"""What stands in place of the figures: no plan yet, no commission in a month, or something that went wrong."""

import weakref
from typing import TYPE_CHECKING

from app.domain.refusal import N_, Refusal
from app.domain.watch import Stopped
from app.queries.commission_team import Team
from app.ui.kit.states import Deed, try_again

if TYPE_CHECKING:
    from app.ui.commission.panel import CommissionPanel

START = (("levels", N_("4 levels")), ("flat", N_("Flat rate")), ("groups", N_("By product group")))
"""Ways to begin a plan: names that the plan editor knows, and their words."""


class Empty:
    """Fills the state page of the commission screen."""

    def __init__(self, panel: "CommissionPanel") -> None:
        self._panel = weakref.proxy(panel)

    def show(self, team: Team) -> None:
        """Nobody has commission in the month."""
        panel = self._panel
        say, state = panel.context.say, panel.frame.state
        if not team.planned:
            words = say.text(N_("No plan yet. Start from:"))
            starts = [
                Deed(say.text(title), _Start(panel.context, name), primary=not at)
                for at, (name, title) in enumerate(START)
            ]
            state.show_state("commission", words, starts)
        else:
            words, deeds = say.text(N_("No commission in {month}."), month=say.month(team.month)), []
            if team.nearest is not None:
                title = say.text(N_("Go to {month}"), month=say.month(team.nearest))
                deeds.append(Deed(title, self._to_nearest, primary=True))
            state.show_state("commission", words, deeds)
        panel.frame.show_page(state)

    def _to_nearest(self) -> None:
        team = self._panel.team
        if team is not None and team.nearest is not None:
            self._panel.show_month(team.nearest)

    def show_error(self, error: BaseException) -> None:
        """The figures could not be read."""
        panel = self._panel
        say = panel.context.say
        if isinstance(error, Refusal):
            words = say.refusal(error)
        else:
            panel.context.reporter.show(error, near=None)
            words = say.text(N_("The commission could not be read. Nothing was changed."))
        again = try_again(say, panel.reload)
        if isinstance(error, Stopped):
            words = say.text(N_("Stopped: the statements are not worked out. Nothing was changed."))
            panel.frame.state.show_state("clock", words, (again,))
            panel.frame.show_page(panel.frame.state)
            return
        panel.frame.state.show_state("warning", words, (again,), "bad")
        panel.frame.show_page(panel.frame.state)


class _Start:
    """Opens the plan editor with one way to begin."""

    def __init__(self, context: object, name: str) -> None:
        self._context, self._name = weakref.ref(context), name

    def __call__(self, _pressed: bool = False) -> None:
        context = self._context()
        if context is not None:
            context.go("plans", self._name)  # type: ignore[attr-defined]
