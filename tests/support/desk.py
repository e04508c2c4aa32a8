"""The command line called as a person or a script calls it, in this process."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.cli import run


@dataclass(frozen=True)
class Said:
    """What one call ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Desk:
    """A computer with a home folder of its own."""

    def __init__(self, capsys, home: Path, database: str = "") -> None:
        self.home = home
        self.database = database
        self._capsys = capsys

    def __call__(self, *arguments) -> Said:
        """Run one command on the desk's database."""
        before = ["--database", self.database] if self.database else []
        self._capsys.readouterr()
        code = run([*before, *map(str, arguments)])
        said = self._capsys.readouterr()
        # no call may end in a traceback or in an error of the program itself
        assert "Traceback" not in said.err, said.err
        assert "mistake of its own" not in said.err, said.err + self.log()
        return Said(code, said.out, said.err)

    def done(self, *arguments) -> Said:
        """Run one command that must succeed."""
        said = self(*arguments)
        assert said.code == 0, (arguments, said)
        return said

    def file(self, name: str, text: str | bytes) -> Path:
        """A file in the home folder."""
        path = self.home / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def log(self) -> str:
        """Everything that was logged."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted((self.home / "logs").glob("*")))
