"""Reading printed documents back: text, places, sizes and fonts."""

import itertools
import re
import unicodedata
from dataclasses import dataclass

import pypdf
import pypdfium2 as pdfium
from PIL import ImageChops

SIZE = re.compile(rb"/\S+ ([\d.]+) Tf")


def flat(text):
    """Composed, compatible forms; one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def texts(path):
    """The text of each page."""
    with pdfium.PdfDocument(path) as document:
        return [flat(document[number].get_textpage().get_text_range()) for number in range(len(document))]


def whole(path):
    """All text."""
    return " ".join(texts(path))


@dataclass(frozen=True)
class Word:
    """A stretch of text on one line and where it stands, in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other, tolerance):
        """Whether both share more than a hair of ink."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > tolerance and high > tolerance


def words(path):
    """[(page width, page height, words)] of each page."""
    found = []
    with pdfium.PdfDocument(path) as document:
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            boxes = [textpage.get_rect(index) for index in range(textpage.count_rects())]
            found.append((*page.get_size(), [Word(textpage.get_text_bounded(*box), *box) for box in boxes]))
    return found


def inked(path, scale=1.0):
    """(page width, page height, left, bottom, right, top of everything that is not white) of each page, in points."""
    found = []
    with pdfium.PdfDocument(path) as document:
        for number in range(len(document)):
            width, height = document[number].get_size()
            drawn = document[number].render(scale=scale, grayscale=True).to_pil()
            left, upper, right, lower = ImageChops.invert(drawn).getbbox()
            found.append((width, height, left / scale, height - lower / scale, right / scale, height - upper / scale))
    return found


def streams(path):
    """(pages, forms): the drawing operators of each page, and of each form by its name."""
    reader = pypdf.PdfReader(path)
    forms = {}
    for page in reader.pages:
        for name, form in page["/Resources"].get("/XObject", {}).items():
            if form["/Subtype"] == "/Form":
                forms[name] = form.get_object().get_data()
    return [page.get_contents().get_data() for page in reader.pages], forms


def sizes(path):
    """All sizes of type used."""
    pages, forms = streams(path)
    return {float(size) for stream in [*pages, *forms.values()] for size in SIZE.findall(stream)}


def fonts_of(path):
    """name -> whether it is embedded."""
    found = {}
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object().get("/FontDescriptor")
            found[font["/BaseFont"]] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found


def greys(path, page=0, scale=1.0):
    """The levels of grey of a page, 0 black to 255 white."""
    with pdfium.PdfDocument(path) as document:
        return set(document[page].render(scale=scale, grayscale=True).to_pil().tobytes())


def crossing(words, tolerance=0.9):
    """Pairs of words that lie on top of each other."""
    ordered = sorted(words, key=lambda word: word.bottom)
    for index, one in enumerate(ordered):
        for other in itertools.takewhile(lambda word, top=one.top: word.bottom < top, ordered[index + 1 :]):
            if one.covers(other, tolerance):
                yield one, other
