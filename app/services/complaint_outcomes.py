"""What is done about a complaint: proposed, approved or refused, carried out with its documents; each one operation."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain import frozen, rights
from app.domain.changes import ChangeSet
from app.domain.complaint_outcome import (
    APPROVED,
    EXECUTED,
    LONGEST_REASON,
    ON_AN_ORDER,
    OPEN,
    PROPOSED,
    REFUSED,
    REJECTED,
    WITHDRAWN,
    Proposal,
    Terms,
    agreed,
    check_state,
    needs_approval,
)
from app.domain.ids import new_uid
from app.domain.money import ZERO, checked
from app.domain.refusal import N_, Conflict, Mistake, NotAllowed, NotFound
from app.models import ComplaintOutcome, Staff
from app.queries import company
from app.queries.complaint_outcomes import LIMIT_SETTING, limit_of
from app.services import access
from app.services.approvals import Approver
from app.services.backups import keep_setting
from app.services.complaint_outcomes_books import (
    Made,
    Papers,
    add_cost,
    carry_out,
    cost_of,
    held_order,
    keep_cost,
    papers_of,
    terms_of,
    value_of,
)
from app.services.complaints_case import clock, event, held, move
from app.store.bulk import new_ids
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write

_ONE_OPEN = N_("A proposal of this complaint is open already. Carry it out or withdraw it first.")
_ABOVE = N_("What is given lies above {limit}: a manager approves it.")
_NO_WORDS = N_("Say why: whoever proposed it will read it.")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it stands; ``state`` is approved where nobody else has to approve."""

    outcome_id: int
    state: str
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Executed:
    """An outcome that was carried out; numbers are empty where no such document was made."""

    outcome_id: int
    return_number: str
    credit_note: str
    order_number: str
    changes: ChangeSet


@by_the_server()
def propose(
    store: Store, complaint_id: int, proposal: Proposal, *, request: UUID, approver: Approver | None = None
) -> Proposed:
    """Keep a proposal; below the limit, by a manager, or with a manager's PIN it is approved at once.

    Raises ``Mistake`` naming the field, ``Conflict`` for more than is left to give, while another proposal of the
    complaint is open and for a closed complaint, ``NotAllowed`` for a PIN that is wrong or no manager's.
    """
    answers = _answers(store, approver)
    with store.write() as tx:
        done = tx.claim(request, "outcome")
        if done is None:
            done = _propose(tx, held(tx, complaint_id), proposal, answers)
            tx.done(request, "outcome", done)
        return _proposed(tx, done)


@by_the_server()
def settle(
    store: Store, complaint_id: int, proposal: Proposal, *, request: UUID, approver: Approver | None = None
) -> Executed:
    """Propose and carry out in one operation. Raises as both; ``NotAllowed`` where a manager has to approve first."""
    answers = _answers(store, approver)
    with store.write() as tx:
        done = tx.claim(request, "outcome settled")
        if done is None:
            case = held(tx, complaint_id)
            done = _propose(tx, case, proposal, answers)
            row = _outcome(tx, done)
            if row.state != APPROVED:
                raise NotAllowed(_ABOVE, field="approval", limit=limit_of(tx))
            _execute(tx, held(tx, complaint_id), row)
            tx.done(request, "outcome settled", done)
        return _executed(tx, done)


def approve(
    store: Store, outcome_id: int, words: str = "", *, request: UUID, approver: Approver | None = None
) -> Proposed:
    """A manager, signed in or with a PIN, says yes. Raises ``NotAllowed``, and ``Conflict`` for what was decided."""
    answers = _answers(store, approver)
    with store.write() as tx:
        done = tx.claim(request, "outcome approved")
        if done is None:
            if not answers:
                _require_manager(tx.actor.access, limit_of(tx))
            case, row = _held_outcome(tx, outcome_id)
            check_state(row.state, APPROVED, row.decision)
            proposal = agreed(row.kind, row.reason, row.order_id, frozen.loads(Terms, row.terms))
            if proposal.order_id is not None:
                value_of(tx, held_order(tx, case, proposal.order_id), proposal)
            _decide(tx, row, APPROVED, answers or tx.actor.login, words)
            _approved(tx, case, outcome_id, answers or tx.actor.login, words)
            clock(tx, case.id)
            tx.done(request, "outcome approved", outcome_id)
        return _proposed(tx, outcome_id)


