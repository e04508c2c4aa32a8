"""The reports there are: each with its number, its name, who may see it, and what period it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.domain.month import Month
from app.domain.refusal import N_
from app.domain.text import folded
from app.i18n import Say
from app.ui.context import Context
from app.ui.preview import papers
from app.ui.preview.papers import Request


@dataclass(frozen=True, slots=True)
class Report:
    """``right`` names who may see it. ``of_month`` or ``of_day`` makes the paper of a period."""

    key: str
    number: str
    """As people write and say it; it never changes."""
    title: str
    about: str
    words: str
    """What it is looked for by as well, in three languages."""
    right: str
    of_month: Callable[[Month], Request] | None = None
    of_day: Callable[[date], Request] | None = None
    favourite: bool = False
    """Among the first ones until somebody chooses."""

    def found(self, text: str, say: Say) -> bool:
        """Whether every word is part of its number, its name or its further words."""
        whole = folded(f"{self.number} {say.text(self.title)} {say.text(self.about)} {self.words}")
        return all(word in whole for word in folded(text).split())


_REPORTS = (
    Report(
        "profit-month", "R01", N_("Monthly profit report"), N_("What the month brought and why, to be signed"),
        "contribution margin profit close beneficio contribución margen cierre 利润 贡献 毛利 月结", "see_profit",
        of_month=papers.profit_month, favourite=True,
    ),
    Report(
        "commission-team", "R02", N_("Commission of the team"), N_("Everybody’s commission of a month, a line each"),
        "commission salespeople comisión vendedores equipo 提成 佣金 团队", "all_commission",
        of_month=papers.commission_team,
    ),
    Report(
        "commission-month", "R03", N_("Commission statements"), N_("The team’s page and each person’s statement"),
        "commission statements comisión liquidaciones 提成 佣金 结算单", "all_commission",
        of_month=papers.commission_month,
    ),
    Report(
        "complaints-month", "R04", N_("Complaints of the month"), N_("How well complaints were solved, their causes"),
        "complaints quality causes reclamaciones quejas calidad causas 投诉 质量 原因", "records",
        of_month=papers.complaint_month,
    ),
    Report(
        "receivables", "R05", N_("Receivables"), N_("Who owes what on a day, by age"),
        "receivables ageing overdue debts cobros vencidos antigüedad deudas 应收 账龄 逾期", "records",
        of_day=papers.receivables,
    ),
)  # fmt: skip
OWN = "commission-own"


def reports(context: Context) -> list[Report]:
    """Those that the signed-in person may see, in the order of their numbers."""
    found = [one for one in _REPORTS if context.may(one.right)]
    if context.staff_id is not None and context.may("own_commission"):
        own = partial(papers.commission_statement, staff_id=context.staff_id)
        found.append(
            Report(
                OWN, "R06", N_("My commission statement"), N_("What you earned in a month, line by line"),
                "commission statement comisión liquidación 提成 佣金 结算单", "own_commission", of_month=own,
            )
        )  # fmt: skip
    return found
