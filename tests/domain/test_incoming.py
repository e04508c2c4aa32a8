"""Reports of calls: what a telephone system sends is read, what an attacker sends is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.incoming import LONGEST_LINE, IncomingCall, from_url, incoming, packed, unpacked
from app.domain.refusal import Mistake


@pytest.mark.parametrize(
    ("number", "dialable"),
    [("+34 963 550 142", True), ("0034963550142", True), ("７７７１２３４", True), ("105", True), ("sip:ana", False),
     ("1234567890123456", False), ("Ana Gil", False)],
)  # fmt: skip
def test_numbers_and_texts_are_told_apart(number, dialable):
    call = incoming(number)
    assert (call.number, call.dialable, call.withheld) == (number, dialable, False)


@pytest.mark.parametrize("number", ["", " ", "anonymous", "Private", "withheld"])
def test_a_withheld_number_is_no_number(number):
    assert incoming(number).withheld


@pytest.mark.parametrize(
    "number",
    ["963\n550", "963\x00", "\x1b[2J", "/etc/passwd", "..\\..\\x", "C:\\x", "<img src=x>", "$(reboot)", "`id`", "a|b",
     "9" * 61, "96\u2028355"],
)  # fmt: skip
def test_hostile_numbers_are_refused(number):
    with pytest.raises(Mistake):
        incoming(number)


def test_names_and_states_of_calls_are_checked():
    assert incoming("963550142", id="a.b:c@d_e-1", state="ended").state == "ended"
    for wrong in ({"id": "a b"}, {"id": "x" * 81}, {"id": "é"}, {"state": "RINGING"}, {"state": ""}):
        with pytest.raises(Mistake):
            incoming("963550142", **wrong)


@pytest.mark.parametrize(
    ("url", "call"),
    [("mostrador://call/963550142", IncomingCall("963550142")),
     ("mostrador://call/+34963550142?id=7&state=answered", IncomingCall("+34963550142", "7", "answered")),
     ("mostrador://call/%2B34%20963?state=", IncomingCall("+34 963")),
     ("mostrador://call/?id=1", IncomingCall("", "1"))],
)  # fmt: skip
def test_addresses(url, call):
    assert from_url(url) == call


@pytest.mark.parametrize(
    "url",
    ["mostrador://call/../../etc", "mostrador://call/%2e%2e%2fetc", "mostrador://call/C:%5Cx", "mostrador://open/1",
     "http://call/1", "mostrador://call/1?run=x", "mostrador://call/1#x", "mostrador://call/%00", "mostrador://[call/1",
     "mostrador://call/" + "1" * 400, "mostrador://call/1?" + "&".join(["id=1"] * 20)],
)  # fmt: skip
def test_hostile_addresses_are_refused(url):
    with pytest.raises(Mistake):
        from_url(url)


@given(st.text(max_size=60), st.sampled_from(["ringing", "answered", "ended"]))
def test_what_is_sent_arrives_or_is_refused(number, state):
    try:
        call = incoming(number, id="x", state=state)
    except Mistake:
        return
    line = packed(call)
    assert line.count(b"\n") == 1
    assert unpacked(line) == call


@given(st.binary(max_size=LONGEST_LINE + 10))
def test_no_line_does_harm(line):
    try:
        call = unpacked(line)
    except Mistake:
        return
    assert isinstance(call, IncomingCall)


@pytest.mark.parametrize("line", [b"[" * 5000, b'{"number": 1, "id": "", "state": "ringing"}', b"null", b"\xff"])
def test_lines_that_are_no_report(line):
    with pytest.raises(Mistake):
        unpacked(line)
