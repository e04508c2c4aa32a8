"""Customers: who they are and how to reach them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text

from app.models.base import Base, Booked, Identified, Stamped, Versioned
from app.models.declared import Mapped, PartialIndex, mapped_column


class Customer(Identified, Booked, Versioned, Stamped, Base):
    """A person or an organisation. A merged record stays and points to the one that goes on."""

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organisation')", name="kind"),
        CheckConstraint("code <> ''", name="code"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged"),
        Index("ix_customer_search_name_id", "search_name", "id"),
        # merged records only: an index of the many that are not would tempt SQLite away from the order of a list
        PartialIndex(
            "ix_customer_merged_into_id",
            "merged_into_id",
            where="merged_into_id IS NOT NULL",
        ),
        Index("ix_customer_salesperson_id", "salesperson_id"),
        Index("ix_customer_tax_id", "tax_id"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12), server_default=text("'organisation'"))
    name: Mapped[str] = mapped_column(String(200))
    search_name: Mapped[str] = mapped_column(String(600))
    given_name: Mapped[str] = mapped_column(String(100), server_default=text("''"))
    family_name: Mapped[str] = mapped_column(String(100), server_default=text("''"))
    organisation: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    contact_name: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    language: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    tax_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    birth_date: Mapped[date | None]
    occupation: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    industry: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    education: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    credit_limit: Mapped[Decimal | None]
    payment_days: Mapped[int | None]
    salesperson_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    tags: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    blocked_reason: Mapped[str] = mapped_column(String(400), server_default=text("''"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))


class ContactPoint(Identified, Base):
    """A phone number, e-mail address or handle, as typed and as it is looked up."""

    __tablename__ = "contact_point"
    __table_args__ = (
        CheckConstraint("kind IN ('phone', 'mobile', 'fax', 'email', 'handle')", name="kind"),
        Index("ix_contact_point_e164", "e164"),
        Index("ix_contact_point_reversed_digits", "reversed_digits"),
        Index("ix_contact_point_email", "email"),
        Index("ix_contact_point_extension", "extension"),
        Index("ix_contact_point_customer_id", "customer_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(8))
    label: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    value: Mapped[str] = mapped_column(String(254))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    e164: Mapped[str | None] = mapped_column(String(20))
    digits: Mapped[str | None] = mapped_column(String(40))
    reversed_digits: Mapped[str | None] = mapped_column(String(40))
    extension: Mapped[str | None] = mapped_column(String(12))
    email: Mapped[str | None] = mapped_column(String(254))


class Address(Identified, Base):
    """Where a customer lives, receives goods or bills."""

    __tablename__ = "address"
    __table_args__ = (
        CheckConstraint("kind IN ('main', 'delivery', 'billing')", name="kind"),
        Index("ix_address_customer_id", "customer_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(8), server_default=text("'main'"))
    street: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    city: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    region: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    postcode: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    country: Mapped[str] = mapped_column(String(2), server_default=text("''"))


class Relation(Identified, Base):
    """One person's tie to another customer, or to somebody who is only a name."""

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("other_id IS NOT NULL OR other_name <> ''", name="other"),
        Index("ix_relation_customer_id", "customer_id"),
        Index("ix_relation_other_id", "other_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(40))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    other_name: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    birth_date: Mapped[date | None]


class Preference(Identified, Base):
    """Something worth mentioning, by topic, with its source and date."""

    __tablename__ = "preference"
    __table_args__ = (Index("ix_preference_customer_id", "customer_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    topic: Mapped[str] = mapped_column(String(60))
    fact: Mapped[str] = mapped_column(String(400))
    avoid: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    noted_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(120), server_default=text("''"))


class Consent(Identified, Stamped, Base):
    """Consent given or withdrawn for one purpose on one channel; the newest line counts."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("purpose IN ('service', 'offers', 'greetings')", name="purpose"),
        CheckConstraint("channel IN ('phone', 'message', 'email', 'post')", name="channel"),
        Index("ix_consent_customer_id", "customer_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    purpose: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(8))
    given: Mapped[bool]
    on: Mapped[date]
    how: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    text_version: Mapped[str] = mapped_column(String(40), server_default=text("''"))


class CustomField(Identified, Base):
    """A field that the company added to its customers."""

    __tablename__ = "custom_field"
    __table_args__ = (
        CheckConstraint("kind IN ('text', 'number', 'money', 'date', 'choice', 'yes_no', 'person')", name="kind"),
    )

    key: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    group_name: Mapped[str] = mapped_column(String(120), server_default=text("''"))
    kind: Mapped[str] = mapped_column(String(8))
    choices: Mapped[str] = mapped_column(Text, server_default=text("''"))
    restricted: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class CustomValue(Base):
    """What one customer has in one custom field, in the canonical text form of its kind."""

    __tablename__ = "custom_value"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class RestrictedValue(Base):
    """What one customer has in a restricted custom field: a table of its own, because rights are table rights."""

    __tablename__ = "restricted_value"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class RestrictedFact(Identified, Stamped, Base):
    """Health, politics, income and the like: a table of its own, because rights are table rights."""

    __tablename__ = "restricted_fact"
    __table_args__ = (Index("ix_restricted_fact_customer_id", "customer_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    topic: Mapped[str] = mapped_column(String(60))
    fact: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(String(200))