def refuse(
    store: Store, outcome_id: int, words: str, *, request: UUID, approver: Approver | None = None
) -> Proposed:  # fmt: skip
    """A manager says no and why; the case is in work again. Raises as ``approve``, ``Mistake`` without words."""
    answers = _answers(store, approver)
    with store.write() as tx:
        done = tx.claim(request, "outcome refused")
        if done is None:
            if not answers:
                _require_manager(tx.actor.access, limit_of(tx))
            if not words.strip():
                raise Mistake(_NO_WORDS, field="decision")
            case, row = _held_outcome(tx, outcome_id)
            check_state(row.state, REFUSED, row.decision)
            _decide(tx, row, REFUSED, answers or tx.actor.login, words)
            event(tx, case.id, "refused", _line(words), outcome_id=outcome_id, internal=True)
            _back_to_work(tx, case)
            tx.done(request, "outcome refused", outcome_id)
        return _proposed(tx, outcome_id)


def withdraw(store: Store, outcome_id: int, words: str = "", *, request: UUID) -> Proposed:
    """Take a proposal back that was not carried out; the case is in work again. Raises ``Conflict``."""
    with store.write() as tx:
        done = tx.claim(request, "outcome withdrawn")
        if done is None:
            rights.require(tx.actor.access, "records")
            case, row = _held_outcome(tx, outcome_id)
            check_state(row.state, WITHDRAWN, row.decision)
            _decide(tx, row, WITHDRAWN, tx.actor.login, words)
            event(tx, case.id, "withdrawn", outcome_id=outcome_id, internal=True)
            if words.strip():
                event(tx, case.id, "note", _line(words), outcome_id=outcome_id, internal=True)
            _back_to_work(tx, case)
            tx.done(request, "outcome withdrawn", outcome_id)
        return _proposed(tx, outcome_id)


@by_the_server()
def execute(store: Store, outcome_id: int, *, request: UUID) -> Executed:
    """Carry an approved proposal out: documents, ledgers, the case's state and timeline in one operation.

    Raises ``Conflict`` when it is not approved, was carried out, or less is left than it gives: then it says what is.
    """
    with store.write() as tx:
        done = tx.claim(request, "outcome executed")
        if done is None:
            rights.require(tx.actor.access, "records")
            case, row = _held_outcome(tx, outcome_id)
            _execute(tx, case, row)
            tx.done(request, "outcome executed", outcome_id)
        return _executed(tx, outcome_id)


def set_limit(store: Store, limit: Decimal) -> ChangeSet:
    """Above which net amount a manager approves. Raises ``Mistake``, ``NotAllowed``."""
    with store.write() as tx:
        keep_limit(tx, limit)
        return tx.changes


def keep_limit(tx: Write, limit: Decimal) -> None:
    """``set_limit`` inside another operation."""
    rights.require(tx.actor.access, "settings")
    checked(limit, company.of(tx).currency_places, field="limit")
    keep_setting(tx, LIMIT_SETTING, str(limit))
    tx.audit("changed", "setting", 0, LIMIT_SETTING)
    tx.touched("complaint settings")


def _propose(tx: Write, case: AnyRow, proposal: Proposal, answers: str) -> int:
    rights.require(tx.actor.access, "records")
    proposal.check(company.of(tx).currency_places)
    made = ComplaintOutcome
    if tx.first(select(made.id).where(made.complaint_id == case.id, made.state.in_(OPEN))) is not None:
        raise Conflict(_ONE_OPEN)
    order_id = proposal.order_id if proposal.kind in ON_AN_ORDER else None
    terms = terms_of(tx, held_order(tx, case, order_id) if order_id is not None else None, proposal)
    above = needs_approval(terms.value, terms.cost, limit_of(tx))
    if above and not answers and rights.may(tx.actor.access, "see_profit"):
        answers = tx.actor.login
    free = not above or bool(answers) or rights.may(tx.actor.access, "see_profit")
    [outcome_id] = new_ids(tx, made, 1)
    decided = {"decided_at": tx.now, "decided_by": answers or tx.actor.login} if free else {}
    tx.execute(
        insert(made),
        {
            "id": outcome_id, "uid": new_uid(), "complaint_id": case.id, "kind": proposal.kind,
            "state": APPROVED if free else PROPOSED, "order_id": order_id, "net": terms.value,
            "reason": proposal.words, "terms": frozen.dumps(replace(terms, cost=ZERO)),
            "created_by": tx.actor.login, **decided,
        },
    )  # fmt: skip
    keep_cost(tx, outcome_id, terms.cost)
    event(tx, case.id, "outcome", proposal.words, outcome_id=outcome_id)
    if case.status == "approved":
        # it came so from elsewhere, without a proposal of ours
        _back_to_work(tx, case)
        case = held(tx, case.id)
    move(tx, case, "proposed")
    if free:
        _approved(tx, held(tx, case.id), outcome_id, answers if above else "", "")
    clock(tx, case.id)
    tx.audit("outcome proposed", "complaint", case.id, proposal.kind)
    return outcome_id


