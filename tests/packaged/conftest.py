"""The packaged program as a stranger's computer sees it: no Python, no checkout, no settings, nothing on the path."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

BUILT = os.environ.get("MOSTRADOR_PACKAGED", "")
WINDOWS = sys.platform == "win32"
PATIENCE = 300
"""Seconds for one call on a machine that is busy."""
# not part of the usual tests: ``python3 dev.py package`` builds the program and names it
collect_ignore_glob = [] if BUILT else ["test_*.py"]


class Program:
    """The program with a home of its own."""

    def __init__(self, home: Path) -> None:
        self.folder = Path(BUILT)
        self.home = home
        self.file = self.folder / ("mostrador.com" if WINDOWS else "mostrador")

    def environment(self, **more: str) -> dict[str, str]:
        """The least that a system gives a program."""
        if WINDOWS:
            system = os.environ["SYSTEMROOT"]
            least = {
                "SYSTEMROOT": system, "PATH": f"{system}\\System32", "USERPROFILE": str(self.home),
                "LOCALAPPDATA": str(self.home), "TEMP": str(self.home), "QT_QPA_PLATFORM": "offscreen",
            }  # fmt: skip
        else:
            least = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        return least | more

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        """Begin a call."""
        return subprocess.Popen(
            [str(self.file), *map(str, arguments)], cwd=self.home, env=self.environment(**environment), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    def __call__(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """One call to its end; it never ends in a traceback, and says nothing that nobody wrote."""
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            self.kill(process)
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def done(self, *arguments: object, **environment: str) -> str:
        """A call that must succeed without a complaint; what it said."""
        said = self(*arguments, **environment)
        assert (said.returncode, said.stderr) == (0, ""), (arguments, said)
        return said.stdout

    @staticmethod
    def kill(process: subprocess.Popen[str]) -> None:
        """End a call as a power cut would, unless it has ended."""
        if process.poll() is None:
            process.send_signal(signal.SIGTERM if WINDOWS else signal.SIGKILL)
            process.communicate()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The built program."""
    return Program(tmp_path)
