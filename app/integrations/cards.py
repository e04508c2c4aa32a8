"""Address cards (vCard 2.1, 3.0 and 4.0) as rows of customers, in the columns of a customers' file without a code."""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.domain.importing_notice import UnreadableRow
from app.domain.parsing import clean_text
from app.domain.refusal import N_, Mistake
from app.integrations.tables_guard import cannot_open, check_is_file
from app.integrations.tables_text import text_form

HEADER = (
    "name", "kind", "given_name", "family_name", "organisation", "occupation", "mobile", "phone", "phone2", "email",
    "street", "city", "region", "postcode", "country", "birth_date", "tags", "note",
)  # fmt: skip
LARGEST = 100 * 1024 * 1024
LONGEST_CARD = 1_000_000
"""Characters of one card; a photo is left out before it is read."""

_CARD = re.compile(r"^BEGIN:VCARD\s*$.*?^END:VCARD\s*$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_PHOTO = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:].*\r?\n(?:[ \t].*\r?\n|(?![\w.-]+[;:]).+\r?\n)*",
                    re.IGNORECASE | re.MULTILINE)  # fmt: skip
_TEXTS = re.compile(r"(?:[\w-]+\.)?(?:FN|NOTE|TITLE|ROLE|NICKNAME|EMAIL|TEL)[;:]", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\\),|=2C", re.IGNORECASE)
_BIRTH = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")


def is_cards(path: Path) -> bool:
    """Whether a file holds address cards, by its beginning."""
    check_is_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(400)
    except OSError as error:
        raise cannot_open(path, error) from error
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return plain.lstrip().upper().startswith(b"BEGIN:VCARD")


