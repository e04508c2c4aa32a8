"""mostrador:// addresses: what this computer does with them. Windows keeps that per user in its registry."""

import sys
from pathlib import Path

from app.domain.incoming import SCHEME

_KEY = rf"Software\Classes\{SCHEME}"


def program() -> str:
    """How this program is started, as a telephone system or the registry writes it."""
    if getattr(sys, "frozen", False):
        # on Windows the window's program, whichever of the two runs: a call must not flash a console
        own = Path(sys.executable)
        return f'"{own.with_name("Mostrador.exe") if sys.platform == "win32" else own}"'
    # from a checkout: the interpreter with the package
    return f'"{sys.executable}" -m app'


def call_command() -> str:
    """What a telephone system starts for a call; %CallerNumber% is its own word for the number."""
    return f"{program()} call %CallerNumber%"


def state() -> str:
    """``registered`` for this program, ``other`` for another one, ``missing``, or ``none`` outside Windows."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows only

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{_KEY}\shell\open\command") as key:
                command = str(winreg.QueryValueEx(key, None)[0])
        except OSError:
            return "missing"
        return "registered" if command.casefold() == _command().casefold() else "other"
    return "none"


def register() -> None:
    """Let mostrador:// addresses open this program, for this user. Raises ``OSError``."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
            winreg.SetValueEx(key, None, 0, winreg.REG_SZ, "URL:Mostrador")
            winreg.SetValueEx(key, "URL Protocol", 0, winreg.REG_SZ, "")
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{_KEY}\shell\open\command") as key:
            winreg.SetValueEx(key, None, 0, winreg.REG_SZ, _command())


def _command() -> str:
    return f'{program()} call "%1"'
