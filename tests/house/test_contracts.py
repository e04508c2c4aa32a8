"""Imports point down: the contracts of pyproject.toml hold."""

import os
import subprocess
import sys
import tomllib

from tests.support.reference import ROOT


def test_every_import_contract_is_kept():
    command = "from importlinter.cli import lint_imports_command as run; run()"
    # import-linter draws its tables with rich; a fixed width keeps file names in one piece
    environment = os.environ | {"COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    assert f"{len(declared)} kept, 0 broken" in done.stdout


def test_a_broken_contract_would_be_seen(tmp_path):
    """The check itself: a toy tree that breaks a contract fails."""
    for name, text in {"toy/__init__.py": "", "toy/low.py": "import toy.high\n", "toy/high.py": ""}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.importlinter]\nroot_package = "toy"\n[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\n'
        'layers = ["toy.high", "toy.low"]\n',
        encoding="utf-8",
    )
    command = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=tmp_path, capture_output=True, check=False,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 1
    assert b"0 kept, 1 broken" in done.stdout
