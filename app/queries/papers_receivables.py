"""The list of receivables as a paper, filled from the database."""

from datetime import date

from app.domain.papers_receivables import Receivables, ReceivablesLine
from app.queries import company, receivables
from app.queries.listing import MOST, filters_of, page
from app.queries.papers_company import letterhead
from app.store.session import Store


def receivables_paper(store: Store, as_of: date, text: str = "", sort: str = "", selection: str = "") -> Receivables:
    """Everybody with a balance as of a day who passes a filter text; ``selection`` is what of it is told on paper.

    Raises ``Mistake`` for a wrong filter.
    """
    listed = receivables.listed(as_of)
    filters, lines, after = filters_of(store, listed, text), [], None
    while True:
        found = page(store, listed, filters=filters, sort=sort, after=after, limit=MOST)
        lines += [ReceivablesLine(row.code, row.name, row.ageing) for row in found.rows]
        after = found.next
        if after is None:
            break
    return Receivables(letterhead(company.settings(store)), as_of, tuple(lines), selection)
