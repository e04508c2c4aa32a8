"""What is in the packaged program, and what must not be."""

import pytest

from app.i18n import LANGUAGES
from installer import notices, payload

pytestmark = pytest.mark.packaged
LARGEST = 320_000_000


def test_nothing_that_may_not_be_shipped_was_packed(program):
    assert list(payload.forbidden(program.folder)) == []


def test_it_is_one_program_beside_one_library(program):
    names = {path.name for path in program.folder.iterdir()} - {"Mostrador.exe"}
    assert names == {program.file.name, "lib", "licences", "docs", "LICENSE.txt"}


def test_it_is_no_larger_than_a_set_up_can_carry(program):
    assert payload.size(program.folder) < LARGEST


def test_every_library_brings_its_licence(program):
    folder = program.folder / "licences"
    found = {path.name for path in folder.iterdir() if path.is_dir()}
    # what only Windows or only another Python needs may be absent, what is installed here may not
    without = {name for name in notices.shipped() if name not in found}
    assert without == set()
    assert {"python", "bootloader"} <= found
    lesser, general = ((folder / name).read_text(encoding="utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert "END OF TERMS AND CONDITIONS" in general
    assert (folder / "pyside6-essentials" / "LGPL-3.0.txt").read_text(encoding="utf-8") == lesser


def test_only_the_languages_of_the_program_are_packed(program):
    lib = program.folder / "lib"
    words = {path.stem for path in lib.rglob("*.qm")}
    assert words == {"qtbase_en", "qtbase_es", "qtbase_zh_CN"}
    names = {path.stem.partition("_")[0] for path in (lib / "babel" / "locale-data").glob("*.dat")}
    assert names == {*LANGUAGES, "root"}
    assert {path.parent.parent.name for path in (lib / "app").rglob("*.mo")} == set(LANGUAGES) - {"en"}
