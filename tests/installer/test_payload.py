"""What the packager is told to take, and what is found in a package that must not be there."""

import pytest

from installer import making, payload


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6\\Qt6Widgets.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/styles/qmodernwindowsstyle.dll", True),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/plugins/platforms/qminimal.dll", False),
        ("PySide6\\plugins\\tls\\qschannelbackend.dll", False),
        ("PySide6/Qt/plugins/platforms/libqwayland-egl.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/translations/assistant_es.qm", False),
        ("babel/locale-data/es_MX.dat", True),
        ("babel/locale-data/zh_Hans_CN.dat", True),
        ("babel/locale-data/root.dat", True),
        ("babel/locale-data/de.dat", False),
        ("babel/locale-data/est.dat", False),
        ("babel/global.dat", True),
        ("holidays/locale/zh_CN/LC_MESSAGES/CN.mo", True),
        ("holidays/locale/de/LC_MESSAGES/AT.mo", False),
        ("reportlab/fonts/DarkGarden.pfb", False),
        ("libreadline.so.8", False),
        ("pypinyin/core.pyi", False),
        ("fontpkg_open_sans/files/OpenSans[wdth,wght].ttf", True),
    ],
)
def test_what_belongs_into_the_program(name, kept):
    assert payload.kept(name) is kept


@pytest.mark.parametrize(
    "name",
    [
        "lib/PySide6/Qt6Charts.dll", "lib/PySide6/plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll",
        "lib/PySide6/Qt/lib/libQt6DataVisualization.so.6", "lib/reportlab/fonts/DarkGarden.pfb", "lib/pytest/x.pyc",
        "lib/libreadline.so.8", "lib/openpyxl/x.dat", "lib/app/cli.py",
    ],
)  # fmt: skip
def test_what_must_not_be_shipped_is_found(tmp_path, name):
    for file in (name, "lib/migrations/env.py", "lib/PySide6/Qt/lib/libQt6Core.so.6", "mostrador"):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert list(payload.forbidden(tmp_path)) == [name]
    assert payload.size(tmp_path) == 4


def test_windows_is_told_the_version():
    text = making.version_resource("1.24.3")
    assert "filevers=(1, 24, 3, 0)" in text
    assert 'StringStruct("ProductVersion", "1.24.3")' in text


def test_the_icon_has_every_size(qapp):
    from io import BytesIO

    from PIL import Image

    from app.ui.mark import SIZES

    assert {width for width, _ in Image.open(BytesIO(making.icon())).info["sizes"]} == set(SIZES)


def test_catalogues_are_compiled(tmp_path):
    making.make(tmp_path)
    assert {path.parent.parent.name for path in tmp_path.rglob("mostrador.mo")} == set(making.LANGUAGES)
