"""Icons come from the package's database, without its code."""

import importlib.util
import shutil
from importlib.machinery import PathFinder
from pathlib import Path

import lucide

from app.ui import icons


def test_every_meaning_has_the_drawing_that_the_package_gives(qapp):
    for name in ("add", "customers", "warning"):
        drawn = icons.pixmap(name, "#123456", 18, 2.0).toImage()
        svg = lucide.lucide_icon(icons.NAMES[name]).replace("currentColor", "#123456")
        wanted = icons.QSvgRenderer(svg.replace('stroke-width="2"', 'stroke-width="1.8"').encode())
        image = icons.QPixmap(36, 36)
        image.fill(icons.Qt.GlobalColor.transparent)
        painter = icons.QPainter(image)
        wanted.render(painter, icons.QRectF(0, 0, 36, 36))
        painter.end()
        assert drawn == image.toImage()
    assert set(icons.NAMES.values()) <= set(icons._drawings())


def test_the_packaged_program_has_the_folder_without_the_code(tmp_path, monkeypatch):
    shutil.copytree(Path(lucide.__file__).parent / "data", tmp_path / "lucide" / "data")
    packaged = PathFinder.find_spec("lucide", [str(tmp_path)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: packaged)
    assert packaged.origin is None
    assert icons._drawings.__wrapped__() == icons._drawings()
