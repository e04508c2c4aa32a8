"""What the packager needs and the tree does not hold: compiled catalogues, the icon, the version of the file."""

import io
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import __version__
from installer.texts import LANGUAGES, translation

COMPANY = "The makers of Mostrador"

_VERSION = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "{company}"),
      StringStruct("FileDescription", "Mostrador"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "Mostrador"),
      StringStruct("LegalCopyright", "Copyright (c) {company}"),
      StringStruct("OriginalFilename", "Mostrador.exe"),
      StringStruct("ProductName", "Mostrador"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def make(folder: Path) -> None:
    """Write everything into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        _catalogue(language, folder / "locale" / language / "LC_MESSAGES" / "mostrador.mo")
    (folder / "version.txt").write_text(version_resource(__version__), encoding="utf-8")
    (folder / "mostrador.ico").write_bytes(icon())


def _catalogue(language: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    source = translation(language).read_bytes()
    with path.open("wb") as file:
        write_mo(file, read_po(io.BytesIO(source), locale=language))


def version_resource(version: str) -> str:
    """What Windows shows of the program's file; ``version`` has up to four numbers."""
    numbers = [int(part) for part in version.split(".")]
    padded = tuple([*numbers, 0, 0, 0, 0][:4])
    return _VERSION.format(numbers=padded, company=COMPANY, version=version)


def icon() -> bytes:
    """The program's sign as an icon file of Windows, in all sizes it asks for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image  # noqa: PLC0415 - nothing else here draws
    from PySide6.QtCore import QBuffer, QIODevice  # noqa: PLC0415
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    from app.ui.mark import SIZES, mark  # noqa: PLC0415

    _application = QGuiApplication.instance() or QGuiApplication([])
    pictures = []
    for size in SIZES:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # Qt calls the format by bytes, its stubs by text
        mark(size).save(buffer, "PNG")
        pictures.append(Image.open(io.BytesIO(bytes(buffer.data().data()))))
    file = io.BytesIO()
    largest, *others = pictures[::-1]
    largest.save(file, format="ICO", append_images=others, sizes=[(size, size) for size in SIZES])
    return file.getvalue()
