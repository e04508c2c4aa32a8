"""The size of files and functions, and what never enters the tree."""

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.support.reference import ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
REGISTRIES = re.compile(
    r"https?://[\w.:@-]*(?:pypi\.org|pythonhosted\.org|pypi\.python\.org|npmjs\.(?:org|com)|/simple\b|artifactory|nexus)|"
    r"--(?:extra-)?index-url[= ]+\S*https?:|^index-url",
    re.IGNORECASE | re.MULTILINE,
)
# An invented name of one letter is no machine.
MACHINES = re.compile(r"(?<![\w.])/(?:home|Users|root|work|workspace)/[\w.-]{2}|\b[A-Z]:\\+Users\\+(?!Public)\w{2}")
# Files that a text tool would take for text although they are none, and files that only one tool of one person writes.
UNWANTED = re.compile(
    r"(^|/)(uv\.lock|poetry\.lock|Pipfile\.lock|\.DS_Store|Thumbs\.db|\.env|id_rsa)$|"
    r"\.(pyc|pyd|so|dll|exe|whl|zip|gz|7z|db|sqlite3?|ttf|otf|woff2?|png|jpe?g|gif|ico|icns|pdf|xlsx?|docx?|mo|pem|key)$",
    re.IGNORECASE,
)


# The manual's pictures of the program's own windows: the only files that are no text.
PICTURE = re.compile(r"docs/pictures/[a-z-]+\.png")
LARGEST_PICTURE = 200_000


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the checkout; the test is skipped where there is none."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    # what was deleted and not yet committed is no file any more
    return tuple(ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file())


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_python_file_is_longer_than_can_be_read():
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_of_the_program_is_longer_than_a_screen():
    long = {}
    for path in python_files():
        if short(path).startswith("app/"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    length = (node.end_lineno or 0) - node.lineno + 1
                    if length > LONGEST_FUNCTION:
                        long[f"{short(path)}:{node.name}"] = length
    assert long == {}


def test_every_module_says_what_it_is():
    silent = [
        short(path)
        for path in python_files()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def plain() -> list[Path]:
    """Every tracked file that must be text."""
    return [path for path in tracked() if not PICTURE.fullmatch(short(path))]


def texts() -> list[tuple[str, str]]:
    """Every tracked text but this one, which names what it looks for."""
    return [(short(path), path.read_text(encoding="utf-8")) for path in plain() if path != Path(__file__).resolve()]


def test_every_file_is_text():
    assert [short(path) for path in plain() if UNWANTED.search(short(path))] == []
    assert [short(path) for path in plain() if b"\0" in path.read_bytes()] == []
    assert [name for name, text in texts() if text.startswith("\ufeff")] == []


def test_pictures_are_small_and_all_of_them_are_shown():
    pictures = [path for path in tracked() if PICTURE.fullmatch(short(path))]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [short(path) for path in pictures if short(path) not in readme] == []
    assert [short(path) for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
    assert [short(path) for path in pictures if not path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")] == []


def test_no_file_knows_a_machine_or_a_package_registry():
    found = [
        (name, match.group())
        for name, text in texts()
        for pattern in (MACHINES, REGISTRIES)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_lines_end_the_same_way_everywhere():
    assert [short(path) for path in plain() if b"\r\n" in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("see /home/ana/x", MACHINES),
        ("C:\\Users\\ana\\x", MACHINES),
        ("/work/main/x.py", MACHINES),
        ("--index-url https://mirror.example/simple", REGISTRIES),
        ("https://files.pythonhosted.org/x.whl", REGISTRIES),
        ("requirements/uv.lock", UNWANTED),
        ("app/ui/logo.png", UNWANTED),
    ],
)
def test_the_patterns_find_what_they_are_for(text, pattern):
    assert pattern.search(text)
