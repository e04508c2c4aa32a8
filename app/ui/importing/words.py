"""What kinds of files, their fields and the ways of reading them are called."""

from collections.abc import Mapping

from app.domain.refusal import N_

KINDS: Mapping[str, str] = {
    "customers": N_("Customers"),
    "products": N_("Products"),
    "orders": N_("Orders and quotes"),
    "payments": N_("Payments"),
    "complaints": N_("Complaints"),
    "salespeople": N_("Salespeople"),
}
_DOCUMENTS: Mapping[str, str] = {
    "order": N_("Order number"),
    "date": N_("Date"),
    "customer": N_("Customer’s code"),
    "salesperson": N_("Salesperson’s code"),
    "status": N_("Status"),
    "promised_on": N_("Promised on"),
    "delivered_on": N_("Delivered on"),
    "reference": N_("Reference"),
    "product": N_("Product’s code"),
    "quantity": N_("Quantity"),
    "unit_price": N_("Unit price"),
    "discount_percent": N_("Discount in percent"),
    "unit_cost": N_("Unit cost"),
    "line_net": N_("Line’s net amount"),
    "line_cost": N_("Line’s cost"),
    "tax_rate": N_("Tax rate in percent"),
    "amount": N_("Amount"),
    "method": N_("Way of payment"),
    "number": N_("Number"),
    "opened_at": N_("Opened"),
    "subject": N_("Subject"),
    "channel": N_("Channel"),
    "cause": N_("Cause"),
    "severity": N_("Severity"),
    "first_response_at": N_("First answer"),
    "closed_at": N_("Closed"),
    "solution": N_("Solution"),
    "satisfaction": N_("Satisfaction, 1 to 5"),
    "owner": N_("Owner’s code"),
}
FIELDS: Mapping[str, str] = {
    "code": N_("Code"),
    "name": N_("Name"),
    "kind": N_("Person or organisation"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "organisation": N_("Company"),
    "contact_name": N_("Contact"),
    "phone": N_("Phone"),
    "phone2": N_("Second phone"),
    "mobile": N_("Mobile phone"),
    "email": N_("E-mail"),
    "street": N_("Street"),
    "city": N_("City"),
    "region": N_("Region"),
    "postcode": N_("Postcode"),
    "country": N_("Country, two letters"),
    "language": N_("Language"),
    "tax_id": N_("Tax number"),
    "birth_date": N_("Birthday"),
    "occupation": N_("Occupation"),
    "industry": N_("Industry"),
    "education": N_("Education"),
    "credit_limit": N_("Credit limit"),
    "payment_days": N_("Days to pay"),
    "tags": N_("Tags"),
    "note": N_("Note"),
    "role": N_("Position"),
    "team": N_("Team"),
    "category": N_("Category"),
    "unit": N_("Unit"),
    "price": N_("Price"),
    "cost": N_("Cost"),
    "valid_from": N_("Valid from"),
    "active": N_("For sale"),
    **_DOCUMENTS,
}
DAYS: Mapping[str, str] = {
    "": N_("Year-month-day only, as 1981-04-03"),
    "dmy": N_("Day first: 03/04 is 3 April"),
    "mdy": N_("Month first: 03/04 is 4 March"),
    "ymd": N_("Year first: 1981/04/03"),
}
MARKS: Mapping[str, str] = {
    "": N_("Point, without thousands: 1260.50"),
    ",": N_("Comma: 1.260,50"),
    ".": N_("Point: 1,260.50"),
}
ENCODINGS = ("utf-8", "cp1252", "gb18030", "utf-16", "cp1250", "cp1251", "big5", "shift_jis")
ENCODING_NAMES: Mapping[str, str] = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "gb18030": "GB18030", "utf-16": "UTF-16",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1250": "Windows-1250", "cp1251": "Windows-1251",
    "big5": "Big5", "shift_jis": "Shift-JIS",
}  # fmt: skip
DELIMITERS: Mapping[str, str] = {
    ",": N_("Comma"),
    ";": N_("Semicolon"),
    "\t": N_("Tab"),
    "|": N_("Vertical bar"),
}
POLICIES: Mapping[str, str] = {
    "fill": N_("Add only to fields that are empty here"),
    "overwrite": N_("Overwrite with what stands in the file"),
    "skip": N_("Leave them as they are"),
}
KEYS: Mapping[str, str] = {
    "tax_id": N_("the same tax number"),
    "email": N_("the same e-mail address"),
    "phone": N_("the same telephone number"),
    "name": N_("the same name"),
}
