"""What is said about a customer's tier: who gave it by hand until when and why, and what the rule gives."""

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.tiers_given import GivenTier, TierStanding


def by_hand(given: GivenTier, say: Say) -> str:
    """“A · given by hand until 31 Dec 2026: reason”; without the reason where a person may not see it."""
    values = {"tier": given.tier, "day": say.date(given.until), "reason": given.reason}
    if given.reason:
        return say.text(N_("{tier} · given by hand until {day}: {reason}"), **values)
    return say.text(N_("{tier} · given by hand until {day}"), **values)


def giver(given: GivenTier, say: Say) -> str:
    """Who gave it, and when; empty where a person may not see it."""
    return say.text(N_("Given by {name} on {day}."), name=given.by, day=say.date(given.since)) if given.by else ""


def rule(standing: TierStanding, say: Say) -> str:
    """What the rule gives."""
    if standing.year is None:
        return say.text(N_("By the rule there is no tier yet: no year is frozen."))
    if not standing.ruled:
        return say.text(N_("By the rule there is no tier for {year}: nothing was sold before."), year=standing.year)
    return say.text(N_("By the rule it is tier {tier} for {year}."), tier=standing.ruled, year=standing.year)


def told(standing: TierStanding, say: Say) -> str:
    """All of it, in lines: for a tooltip and for whoever gives another tier."""
    given = standing.given
    lines = (by_hand(given, say), giver(given, say)) if given is not None else ()
    return "\n".join(line for line in (*lines, rule(standing, say)) if line)