def _approved(tx: Write, case: AnyRow, outcome_id: int, answers: str, words: str) -> None:
    """The case goes on; ``answers`` is the login of who said yes, empty where nobody had to."""
    move(tx, case, "approved")
    if answers:
        event(tx, case.id, "approved", _line(words), outcome_id=outcome_id, internal=True, login=answers)
        tx.audit("outcome approved", "complaint", case.id, answers)


def _execute(tx: Write, case: AnyRow, row: AnyRow) -> None:
    check_state(row.state, EXECUTED, row.decision)
    terms = replace(frozen.loads(Terms, row.terms), cost=cost_of(tx, row.id))
    made = carry_out(tx, case, agreed(row.kind, row.reason, row.order_id, terms), answers=row.decided_by)
    done = ComplaintOutcome
    tx.execute(
        update(done).where(done.id == row.id).values(
            state=EXECUTED, executed_at=tx.now, executed_by=tx.actor.login, return_id=made.return_id,
            new_order_id=made.order_id, version=row.version + 1, updated_at=tx.now,
        )
    )  # fmt: skip
    if terms.cost:
        add_cost(tx, case, terms.cost, reason=row.reason)
    event(tx, case.id, "executed", papers_of(tx, made).words, outcome_id=row.id)
    move(tx, case, "rejected" if row.kind == REJECTED else "executed")
    clock(tx, case.id)
    tx.audit("outcome carried out", "complaint", case.id, papers_of(tx, made).words or row.kind)


def _decide(tx: Write, row: AnyRow, state: str, by: str, words: str) -> None:
    done = ComplaintOutcome
    tx.execute(
        update(done).where(done.id == row.id).values(
            state=state, decided_at=tx.now, decided_by=by, decision=_line(words), version=row.version + 1,
            updated_at=tx.now,
        )
    )  # fmt: skip


def _back_to_work(tx: Write, case: AnyRow) -> None:
    move(tx, case, "in_work")
    clock(tx, case.id)


def _held_outcome(tx: Write, outcome_id: int) -> tuple[AnyRow, AnyRow]:
    """The case, locked, and the outcome as it stands under that lock. Raises ``NotFound``."""
    case = held(tx, _outcome(tx, outcome_id).complaint_id)
    return case, _outcome(tx, outcome_id)


def _outcome(tx: Read, outcome_id: int) -> AnyRow:
    row = tx.first(select(ComplaintOutcome.__table__).where(ComplaintOutcome.id == outcome_id))
    if row is None:
        raise NotFound(N_("There is no such proposal."))
    return row


def _proposed(tx: Write, outcome_id: int) -> Proposed:
    return Proposed(outcome_id, _outcome(tx, outcome_id).state, tx.changes)


def _executed(tx: Write, outcome_id: int) -> Executed:
    row = _outcome(tx, outcome_id)
    papers: Papers = papers_of(tx, Made(row.return_id, row.new_order_id))
    return Executed(outcome_id, papers.return_number, papers.credit_note, papers.order, tx.changes)


def _answers(store: Store, approver: Approver | None) -> str:
    """The login of a manager who approves with a PIN at this desk; empty without one. Raises ``NotAllowed``."""
    if approver is None:
        return ""
    staff_id = access.check_pin(store, approver.who, approver.pin)
    with store.read() as tx:
        row = tx.first(select(Staff.login, Staff.access).where(Staff.id == staff_id))
        assert row is not None
        _require_manager(row.access, limit_of(tx))
    return str(row.login or "")


def _require_manager(role: str, limit: Decimal) -> None:
    if not rights.may(role, "see_profit"):
        raise NotAllowed(_ABOVE, field="approval", limit=limit)


def _line(words: str) -> str:
    return " ".join(words.split())[:LONGEST_REASON]
