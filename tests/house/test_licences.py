"""What is shipped may be shipped, and the notices say so."""

import pytest

from installer import notices


def test_every_shipped_library_may_be_part_of_a_closed_program():
    libraries = [notices.library(distribution) for distribution in notices.shipped().values()]
    assert len(libraries) >= len(notices.requirements())
    assert [(lib.name, lib.licence) for lib in libraries if not notices.acceptable(lib.licence)] == []


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("Apache-2.0 OR MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GPL-2.0-only OR AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("GNU General Public License", False),
        ("GNU Affero General Public License", False),
        ("GNU Lesser General Public License v3", True),
        ("", False),
    ],
)
def test_a_licence_needs_an_alternative_that_is_not_gpl(licence, fine):
    assert notices.acceptable(licence) is fine


def test_the_notices_are_those_of_what_is_installed():
    """Renew them with ``python3 dev.py notices``."""
    assert notices.DOCUMENT.read_text(encoding="utf-8") == notices.document()


def test_every_requirement_of_the_program_is_installed():
    shipped = notices.shipped()
    assert [str(need) for need in notices.requirements() if notices.canonicalize_name(need.name) not in shipped] == []


def test_licence_texts_can_be_put_beside_the_program(tmp_path):
    assert notices.write_texts(tmp_path) > 15
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "psycopg" / "LICENSE.txt").read_text(encoding="utf-8")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and not path.stat().st_size]
