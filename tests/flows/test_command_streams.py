"""The commands as processes: what the console, a pipe or a full disk does to them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import run
from tests.support.reference import ROOT


def call(home: Path, *arguments) -> dict:
    """What starts a command as a process of its own: its words and its surroundings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOSTRADOR")}
    environment |= {"MOSTRADOR_HOME": str(home), "LANG": "C", "PYTHONIOENCODING": "", "PYTHONUTF8": "0"}
    return {"args": [sys.executable, "-W", "error", "-m", "app", *map(str, arguments)], "env": environment, "cwd": ROOT}


def process(home: Path, *arguments, **options) -> subprocess.CompletedProcess:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.run(**call(home, *arguments), check=False, timeout=60, **options)


def test_output_is_utf8_whatever_the_console_says(home, sqlite_template):
    shutil.copyfile(sqlite_template, home / "company.db")
    (home / "c.csv").write_text("code,name,phone\nK1,Lucía 王小明,963550142\n", encoding="utf-8")
    assert process(home, "import", "customers", home / "c.csv").returncode == 0
    done = process(home, "lookup", "963550142")
    assert "Lucía 王小明" in done.stdout.decode("utf-8")
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX streams")
def test_closed_and_full_outputs(home, demo_file):
    shutil.copyfile(demo_file, home / "company.db")
    with Path("/dev/full").open("wb") as full:
        done = process(home, "report", "orders", stdout=full)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    closed = process(home, "report", "orders", stdout=None, preexec_fn=lambda: os.close(1))
    assert b"Traceback" not in closed.stderr
    reader, writer = os.pipe()
    os.close(reader)
    gone = process(home, "report", "orders", stdout=writer)
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (0, b"")


def test_run_is_the_same_in_process(bare, capsys):
    assert run(["--version"]) == 0
    assert run(["nonsense"]) == 2
    capsys.readouterr()
