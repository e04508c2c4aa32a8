"""What a person can do, declared once: for menus, toolbars, shortcuts and the palette."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# keys that belong to input methods, the keyboard's third level or the system
FORBIDDEN = ("Ctrl+Space", "Ctrl+Alt+", "Ctrl+.", "Ctrl+Shift+F", "Alt+Shift")


@dataclass(frozen=True, slots=True)
class Command:
    """One deed: ``title`` is an English text to be translated, ``icon`` a meaning, ``key`` a Qt key sequence."""

    name: str
    title: str
    icon: str
    key: str
    run: Callable[[], None]
    right: str = ""
    """A right of ``app.domain.rights``, or access roles in one text; empty for everybody."""
    words: str = ""
    """More English words by which the palette finds it; translated too."""


class CommandTable:
    """All commands of the window; keys and names are unique."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}

    def add(self, commands: Sequence[Command]) -> None:
        """Declare commands; raises ``ValueError`` for a name or key that is taken or a key that is not ours."""
        for command in commands:
            if command.name in self._commands:
                raise ValueError(f"command {command.name} twice")
            if command.key and any(command.key == other.key for other in self._commands.values()):
                raise ValueError(f"key {command.key} twice")
            if any(command.key.startswith(part) for part in FORBIDDEN):
                raise ValueError(f"key {command.key} is not ours")
            self._commands[command.name] = command

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def named(self, name: str) -> Command:
        """The command of a name."""
        return self._commands[name]
