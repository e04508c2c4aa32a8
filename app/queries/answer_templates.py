"""Ready answers: all of them for the settings, and those for one complaint, filled in."""

from sqlalchemy import func, select

from app.domain import rights
from app.domain.answer_template import DEFAULTS, Template, filled
from app.domain.refusal import N_, NotFound
from app.models import AnswerTemplate, Complaint, Customer, SalesOrder, Staff
from app.models.declared import aliased
from app.queries import company
from app.store.session import Read, Store


def every(store: Store) -> list[Template]:
    """All answers by language and order; until somebody wrote one, the ones a company begins with."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        return _every(tx)


def _every(tx: Read) -> list[Template]:
    one = AnswerTemplate
    rows = tx.all(
        select(one.id, one.name, one.language, one.cause, one.words, one.position, one.version)
        .order_by(one.language, one.position, one.id)
    )  # fmt: skip
    return [Template(*row) for row in rows] or list(DEFAULTS)


def ready(store: Store, complaint_id: int) -> list[tuple[str, str]]:
    """(name, text) of the answers for a case in its customer's language, those of its cause first, filled in.

    Without an answer in that language those in the company's own. Raises ``NotFound``.
    """
    told, kept, writer = Complaint, aliased(Customer), Staff
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(
            select(told.number, told.cause, kept.name, kept.language, SalesOrder.number.label("order_number"))
            .join(Customer, Customer.id == told.customer_id)
            .join(kept, kept.id == func.coalesce(Customer.merged_into_id, Customer.id))
            .outerjoin(SalesOrder, SalesOrder.id == told.order_id)
            .where(told.id == complaint_id)
        )
        if row is None:
            raise NotFound(N_("There is no such complaint any more."))
        owner = tx.scalar(select(writer.name).where(writer.id == tx.actor.staff_id)) if tx.actor.staff_id else ""
        known, usual = _every(tx), company.of(tx)
    language = row.language or usual.language
    found = [one for one in known if one.language == language]
    found = found or [one for one in known if one.language == usual.language] or known
    cause = row.cause.casefold()
    found = [one for one in found if not one.cause or one.cause.casefold() == cause] if cause else found
    found.sort(key=lambda one: (one.cause.casefold() != cause or not cause, one.position))
    values = {"name": row.name, "number": row.number, "order": row.order_number or "", "owner": owner or usual.name}
    return [(one.name, filled(one.words, values)) for one in found]