def read_cards(path: Path, encoding: str = "") -> tuple[str, list[tuple[int, Sequence[str]]]]:
    """The file's encoding and its cards as numbered rows under ``HEADER``; a broken card is an ``UnreadableRow``.

    Raises ``Mistake`` for a file without a whole card or too large a one.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Mistake(
                N_("‘{file}’ has more than {limit} MB."), hint=N_("Export the cards in several files."),
                file=path.name, limit=LARGEST // (1024 * 1024),
            )  # fmt: skip
        form = text_form(path, encoding or None, ",")
        text = path.read_text(encoding=form.encoding)
    except OSError as error:
        raise cannot_open(path, error) from error
    except UnicodeError as error:
        raise Mistake(
            N_("‘{file}’ is not written in {encoding}."), hint=N_("Choose another encoding."), file=path.name,
            encoding=encoding,
        ) from error  # fmt: skip
    rows = list(_rows(text.replace("\r\n", "\n").replace("\r", "\n")))
    if not rows:
        raise Mistake(
            N_("‘{file}’ holds no whole address card."), hint=N_("Export it again from the telephone or mail program."),
            file=path.name,
        )  # fmt: skip
    return form.encoding, rows


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    for number, found in enumerate(_CARD.finditer(_PHOTO.sub("", text)), 1):
        try:
            if len(found[0]) > LONGEST_CARD:
                raise ValueError("too long")
            yield number, _told(_cells(_component(found[0])))
        except Exception:
            first = " ".join(found[0].split("\n", 4)[1:4])
            yield (
                number,
                UnreadableRow(
                    [clean_text(first), *[""] * (len(HEADER) - 1)],
                    N_("This card cannot be read."), N_("Write its name and number in the cells, or skip it."), "name",
                    text=first,
                ),
            )  # fmt: skip


def _told(cells: list[str]) -> list[str]:
    """The cells of a card that says something besides what it is."""
    if not any(cell for column, cell in zip(HEADER, cells, strict=True) if column != "kind"):
        raise ValueError("empty")
    return cells


def _component(text: str) -> Any:  # noqa: ANN401 - the library's card
    import vobject  # noqa: PLC0415 - only who imports cards pays for loading it

    # it would write names and numbers into the log
    logging.getLogger("vobject.base").disabled = True
    return next(iter(vobject.readComponents(_escaped(text), allowQP=True, ignoreUnreadable=True)))


def _escaped(text: str) -> str:
    """The card on whole lines, commas in its texts escaped: the library drops what stands behind a plain one."""
    whole: list[str] = []
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        if whole and whole[-1].endswith("=") and "QUOTED-PRINTABLE" in whole[-1].upper():
            whole[-1] = whole[-1][:-1] + line.lstrip()
        else:
            whole.append(line)
    return "\n".join(_commas_escaped(line) for line in whole) + "\n"


def _commas_escaped(line: str) -> str:
    if not _TEXTS.match(line):
        return line
    name, colon, value = line.partition(":")
    return name + colon + _COMMA.sub(r"\\,", value)


def _cells(card: Any) -> list[str]:  # noqa: ANN401
    found: dict[str, str] = {}
    named = _first(card, "n")
    if named is not None:
        found["given_name"] = _text(getattr(named.value, "given", ""))
        found["family_name"] = _text(getattr(named.value, "family", ""))
    company = _first(card, "org")
    found["organisation"] = _text(company.value[0] if company is not None and company.value else "")
    full = _value(card, "fn") or " ".join(filter(None, (found.get("given_name"), found.get("family_name"))))
    found["name"] = full or found["organisation"] or _value(card, "nickname")
    person = found.get("given_name") or found.get("family_name")
    found["kind"] = "person" if person and found["name"] != found["organisation"] else "organisation"
    found["occupation"] = _value(card, "title") or _value(card, "role")
    found["email"] = _value(card, "email").removeprefix("mailto:")
    found["note"] = "\n".join(_text(line.value) for line in card.contents.get("note", ()))
    found["birth_date"] = _birth(_value(card, "bday"))
    found["tags"] = ";".join(
        _text(word) for line in card.contents.get("categories", ())
        for word in (line.value if isinstance(line.value, list) else [line.value])
    )  # fmt: skip
    _phones(card, found)
    _address(card, found)
    return [found.get(column, "") for column in HEADER]


def _phones(card: Any, found: dict[str, str]) -> None:  # noqa: ANN401
    """The first mobile, and two other numbers; faxes and further numbers go into the note, nothing is lost."""
    more = []
    for line in card.contents.get("tel", ()):
        number = _text(line.value).removeprefix("tel:").replace(";ext=", " ext. ")
        kinds = _kinds(line)
        if not number:
            continue
        if kinds & {"cell", "mobile", "iphone"} and "mobile" not in found:
            found["mobile"] = number
        elif "fax" not in kinds and "phone" not in found:
            found["phone"] = number
        elif "fax" not in kinds and "phone2" not in found:
            found["phone2"] = number
        else:
            more.append(f"Fax {number}" if "fax" in kinds else number)
    found["note"] = "\n".join(filter(None, (found["note"], *more)))


def _kinds(line: Any) -> set[str]:  # noqa: ANN401
    """What a number is for: TYPE=CELL, TYPE="voice,cell" or, in old cards, a bare CELL."""
    types = [*line.params.get("TYPE", ()), *line.singletonparams]
    return {part.strip().casefold() for text in types for part in str(text).split(",")}


def _address(card: Any, found: dict[str, str]) -> None:  # noqa: ANN401
    line = _first(card, "adr")
    if line is None:
        return
    value = line.value
    parts = [_text(getattr(value, name, "")) for name in ("extended", "street", "box")]
    found["street"] = ", ".join(part for part in (parts[1], parts[0], parts[2]) if part)
    found["city"], found["region"] = _text(getattr(value, "city", "")), _text(getattr(value, "region", ""))
    found["postcode"] = _text(getattr(value, "code", ""))
    country = _text(getattr(value, "country", ""))
    found["country"] = _countries().get(country.casefold(), country)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Codes by the names of countries in our languages."""
    from babel import Locale  # noqa: PLC0415 - a tenth of a second that only cards pay

    return {
        name.casefold(): code
        for language in ("en", "es", "zh")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }


def _birth(text: str) -> str:
    """A day, where the card knows its year."""
    match = _BIRTH.fullmatch(text.strip())
    return f"{match[1]}-{match[2]}-{match[3]}" if match else ""


def _first(card: Any, name: str) -> Any:  # noqa: ANN401
    """The preferred line of a name, or the first one, or none."""
    lines = card.contents.get(name, ())
    preferred = [line for line in lines if "pref" in _kinds(line) or line.params.get("PREF")]
    return next(iter([*preferred, *lines]), None)


def _value(card: Any, name: str) -> str:  # noqa: ANN401
    line = _first(card, name)
    return _text(line.value) if line is not None else ""


def _text(value: object) -> str:
    """One text of what the library may give as a list."""
    if isinstance(value, list | tuple):
        return ", ".join(_text(part) for part in value if part)
    return clean_text(str(value or "")).strip()
