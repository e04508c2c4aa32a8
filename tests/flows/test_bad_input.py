"""Whatever comes in — foreign files, wrong databases, full disks — ends in one sentence, soon, and without a trace."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from tests.flows.test_command_streams import call, process
from tests.support.reference import reference_folder

KINDS = ("salespeople", "customers", "products", "orders", "payments", "complaints")
SECONDS = 20


def folder(name: str) -> list[Path]:
    """The files of a public collection; none where there is no reference data."""
    found = reference_folder()
    return sorted(path for path in (found / "raw" / name).rglob("*") if path.is_file()) if found else []


def refuse_or_read(desk, path) -> None:
    """Every kind is tried; none may take long, fail otherwise than in words, or leave anything half-done."""
    for kind in KINDS:
        began = time.monotonic()
        said = desk("import", kind, path, "--refused", desk.home / "refused.csv")
        assert said.code in (0, 1), (path.name, kind, said)
        assert said.out or said.err
        assert time.monotonic() - began < SECONDS


@pytest.mark.reference
@pytest.mark.parametrize("collection", ["csv_spectrum", "csv_commons"])
def test_public_text_files_are_read_or_refused(small, collection):
    paths = folder(collection)
    if not paths:
        pytest.skip("the reference data is not beside the checkout")
    for path in paths:
        refuse_or_read(small, path)
    assert "Everything agrees" in small.done("check").out


@pytest.mark.reference
def test_public_workbooks_are_read_or_refused(small):
    paths = folder("xlsx_calamine")
    if not paths:
        pytest.skip("the reference data is not beside the checkout")
    for number, path in enumerate(paths[::6]):
        # a workbook is read by a process of its own, which takes time: some of them, and one kind each in turn
        said = small("import", KINDS[number % len(KINDS)], path, "--refused", small.home / "refused.csv")
        assert said.code in (0, 1), (path.name, said)
    assert "Everything agrees" in small.done("check").out


HEAD = b"code,name,note\n"
ROW = (HEAD + b"K,A,\n").decode().encode("utf-16")
BROKEN = {
    "nothing": b"", "one line": b"code,name", "blank": b"\n\n\n", "nul": HEAD + b"K,\0A,\n", "quote": HEAD + b'K,"A\n',
    "latin": HEAD + "K,Muñoz,ñandú\n".encode("cp1252"), "utf16": ROW, "half utf16": ROW[:-1],
    "ragged": HEAD + b"K,A,b,c,d\nL\nM,B\n", "twice": b"code,code,name\nK,L,A\n",
    "wide": b",".join(b"c%d" % at for at in range(5000)) + b"\n" + b"," * 4999,
    "long": HEAD + b"K," + b"x" * 1_100_000 + b",\n", "surrogate": HEAD + b"K,\xed\xa0\x80,\n",
    "png": b"\x89PNG\r\n\x1a\n", "zip": b"PK\x03\x04" + b"\0" * 100,
    "html": b"<html><table><tr><td>code</td></tr></table>", "cr": HEAD.replace(b"\n", b"\r") + b"K,A,b\r",
    "formula": HEAD + b"K,=1+1,@SUM(A1)\n", "bom twice": b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD,
    "random": bytes(range(256)) * 40, "semicolons": HEAD.replace(b",", b";") + b"K;A;b\n",
}  # fmt: skip


def test_broken_files_are_read_or_refused(small):
    for name, content in BROKEN.items():
        refuse_or_read(small, small.file(f"{name}.csv", content))
    for path in (small.home, small.home / "none.csv", small.home / ("x" * 400), Path("/dev/null"), Path("/dev/zero")):
        assert small("import", "customers", path).code in (1, 2)
    assert small("import", "customers", small.home / "nothing.csv", "--map", small.home / "random.csv").code == 1
    assert "Everything agrees" in small.done("check").out


# a process inherits the peak of the one that started it, and this one has run many tests: a small one stands between
WATCH = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def peak(home: Path, *arguments) -> tuple[bytes, int]:
    """What a command printed, and the most memory that its process held, in KiB."""
    options = call(home, *arguments)
    options["args"] = [sys.executable, "-c", WATCH, *options["args"]]
    done = subprocess.run(**options, capture_output=True, check=True, timeout=120)
    return done.stdout, int(done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system how a process ended")
def test_a_long_file_stays_within_bounds(small):
    rows = "".join(f"K{at},Name {at},{at % 7},note {at}\n" for at in range(30_000))
    path = small.file("large.csv", "code,name,payment_days,note\n" + rows)
    began = time.monotonic()
    printed, most = peak(small.home, "import", "customers", path, "--dry-run", "--json")
    assert json.loads(printed)["created"] == 30_000
    assert time.monotonic() - began < 90
    assert most < 200_000, most


def databases(home: Path) -> dict[str, str]:
    (home / "text.db").write_text("this is no database, but long enough to look at" * 50, encoding="utf-8")
    (home / "empty.db").touch()
    (home / "cut.db").write_bytes(b"SQLite format 3\0" + b"\x10\0\2\2" + b"\0" * 60)
    (home / "folder.db").mkdir()
    connection = sqlite.connect(str(home / "foreign.db"))
    connection.execute("CREATE TABLE plants (name TEXT)")
    connection.commit()
    connection.close()
    own = {name: str(home / f"{name}.db") for name in ("text", "empty", "cut", "folder", "foreign", "none")}
    return own | {
        "refused": "postgresql://ana:geheim@127.0.0.1:1/company", "port": "postgresql://ana:geheim@host:abc/company",
        "unknown": "mysql://ana:geheim@host/company", "nonsense": "://ana:geheim@", "memory": "sqlite://",
        "query": "postgresql://127.0.0.1:1/company?user=ana&password=geheim", "deep": str(home / "text.db" / "x.db"),
        "long": str(home / ("x" * 300)),
    }  # fmt: skip


COMMANDS = (
    ("check",), ("lookup", "x"), ("report", "tiers"), ("upgrade",), ("upgrade", "--check"), ("backup", "copy.backup"),
    ("export", "orders", "x.csv"), ("close-month", "2026-01"), ("import", "--undo", "1"),
)  # fmt: skip


def test_wrong_databases_are_refused_in_one_sentence(bare, monkeypatch):
    monkeypatch.chdir(bare.home)
    for name, address in databases(bare.home).items():
        before = {path: path.read_bytes() for path in bare.home.glob("*.db") if path.is_file()}
        for command in COMMANDS:
            said = bare("--database", address, *command)
            if (name, command[0]) == ("foreign", "backup"):
                (bare.home / "copy.backup").unlink(missing_ok=True)
                continue
            assert said.code == 1, (name, command, said)
            assert said.out == ""
            assert len(said.err.splitlines()) == 1, (name, said)
            assert "geheim" not in said.err
        after = {path: path.read_bytes() for path in bare.home.glob("*.db") if path.is_file()}
        # nothing is written into somebody else's file
        assert after == before, name
    assert "geheim" not in bare.log()


def test_init_never_mixes_with_another_programs_tables(bare):
    addresses = databases(bare.home)
    before = (bare.home / "foreign.db").read_bytes()
    for name in ("foreign", "text", "cut", "folder", "refused", "port", "deep"):
        said = bare("--database", addresses[name], "init", "--company", "Añil")
        assert said.code == 1, (name, said)
        assert "geheim" not in said.err
    assert (bare.home / "foreign.db").read_bytes() == before
    assert bare("--database", addresses["empty"], "init", "--company", "Añil").code == 0


def test_a_password_is_never_repeated(bare):
    for arguments in (
        ("--databse", "postgresql://ana:geheim@host/x", "check"), ("check", "postgresql://ana:geheim@host/x"),
        ("--database=postgresql://ana:geheim@host:x/y", "check"), ("check", "--colour=postgresql://ana:geheim@host/x"),
    ):  # fmt: skip
        said = bare(*arguments)
        assert said.code in (1, 2)
        assert "geheim" not in said.out + said.err
    assert "geheim" not in bare.log()


def test_a_settings_file_that_cannot_be_read(bare):
    bare.file("mostrador.toml", "database = [")
    assert "mostrador.toml" in bare("check").err
    assert bare("--help").code == 0
    bare.file("mostrador.toml", b"\xff\xfe")
    assert bare("check").code == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom a folder can refuse")
def test_folders_that_may_not_be_written(small):
    shut = small.home / "shut"
    shut.mkdir(mode=0o500)
    for arguments in (("export", "customers", shut / "x.csv"), ("report", "tiers", "-o", shut / "x.csv"),
                      ("backup", shut / "x.backup")):  # fmt: skip
        assert small(*arguments).code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX")
def test_targets_that_cannot_be_written(small, home):
    for target in (home, home / "none" / "x.csv", home / "company.db" / "x.csv", home / ("x" * 300), "/proc/x.csv"):
        for arguments in (("export", "customers", target), ("report", "tiers", "-o", target, "--format", "csv"),
                          ("report", "profit-month", "--month", "2026-01", "-o", target)):  # fmt: skip
            said = small(*arguments)
            assert said.code == 1, (arguments, said)
            assert len(said.err.splitlines()) == 1

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        # Python ignores SIGXFSZ, and writing fails with EFBIG

    rows = "".join(f"K{at},Name {at}\n" for at in range(3000))
    small.done("import", "customers", small.file("c.csv", "code,name\n" + rows))
    for arguments in (("export", "customers", home / "x.csv"), ("export", "customers", home / "x.xlsx"),
                      ("report", "profit-month", "--month", "2026-01", "-o", home / "x.pdf")):  # fmt: skip
        done = process(home, *arguments, preexec_fn=small_disk)
        if done.returncode:
            assert len(done.stderr.splitlines()) == 1, done.stderr
            assert b"mistake" not in done.stderr
    assert list(home.glob("x.*")) == [] or (home / "x.pdf").exists()
