"""What codes of a customer's record are called on the screen."""

from app.domain.customer import RELATIONS, TOPICS
from app.domain.refusal import N_
from app.i18n import Say

FIELDS = {
    "kind": N_("Kind"),
    "name": N_("Name"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "organisation": N_("Company"),
    "contact_name": N_("Contact person"),
    "language": N_("Language"),
    "tax_id": N_("Tax number"),
    "birth_date": N_("Birthday"),
    "occupation": N_("Occupation"),
    "industry": N_("Industry"),
    "education": N_("Education"),
    "credit_limit": N_("Credit limit"),
    "payment_days": N_("Days to pay"),
    "salesperson_id": N_("Salesperson"),
    "tags": N_("Tags"),
    "note": N_("Note"),
    "active": N_("Active customer"),
    "blocked_reason": N_("Blocked because"),
    "contacts": N_("Telephones, e-mail, handles"),
}
PLACE_PARTS = {
    "street": N_("Street"),
    "postcode": N_("Postcode"),
    "city": N_("City"),
    "region": N_("Region"),
    "country": N_("Country"),
}
TALK_KINDS = {
    "call": N_("Call"),
    "visit": N_("Visit"),
    "message": N_("Message"),
    "email": N_("E-mail"),
    "letter": N_("Letter"),
    "note": N_("Note"),
}
DIRECTIONS = {"in": N_("Incoming"), "out": N_("Outgoing"), "": "–"}
FILTERS = {
    "all": N_("All"),
    "calls": N_("Contacts"),
    "orders": N_("Orders"),
    "cases": N_("Complaints"),
    "changes": N_("Changes"),
}
CHANGES = {
    "added": N_("Record added"),
    "changed": N_("Changed: {detail}"),
    "merged": N_("Merged with another record"),
    "unmerged": N_("Merge taken back"),
    "tie added": N_("Tie noted"),
    "tie removed": N_("Tie taken away"),
    "fact noted": N_("Fact noted: {detail}"),
    "fact removed": N_("Fact taken away: {detail}"),
    "consent given": N_("Consent given: {detail}"),
    "consent withdrawn": N_("Consent withdrawn: {detail}"),
    "file added": N_("File kept"),
    "file removed": N_("File taken away"),
    "restricted read": N_("Restricted data read: {detail}"),
    "restricted added": N_("Restricted data added"),
    "restricted changed": N_("Restricted data changed"),
    "restricted removed": N_("Restricted data deleted"),
    "data given out": N_("Copy of all data given out"),
    "anonymised": N_("Anonymised"),
    "imported": N_("Imported from a file"),
}


def tie_words(kind: str, inverse: bool, say: Say) -> str:
    """What the other one is to this customer; a company's own words stay as they are."""
    pair = RELATIONS.get(kind)
    return kind if pair is None else say.text(pair[1] if inverse else pair[0])


def topic_words(topic: str, say: Say) -> str:
    """A topic in the reader's language; a company's own topics are words already."""
    return say.text(TOPICS[topic]) if topic in TOPICS else topic


def change_words(action: str, detail: str, say: Say) -> str:
    """A line of the trail as a sentence."""
    names = ", ".join(_field(part.strip(), say) for part in detail.split(",")) if action == "changed" else detail
    return say.text(CHANGES[action], detail=names) if action in CHANGES else f"{action} {names}".strip()


def _field(name: str, say: Say) -> str:
    place, _, part = name.partition(".")
    if part:
        return say.text(PLACE_PARTS.get(part, part))
    return say.text(FIELDS[place]) if place in FIELDS else place
