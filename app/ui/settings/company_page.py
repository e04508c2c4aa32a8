"""The company: how its papers begin, with a letterhead that follows every key."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.domain.papers import Printed
from app.domain.refusal import N_
from app.queries.company import Settings
from app.queries.papers_company import letterhead
from app.reports import sample
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Card, Text
from app.ui.kit.tick import Tick
from app.ui.kit.timers import once
from app.ui.preview import pages
from app.ui.preview.pages import Picture
from app.ui.preview.papers import Loaded
from app.ui.settings.form_page import CompanyForm
from app.ui.settings.page import named

FIELDS = (
    FormField("name", N_("Name"), required=True, section=N_("Letterhead")),
    FormField("legal_name", N_("Legal name, as on papers")),
    FormField("street", N_("Street")),
    FormField("tax_id", N_("Tax number"), most=40),
    FormField("postcode", N_("Postcode"), most=20),
    FormField("city", N_("City"), most=120),
    FormField("phone", N_("Phone"), most=60),
    FormField("email", N_("E-mail"), most=254),
    FormField("bank_account", N_("Bank account"), most=60, wide=True),
    FormField(
        "paper", N_("Paper"), "choice", choices=(("A4", "A4"), ("Letter", "Letter")), section=N_("Papers and reports")
    ),
    FormField("country", N_("Country, two letters"), most=2),
    FormField("report_addressee", N_("The monthly report goes to")),
    FormField("report_copies", N_("Copies of it go to")),
    FormField("prepared_by", N_("Prepared by")),
    FormField("checked_by", N_("Checked by")),
    FormField("approved_by", N_("Approved by")),
    FormField("time_zone", N_("Time zone"), most=40),
)
PREVIEW_MS = 500
TOP = 0.36
"""The part of the page that is shown: the letterhead and what follows it."""
WIDE = 430
_NOTHING = object()


class CompanyPage(CompanyForm):
    """The form at the left, the beginning of a letter at the right."""

    heading = N_("Company")
    explained = N_("This stands on every paper that leaves the house.")

    def __init__(self, context: Context) -> None:
        super().__init__(context, FIELDS)
        self._logo: object = _NOTHING
        self._dialog: QFileDialog | None = None
        self._epoch = 0
        self.choose, self.remove = QPushButton(), QPushButton()
        self.logo_words = Text("", "quiet")
        self.picture, self.caption = QLabel(), Text("", "caption")
        self.paper_box, self.grey = Choice(context), Tick(context)
        for paper in ("A4", "Letter"):
            self.paper_box.addItem(paper, paper)
        self._later = once(self, PREVIEW_MS, self._draw)
        self._lay_out()
        self.choose.clicked.connect(self.ask_logo)
        self.remove.clicked.connect(self.remove_logo)
        self.paper_box.activated.connect(self._draw)
        self.grey.toggled.connect(self._draw)

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for widget in (self.choose, self.remove, self.logo_words):
            deeds.addWidget(widget)
        deeds.addStretch(1)
        looks = QHBoxLayout()
        looks.setSpacing(8)
        for part in (self.caption, self.paper_box, self.grey):
            looks.addWidget(part)
        looks.addStretch(1)
        # as high as the top of a sheet of A4: nothing moves when the picture arrives
        self.picture.setFixedSize(WIDE, round(WIDE * 297 / 210 * TOP))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        sheet = Card()
        sheet.body.addLayout(looks)
        sheet.body.addWidget(self.picture)
        sheet.body.addLayout(deeds)
        side = QVBoxLayout()
        side.addWidget(sheet)
        side.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self.form, 1)
        across.addLayout(side)
        self.body.addLayout(across)
        self.body.addStretch(1)

    # the logo

    def ask_logo(self) -> None:
        """Which picture?"""
        say = self.context.say
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        self._dialog = QFileDialog(self, say.text(N_("Choose a logo")), folder, say.text(N_("Pictures (*.png *.jpg)")))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.read_logo)
        self._dialog.open()

    def read_logo(self, path: str) -> None:
        """Take a picture; it is kept when the page is saved."""
        self.context.runner.aside(
            self, partial(self.context.doors.read_picture, Path(path)), self._take_logo, self.refused
        )  # fmt: skip

    def _take_logo(self, data: bytes) -> None:
        self._logo = data
        self._edited()

    def remove_logo(self) -> None:
        """The first letter in a box again."""
        self._logo = None
        self._edited()

    @property
    def changed(self) -> bool:
        """A logo is no field of the form."""
        return super().changed or self._logo is not _NOTHING

    def more(self) -> dict[str, object]:
        """The logo, where it is another one."""
        return {} if self._logo is _NOTHING else {"logo": self._logo}

    def saved(self) -> None:
        """The logo is the company's now."""
        self._logo = _NOTHING

    # the letterhead

    def filled(self, settings: Settings) -> None:
        """The usual paper first."""
        self.paper_box.setCurrentIndex(max(0, self.paper_box.findData(settings.paper)))
        self._draw()

    def was_edited(self) -> None:
        """A moment after the last key the letterhead is drawn anew."""
        self._later.start()
        has = self.settings is not None and (
            self.settings.logo is not None if self._logo is _NOTHING else self._logo is not None
        )
        self.remove.setEnabled(has)

    def shown_settings(self) -> Settings | None:
        """The settings as they are typed."""
        if self.settings is None:
            return None
        typed = {key: value for key, value in self.form.values().items() if isinstance(value, str)}
        made = replace(self.settings, **typed)  # type: ignore[arg-type]
        return made if self._logo is _NOTHING else replace(made, logo=self._logo)  # type: ignore[arg-type]

    def _draw(self) -> None:
        settings = self.shown_settings()
        if settings is None or not self.isVisible():
            return
        self._epoch += 1
        now = Printed(datetime.now(UTC), self.context.user)
        loaded = Loaded(letterhead(settings), "sample", settings, now, sample)
        paper = str(self.paper_box.currentData())
        ratio = self.devicePixelRatioF()
        work = partial(_drawn, loaded, self.context.say.language, paper, ratio, self._epoch)
        self.context.runner.aside(self, work, self._drawn, self.refused)

    def _drawn(self, answer: tuple[int, Picture]) -> None:
        epoch, found = answer
        if epoch != self._epoch:
            return
        image = found.image
        if self.grey.isChecked():
            image = image.convertToFormat(QImage.Format.Format_Grayscale8)
        top = image.copy(0, 0, image.width(), round(image.height() * TOP))
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(top)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
        self.picture.setFixedHeight(round(top.height() / ratio))
        self.picture.setAccessibleName(" ".join(found.words.split()))

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        named(self.choose, say.text(N_("Choose a logo…")))
        named(self.remove, say.text(N_("Without logo")))
        self.logo_words.setText(say.text(N_("PNG or JPEG, at most 2 MB")))
        self.caption.setText(say.text(N_("How a letter begins")))
        self.grey.setText(say.text(N_("In grey")))
        self.paper_box.setAccessibleName(say.text(N_("Paper")))


def _drawn(loaded: Loaded, language: str, paper: str, ratio: float, epoch: int) -> tuple[int, Picture]:
    made = pages.make(loaded, language, paper)
    return epoch, pages.picture(made, 0, WIDE * ratio / made.sizes[0][0])
