"""Address cards of three versions, as telephones and mail programs write them, become customers."""

import pytest

from app.domain.importing_plan import proposed, read
from app.domain.importing_rows import CustomerRow
from app.domain.importing_table import CARDS, TableAsked
from app.domain.refusal import Mistake
from app.domain.watch import Watch
from app.integrations.import_reading import read_table

OLD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ib=C3=A1=C3=B1ez;Marta;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Marta Ib=C3=A1=C3=B1ez
TEL;WORK:963550142
TEL;CELL;PREF:655014722
TEL;FAX:963550143
EMAIL;INTERNET:marta@example.es
ADR;WORK:;;Calle Mayor 1;Valencia;Valencia;46001;España
NOTE;ENCODING=QUOTED-PRINTABLE:first line=0D=0A=
second line
PHOTO;ENCODING=BASE64;JPEG:
 /9j/4AAQSkZJRgABAQ
 AAAQABAAD

END:VCARD
"""
NEW = """BEGIN:VCARD
VERSION:4.0
FN:陈慧敏𠮷
N:陈;慧敏;;;
TEL;VALUE=uri;TYPE="voice,cell":tel:+8613800138000
BDAY:19800531
CATEGORIES:VIP,Hotel
END:VCARD
begin:vcard
version:3.0
fn:Hotel Sol
org:Hotel Sol;Reservas
tel;type=work,voice:+34 91 122 23 33
bday:--0531
end:vcard
"""


@pytest.fixture
def customers(tmp_path):
    def _customers(data, encoding="utf-8"):
        path = tmp_path / "contacts.vcf"
        path.write_bytes(data.replace("\n", "\r\n").encode(encoding))
        table = read_table(TableAsked(str(path)), Watch())
        assert table.form == CARDS
        plan, days = proposed("customers", table)
        assert not days.ambiguous
        return read(plan, table, Watch()).rows

    return _customers


def test_three_versions(customers):
    marta, chen, hotel = customers(OLD + NEW)
    assert isinstance(marta, CustomerRow)
    assert (marta.name, marta.given_name, marta.family_name) == ("Marta Ibáñez", "Marta", "Ibáñez")
    assert (marta.kind, chen.kind) == ("person", "person")
    assert (marta.mobile, marta.phone, marta.email) == ("655014722", "963550142", "marta@example.es")
    assert (marta.street, marta.city, marta.postcode, marta.country) == ("Calle Mayor 1", "Valencia", "46001", "ES")
    assert marta.note == "first line\nsecond line\nFax 963550143"
    assert (chen.name, chen.mobile, chen.birth_date.isoformat()) == ("陈慧敏𠮷", "+8613800138000", "1980-05-31")
    assert chen.tags == ("VIP", "Hotel")
    assert (hotel.name, hotel.kind, hotel.birth_date) == ("Hotel Sol", "organisation", None)


def test_an_old_telephone_writes_windows_letters(customers):
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:Peña y Muñoz, Logroño\nEND:VCARD\n"
    [card] = customers(text, "cp1252")
    assert card.name == "Peña y Muñoz, Logroño"


def test_a_broken_card_is_one_problem_and_the_others_come_in(customers):
    broken = "BEGIN:VCARD\nVERSION:3.0\nno colon here\nADR;;:x\n;;;\nEND:VCARD\n"
    rows = customers(broken + NEW)
    assert [type(row).__name__ for row in rows] == ["RowRefusal", "CustomerRow", "CustomerRow"]


def test_no_whole_card(tmp_path):
    path = tmp_path / "cut.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n", encoding="utf-8")
    with pytest.raises(Mistake, match="holds no whole address card"):
        read_table(TableAsked(str(path)), Watch())
