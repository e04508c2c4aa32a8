"""A database file lives on a disk of this computer, never on a share or in a synchronised folder."""

import os
from pathlib import Path

import pytest

from app.domain.refusal import Mistake
from app.store import location
from app.store.engine import make_engine, parse_url
from app.store.location import WindowsCalls, place_of

MOUNTS = r"""21 1 8:1 / / rw - ext4 /dev/sda1 rw
40 21 0:35 / /mnt/share rw - cifs //server/crm rw
41 21 0:36 / /mnt/nfs\040data rw - nfs4 srv:/x rw
42 21 0:37 / /home/a/gd rw - fuse.rclone gd: rw
43 40 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw
44 21 8:3 / /media/stick rw - fuseblk /dev/sdc1 rw"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/mnt/share/crm.db", "network"),
        ("/mnt/shared/crm.db", "ok"),
        ("/mnt/nfs data/crm.db", "network"),
        ("/home/a/gd/crm.db", "network"),
        ("/mnt/share/local/crm.db", "ok"),
        ("/media/stick/crm.db", "ok"),
        ("/srv/crm.db", "ok"),
        ("/home/a/Dropbox/crm.db", "synchronised"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="paths of another system")
def test_places_on_linux(path, place):
    assert place_of(Path(path), mounts=MOUNTS) == place


@pytest.mark.parametrize(
    ("path", "final", "remote", "drive", "place"),
    [
        ("Z:\\crm.db", "\\\\?\\UNC\\server\\crm\\crm.db", True, 4, "network"),
        ("\\\\server\\crm\\crm.db", "\\\\server\\crm\\crm.db", True, 4, "network"),
        ("C:\\link\\crm.db", "\\\\?\\UNC\\nas\\x\\crm.db", True, 3, "network"),
        ("M:\\crm.db", "M:\\crm.db", False, 4, "network"),
        ("C:\\data\\crm.db", "\\\\?\\C:\\data\\crm.db", False, 3, "ok"),
        ("C:\\Users\\a\\OneDrive\\crm.db", "\\\\?\\C:\\Users\\a\\OneDrive\\crm.db", False, 3, "synchronised"),
    ],
)
def test_places_on_windows(path, final, remote, drive, place):
    calls = WindowsCalls(lambda _path: final, lambda _path: remote, lambda _path: drive)
    assert place_of(Path(path), windows=calls) == place


@pytest.mark.parametrize(("place", "says"), [("network", "network drive"), ("synchronised", "synchronised")])
def test_an_engine_is_not_made_there(tmp_path, monkeypatch, place, says):
    monkeypatch.setattr(location, "place_of", lambda _path: place)
    with pytest.raises(Mistake, match=says):
        make_engine(parse_url(str(tmp_path / "company.db")))
    assert list(tmp_path.iterdir()) == []
