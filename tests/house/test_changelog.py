"""The changelog keeps its form: newest first, sections people know, one sentence a change."""

import re
from datetime import date

import pytest

from tests.support.reference import ROOT

SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
VERSION = re.compile(r"## (Unreleased|(\d+)\.(\d+)\.(\d+) – (\d{4}-\d{2}-\d{2}))")
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def parts(text: str, mark: str) -> list[tuple[str, str]]:
    """(heading, what follows) of every heading of one level."""
    found = re.split(rf"^{mark} (.*)$", text, flags=re.MULTILINE)
    return [(found[at].strip(), found[at + 1]) for at in range(1, len(found), 2)]


VERSIONS = parts(TEXT, "##")


def test_it_starts_with_its_title_and_what_is_not_released():
    assert TEXT.startswith("# Changelog\n\n")
    assert VERSIONS[0][0] == "Unreleased"
    assert TEXT.endswith("\n")
    assert not TEXT.endswith("\n\n")


def test_versions_are_numbered_dated_and_newest_first():
    found = [VERSION.fullmatch("## " + name) for name, _ in VERSIONS]
    assert all(found), [name for name, _ in VERSIONS]
    released = [match for match in found if match[2]]
    assert [match[1] for match in found].count("Unreleased") == 1
    numbers = [tuple(map(int, match.group(2, 3, 4))) for match in released]
    days = [date.fromisoformat(match[5]) for match in released]
    assert numbers == sorted(set(numbers), reverse=True)
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(("name", "body"), VERSIONS, ids=[name for name, _ in VERSIONS])
def test_changes_stand_in_known_sections(name, body):
    sections = parts(body, "###")
    headings = [heading for heading, _ in sections]
    assert headings == [heading for heading in SECTIONS if heading in headings]
    assert body.partition("###")[0].strip() == "", "changes belong under a section"
    for heading, changes in sections:
        # an entry is one line; what goes on is indented
        lines = [line for line in changes.strip().splitlines() if line]
        assert lines, f"{name}: {heading} is empty"
        assert [line for line in lines if not re.match(r"- \S|  \S", line)] == []
        entries = re.split(r"^- ", changes.strip(), flags=re.MULTILINE)[1:]
        assert [entry for entry in entries if not entry.strip().endswith((".", ":", "!"))] == []


def test_it_speaks_of_the_program_alone():
    assert re.findall(r"#\d+|\bTODO\b|@\w+", TEXT) == []
