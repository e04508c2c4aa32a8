"""Ready answers: in the customer's language, the cause first, filled in; changed by one person at a time."""

from dataclasses import replace

import pytest

from app.domain.answer_template import DEFAULTS, Template
from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.queries import answer_templates as asked
from app.services import answer_templates, complaints
from app.services.complaints import NewComplaint
from app.store.session import Actor


def test_an_answer_is_ready_in_the_customers_language(store, make):
    customer = make.customer("Wang Jianguo", language="zh")
    draft = NewComplaint(customer, "包裹没到", cause="承运商延误")
    case = complaints.open_case(store, draft, request=new_uid())
    found = asked.ready(store, case.id)
    assert [name for name, _ in found] == ["包裹延误", "已收到", "请发照片", "已解决"]
    assert "Wang Jianguo" in found[1][1]
    assert case.number in found[1][1]
    # an order that nobody named stays visible as a gap
    assert "{order}" in found[0][1]


def test_answers_are_written_and_taken_away(store, make):
    received = next(one for one in DEFAULTS if one.language == "en")
    answer_templates.save(store, replace(received, words="Thank you, {name}."), before=("en", "Received"))
    mine = next(one for one in asked.every(store) if (one.language, one.name) == ("en", "Received"))
    assert (mine.words, len(asked.every(store))) == ("Thank you, {name}.", len(DEFAULTS))
    answer_templates.save(store, replace(mine, name="Thanks"))
    with pytest.raises(Conflict):
        answer_templates.save(store, replace(mine, name="Again"))
    for wrong, field in (
        (Template(0, "", "en", "", "x"), "name"), (Template(0, "A", "en", "", "{price}"), "words"),
        (Template(0, "Solved", "en", "", "x"), "name"), (Template(0, "A", "fr", "", "x"), "language"),
    ):  # fmt: skip
        with pytest.raises(Mistake) as refused:
            answer_templates.save(store, wrong)
        assert refused.value.field == field
    answer_templates.remove(store, "en", "Thanks")
    assert "Thanks" not in {one.name for one in asked.every(store)}
    store.actor = Actor("x", None, "front_desk")
    with pytest.raises(NotAllowed):
        answer_templates.remove(store, "en", "Solved")
