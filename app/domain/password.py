"""Passwords and PINs: what is taken, and how strong a password is, in words. No symbol is ever forced."""

import re
from collections.abc import Sequence

from app.domain.refusal import N_, Mistake

SHORTEST, LONGEST = 10, 200
SHORTEST_PIN, LONGEST_PIN = 4, 8

COMMON = frozenset({
    "password", "passw0rd", "contraseña", "contrasena", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "iloveyou",
    "teamo", "tequiero", "welcome", "bienvenido", "administrator", "administrador", "admin", "mostrador", "letmein",
    "changeme", "dragon", "monkey", "sunshine", "princess", "football", "futbol", "baseball", "superman", "batman",
    "michael", "daniel", "alejandro", "estrella", "realmadrid", "barcelona", "hola", "hello", "secret", "secreto",
    "master", "default", "invitado", "guest", "woaini", "mima", "abc", "qazwsx", "qaz", "wsx",
})  # fmt: skip
"""Words that are tried first by who guesses."""

WORDS = {
    "empty": N_("No password: everybody at this PC can open the company."),
    "short": N_("Too short: write at least 10 characters. A sentence is easy to remember."),
    "common": N_("Too easy to guess. A sentence of four words is better."),
    "fair": N_("Fair. A few more characters make it good."),
    "good": N_("Good."),
    "strong": N_("Strong."),
}
"""What the meter says of each strength."""

_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def strength(password: str, known: Sequence[str] = ()) -> str:
    """A key of ``WORDS``; ``known`` are names that others know of the person (name, login, company)."""
    if not password:
        return "empty"
    if len(password) < SHORTEST:
        return "short"
    if _guessable(password, known):
        return "common"
    worth = len(password) + 2 * (_kinds(password) - 1) + (2 if " " in password.strip() else 0)
    return "strong" if worth >= 20 else "good" if worth >= 14 else "fair"


def check_password(password: str, known: Sequence[str] = ()) -> None:
    """Raises ``Mistake`` for a password that is not taken: too short, too long, or known to everybody."""
    found = strength(password, known)
    if found in ("empty", "short", "common"):
        raise Mistake(WORDS["short" if found == "empty" else found], field="password")
    if len(password) > LONGEST or "\0" in password:
        raise Mistake(N_("A password has at most {limit} characters."), field="password", limit=LONGEST)


def check_pin(pin: str) -> None:
    """Raises ``Mistake`` unless it is 4 to 8 digits that are no row and no repetition."""
    if not re.fullmatch(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}", pin):
        raise Mistake(N_("A PIN has {least} to {most} digits."), field="pin", least=SHORTEST_PIN, most=LONGEST_PIN)
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise Mistake(N_("This PIN is tried first by everybody. Choose other digits."), field="pin")


def _kinds(password: str) -> int:
    """How many kinds of characters: lower, upper, digits, the rest."""
    signs = (str.islower, str.isupper, str.isdigit)
    return sum(any(test(char) for char in password) for test in signs) + any(not char.isalnum() for char in password)


def _guessable(password: str, known: Sequence[str]) -> bool:
    """Few different characters, a row of the keyboard, or nothing but known words with digits around them."""
    low = password.casefold()
    if len(set(low)) < 5 or any(_in_run(low[at : at + 8]) for at in range(len(low) - 7)):
        return True
    names = {part for name in known for part in (name.casefold(), *_letters(name)) if len(part) > 2}
    parts = _letters(low)
    return all(part in COMMON or part in names for part in parts) or "".join(parts) in COMMON


def _letters(words: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", words.casefold())


def _in_run(part: str) -> bool:
    return any(part in run for run in _RUNS)
