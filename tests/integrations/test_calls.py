"""The starter hands a call over to the desk and ends; without a desk it says so."""

import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from app.domain.incoming import incoming, unpacked
from app.domain.refusal import Unavailable
from app.integrations.calls import address, hand_over

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets with a path")


@pytest.fixture
def desk(tmp_path):
    """A listener at an address, and what it heard."""
    path = str(tmp_path / "desk.sock")
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()

        def listen():
            while True:
                try:
                    link, _ = server.accept()
                except OSError:
                    return
                with link:
                    heard.append(link.makefile("rb").read())

        worker = threading.Thread(target=listen, daemon=True)
        worker.start()
        yield path, heard
        server.shutdown(socket.SHUT_RDWR)
        worker.join(5)


def until(condition) -> None:
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    assert condition()


def test_the_desk_hears_the_call(desk):
    path, heard = desk
    call = incoming("+34 963 550 142", id="7", state="answered")
    hand_over(call, path)
    until(lambda: heard)
    assert [unpacked(line) for line in heard] == [call]


def test_without_a_desk_a_sentence_says_so(tmp_path):
    with pytest.raises(Unavailable, match="No desk is open"):
        hand_over(incoming("1"), str(tmp_path / "none.sock"))


def test_what_is_no_socket_of_this_user_gets_nothing(tmp_path):
    plain = tmp_path / "desk.sock"
    plain.write_text("")
    with pytest.raises(Unavailable):
        hand_over(incoming("963550142"), str(plain))
    assert plain.read_text() == ""


def test_a_desk_that_was_killed_is_none(tmp_path):
    path = str(tmp_path / "dead.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
    with pytest.raises(Unavailable):
        hand_over(incoming("1"), path)


def test_the_address_is_short_enough_and_each_home_has_its_own(tmp_path):
    deep = tmp_path / ("x" * 100)
    assert len(os.fsencode(address(deep))) < 100
    assert address(deep) != address(tmp_path)
    assert address(deep) == address(deep)


def starter(home, *arguments):
    environment = {**os.environ, "MOSTRADOR_HOME": str(home), "MOSTRADOR_DATABASE": "postgresql://nowhere/none"}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_without_a_desk_ends_with_1(tmp_path):
    done = starter(tmp_path, "call", "963550142")
    assert done.returncode == 1
    assert "No desk is open" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", ["/etc/passwd", "mostrador://call/../x", "96\x1b[2J"])
def test_the_command_refuses_hostile_numbers(tmp_path, number):
    done = starter(tmp_path, "call", number)
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    [log] = tmp_path.rglob("mostrador.log")
    written = log.read_text(encoding="utf-8")
    assert "a report of a call was refused" in written
    assert number not in written


def test_the_command_opens_no_database_and_no_window():
    watched = (
        "import sys; from app.cli import run; code = run(['call', '963550142']);"
        "print(code, [m for m in ('sqlalchemy', 'PySide6', 'reportlab', 'babel', 'phonenumbers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "MOSTRADOR_HOME": "/nonexistent"})  # fmt: skip
    assert done.stdout.strip() == "1 []"
