"""Fonts: cut the same way every time, kept, repaired, and asked for in words when missing."""

import multiprocessing
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.domain.refusal import Unavailable
from app.i18n import Say
from app.reports import fonts as module
from app.reports import invoice, profit_month
from app.reports.fonts import Fonts
from app.reports.look import Weight
from tests.reports import paper
from tests.support import sample_papers


def test_a_cut_is_the_same_every_time(fonts):
    fonts.latin(Weight.BOLD)
    kept = next(fonts._cache.glob("OpenSans-Bold-*.ttf")).read_bytes()
    assert module._cut(Weight.BOLD) == kept


def test_each_cut_has_its_own_name_and_digits_of_one_width(fonts):
    for weight in Weight:
        face = fonts.latin(weight)
        assert face.font.face.name == f"OpenSans-{weight}".encode()
        assert len({face.widths[digit] for digit in "0123456789"}) == 1
        assert set("€−–…›ñçÀ\ufffd") <= face.widths.keys()


@pytest.mark.parametrize("kept", [0, 1000, 60_000])
def test_a_damaged_file_is_cut_again(fonts, tmp_path, kept):
    fonts.latin(Weight.REGULAR)
    good = next(fonts._cache.glob("OpenSans-Regular-*.ttf"))
    broken = tmp_path / good.name
    broken.write_bytes(good.read_bytes()[:kept])
    Fonts(tmp_path).latin(Weight.REGULAR)
    assert broken.read_bytes() == good.read_bytes()


def _cut_here(folder):
    Fonts(folder).latin(Weight.REGULAR)


def test_two_processes_may_cut_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_cut_here, args=(tmp_path,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_chinese_document_without_a_chinese_font_says_what_to_install(fonts, tmp_path):
    bare = Fonts(fonts._cache, folders=[tmp_path / "nothing"])
    path = tmp_path / "x.pdf"
    with pytest.raises(Unavailable, match="fonts-droid-fallback"):
        invoice.render(sample_papers.invoice(), path, Say("zh"), printed=sample_papers.PRINTED, fonts=bare)
    assert not path.exists()
    assert invoice.render(sample_papers.invoice(), path, Say("en"), printed=sample_papers.PRINTED, fonts=bare) == 1


def test_a_font_that_cannot_be_embedded_is_passed_over(fonts, tmp_path):
    (tmp_path / "msyh.ttc").write_bytes(b"not a font")
    assert Fonts(fonts._cache, folders=[tmp_path]).chinese(Weight.BOLD) is None


def test_all_fonts_are_embedded(chinese, tmp_path):
    path = tmp_path / "x.pdf"
    invoice.render(sample_papers.invoice(), path, Say("zh"), printed=sample_papers.PRINTED, fonts=chinese)
    found = paper.fonts_of(path)
    assert len(found) >= 3
    assert all(found.values()), found


def test_an_outline_stands_in_for_bold_in_large_chinese_and_ends_with_its_line(chinese, tmp_path):
    path = tmp_path / "x.pdf"
    bare = Fonts(chinese._cache, folders=chinese._folders)
    bare._chinese = {bold: replace(chinese.chinese(Weight.REGULAR), outlined=bold) for bold in (False, True)}
    profit_month.render(sample_papers.profit_month(), path, Say("zh"), printed=sample_papers.PRINTED, fonts=bare)
    pages, forms = paper.streams(path)
    for stream in (*pages, *forms.values()):
        # foot and page number are drawn as the page left off
        assert re.findall(rb"(\d) Tr", stream)[-1:] in ([], [b"0"])
    outlined = [size for page in pages for part in page.split(b"2 Tr")[1:]
                for size in paper.SIZE.findall(part.split(b"0 Tr")[0])]  # fmt: skip
    assert len(outlined) > 5
    assert min(map(float, outlined)) >= 10


def test_documents_printed_at_the_same_time_do_not_disturb_each_other(chinese, tmp_path):
    values = [replace(sample_papers.invoice(40 + number), number=f"F-{number}") for number in range(4)]

    def render(number, name):
        path = tmp_path / f"{name}-{number}.pdf"
        say = Say("zh" if number % 2 else "en")
        invoice.render(values[number], path, say, printed=sample_papers.PRINTED, fonts=chinese)
        return path.read_bytes()

    alone = [render(number, "alone") for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda number: render(number, "together"), range(4)))
    assert together == alone
