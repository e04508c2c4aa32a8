"""Each library that is loaded late, asked for something small of which the answer is known."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from app.i18n import LANGUAGES, Say
from app.self_test.bench import Bench, Failed, Step

Probe = Callable[[Path], str]


def steps(bench: Bench) -> Iterator[Step]:
    """One per library, by its name."""
    for name, probe in PROBES.items():
        yield Step(f"library.{name}", partial(probe, bench.folder))


def must(found: object, wanted: object) -> None:
    """Raises ``Failed`` unless a library answered what it must."""
    if found != wanted:
        raise Failed(f"{found!r} instead of {wanted!r}")


def _argon2(_folder: Path) -> str:
    from app.services.hashes import hashed, matches

    kept = hashed("a password")
    must((matches(kept, "a password"), matches(kept, "another")), (True, False))
    return kept.partition("$p=")[0].rpartition("$")[0].lstrip("$")


def _babel(_folder: Path) -> str:
    from babel import Locale

    day, dates = date(2026, 11, 2), {}
    for language in LANGUAGES:
        say = Say(language, country="ES")
        dates[language] = say.date(day)
        if not (say.currency_name and Locale.parse(language).territories["CN"]):
            raise Failed(f"no names in {language}")
    must(dates, {"en": "2 Nov 2026", "es": "2 nov 2026", "zh": "2026年11月2日"})
    return " · ".join(dates.values())


def _charset(folder: Path) -> str:
    """Files of old programs do not say how they are written."""
    from app.domain.importing_table import TableAsked
    from app.domain.watch import Watch
    from app.integrations.import_reading import read_table

    path = folder / "old.csv"
    text = "姓名,城市,备注\n" + "王小明,广州市天河区,老客户，每月订货\n李娜,上海市浦东新区,请打电话联系\n" * 8
    path.write_bytes(text.encode("gb18030"))
    read = read_table(TableAsked(str(path)), Watch())
    must((read.header, read.rows[0][1][0]), (("姓名", "城市", "备注"), "王小明"))
    return read.encoding


def _calamine(folder: Path) -> str:
    """A workbook is written and read again by another process, as an import does it."""
    from app.domain.importing_table import TableAsked
    from app.domain.watch import Watch
    from app.integrations.import_reading import read_table
    from app.integrations.sheets import write_rows

    path = folder / "sheet.xlsx"
    write_rows(path, ["name", "amount"], [["José 王", 3], ["Ana", 5]], "xlsx", sheet="rows")
    read = read_table(TableAsked(str(path)), Watch())
    must((read.form, read.sheet, [list(cells) for _, cells in read.rows]),
         ("workbook", "rows", [["José 王", "3"], ["Ana", "5"]]))  # fmt: skip
    return "written, and read in a process of its own"


def _xlsxwriter(_folder: Path) -> str:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["José", 1.5])
    must(buffer.getvalue()[:2], b"PK")
    return str(xlsxwriter.__version__)


def _phonenumbers(_folder: Path) -> str:
    from app.domain import phone

    found = phone.parse("963 55 01 42", "ES").e164
    must(found, "+34963550142")
    must(phone.international("+8613800138000"), "+86 138 0013 8000")
    return str(found)


def _pypinyin(_folder: Path) -> str:
    from app.domain.text import search_key

    found = search_key("王小明")
    if "wang" not in found:
        raise Failed(f"no sound in {found!r}")
    return found


def _fonts(folder: Path) -> str:
    """The typeface of papers is cut from its package by the font library."""
    from app.reports.fonts import Fonts
    from app.reports.look import Weight

    face = Fonts(folder / "fonts").latin(Weight.SEMIBOLD)
    must("ñ" in face.widths, True)
    return f"{len(face.widths)} signs"


def _holidays(_folder: Path) -> str:
    import holidays

    asked = (("ES", "es", "2026-01-06"), ("CN", "zh_CN", "2026-10-01"), ("US", "en_US", "2026-07-04"))
    found = [holidays.country_holidays(land, years=2026, language=words).get(day) for land, words, day in asked]
    if not all(found):
        raise Failed(f"holidays without names: {found}")
    return " · ".join(map(str, found))


def _stdnum(_folder: Path) -> str:
    from stdnum import get_cc_module, iban

    numbers = (("es", "nif", "54362315K"), ("cn", "uscc", "91110000600037341L"), ("us", "ein", "91-1144442"))
    modules = [(get_cc_module(land, kind), number) for land, kind, number in numbers]
    known = [module is not None and bool(module.is_valid(number)) for module, number in modules]
    must((known, bool(iban.is_valid("ES9121000418450200051332"))), ([True, True, True], True))
    return "tax numbers and IBAN"


def _rapidfuzz(_folder: Path) -> str:
    from rapidfuzz import fuzz, process

    must(process.extractOne("Hotel Bahia Azul", ["Bar La Estación", "Hotel Bahía Azul"], scorer=fuzz.ratio)[2], 1)
    return "nearest name"


def _vobject(folder: Path) -> str:
    from app.integrations.cards import read_cards

    path = folder / "card.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:José Ñíguez\nN:Ñíguez;José;;;\nEND:VCARD\n", encoding="utf-8")
    _, cards = read_cards(path)
    must(len(cards), 1)
    return f"{len(cards)} card"


def _psycopg(_folder: Path) -> str:
    import psycopg
    from sqlalchemy import create_engine

    must(psycopg.pq.__impl__, "binary")
    # nothing is connected: only what SQLAlchemy asks for by name is loaded
    create_engine("postgresql+psycopg://localhost/none").dispose()
    return f"libpq {psycopg.pq.version()}"


def _sqlcipher(_folder: Path) -> str:
    import sqlcipher3.dbapi2 as driver

    link = driver.connect(":memory:")
    cipher = link.execute("PRAGMA cipher_version").fetchone()
    link.close()
    if not cipher:
        raise Failed("SQLite without encryption")
    return f"SQLite {driver.sqlite_version}, SQLCipher {cipher[0]}"


def _tzdata(_folder: Path) -> str:
    zones = ("Europe/Madrid", "Asia/Shanghai", "America/Mexico_City")
    for name in zones:
        # Windows has no time zones of its own: those of the package must be there, whatever this system has
        area, place = name.split("/")
        with resources.files("tzdata.zoneinfo").joinpath(area).joinpath(place).open("rb") as file:
            ZoneInfo.from_file(file, key=name)
    return " · ".join(zones)


def _lucide(_folder: Path) -> str:
    from app.ui.icons import NAMES, pixmap

    empty = [name for name in NAMES if pixmap(name, "#000000").isNull()]
    must(empty, [])
    return f"{len(NAMES)} icons"


def _pypdfium(folder: Path) -> str:
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "page.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "page")
    canvas.save()
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        must(page.get_textpage().get_text_range(), "page")
        must(page.render(scale=0.5).width > 200, True)
    finally:
        document.close()
    return "a page read and drawn"


def _dirs(_folder: Path) -> str:
    import platformdirs

    must(bool(platformdirs.user_data_dir("Mostrador", appauthor=False)), True)
    return str(platformdirs.__version__)


PROBES: dict[str, Probe] = {
    "argon2-cffi": _argon2,
    "babel": _babel,
    "charset-normalizer": _charset,
    "fontpkg-open-sans": _fonts,
    "fonttools": _fonts,
    "holidays": _holidays,
    "phonenumberslite": _phonenumbers,
    "platformdirs": _dirs,
    "psycopg": _psycopg,
    "pypdfium2": _pypdfium,
    "pypinyin": _pypinyin,
    "python-calamine": _calamine,
    "python-lucide": _lucide,
    "python-stdnum": _stdnum,
    "rapidfuzz": _rapidfuzz,
    "sqlcipher3": _sqlcipher,
    "tzdata": _tzdata,
    "vobject": _vobject,
    "xlsxwriter": _xlsxwriter,
}
"""By the names of the distributions that pyproject.toml asks for; the rest is proven by company, papers and screens."""
