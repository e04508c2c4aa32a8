"""Tables and constraints; mapped classes only. A table's module is loaded when the first of its classes is asked for.

Declaring all tables took a tenth of the program's start, which needs a few of them. ``every_table`` knows all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from app.models.account import AccountEntry, Allocation, AllocationEnded, Balance, Payment
    from app.models.base import Base, Now
    from app.models.bookmonth import (
        BookMonth,
        BookMonthEvent,
        BookMonthPaper,
        CustomerTier,
        CustomerTierBase,
        TierOverride,
        TierYear,
    )
    from app.models.commission import (
        CommissionAssignment,
        CommissionDispute,
        CommissionEntry,
        CommissionMark,
        CommissionMonth,
        CommissionPlan,
        CommissionPlanVersion,
        CommissionStatement,
    )
    from app.models.company import Company, Counter, NumberSeries, Setting
    from app.models.complaint import (
        AnswerTemplate,
        Complaint,
        ComplaintCost,
        ComplaintEvent,
        ComplaintOutcome,
        ComplaintOutcomeCost,
        ComplaintPause,
        ComplaintPromise,
        StaffSkill,
    )
    from app.models.contribution import ContributionEntry, CustomerMonth, LevelMonth
    from app.models.customer import (
        Address,
        Consent,
        ContactPoint,
        Customer,
        CustomField,
        CustomValue,
        Preference,
        Relation,
        RestrictedFact,
        RestrictedValue,
    )
    from app.models.desk import Attachment, KnownNumber, NotDuplicate, PersonalSetting, PhoneCall, SavedView
    from app.models.document import (
        Delivery,
        DeliveryLine,
        GoodsReturn,
        GoodsReturnLine,
        Invoice,
        InvoiceAddressee,
        InvoiceLine,
        InvoiceTax,
    )
    from app.models.interaction import Interaction, PriceTold
    from app.models.order import OrderCost, OrderLine, OrderLineCost, OrderShare, SalesOrder
    from app.models.product import Category, Product, ProductCost, ProductPrice
    from app.models.record import Audit, ImportChange, ImportRun, Operation
    from app.models.staff import Staff, StaffSecret

__all__ = [
    "AccountEntry", "Address", "Allocation", "AllocationEnded", "AnswerTemplate", "Attachment", "Audit",
    "Balance", "Base", "BookMonth",
    "BookMonthEvent", "BookMonthPaper", "Category", "CommissionAssignment", "CommissionDispute", "CommissionEntry",
    "CommissionMark", "CommissionMonth", "CommissionPlan", "CommissionPlanVersion", "CommissionStatement", "Company",
    "Complaint", "ComplaintCost", "ComplaintEvent", "ComplaintOutcome",
    "ComplaintOutcomeCost", "ComplaintPause", "ComplaintPromise",
    "Consent", "ContactPoint", "ContributionEntry", "Counter", "CustomField", "CustomValue", "Customer",
    "CustomerMonth",
    "CustomerTier", "CustomerTierBase", "Delivery", "DeliveryLine", "GoodsReturn", "GoodsReturnLine", "ImportChange",
    "ImportRun", "Interaction", "Invoice", "InvoiceAddressee", "InvoiceLine", "InvoiceTax", "KnownNumber",
    "LevelMonth", "NotDuplicate", "Now", "NumberSeries", "Operation", "OrderCost", "OrderLine", "OrderLineCost",
    "OrderShare", "Payment", "PersonalSetting", "PhoneCall", "Preference", "PriceTold", "Product", "ProductCost",
    "ProductPrice", "Relation", "RestrictedFact", "RestrictedValue", "SalesOrder", "SavedView", "Setting", "Staff",
    "StaffSecret", "StaffSkill", "TierOverride", "TierYear",
    "every_table",
]  # fmt: skip

_MODULES = {
    "account": "AccountEntry Allocation AllocationEnded Balance Payment",
    "base": "Base Now",
    "bookmonth": "BookMonth BookMonthEvent BookMonthPaper CustomerTier CustomerTierBase TierOverride TierYear",
    "commission": "CommissionAssignment CommissionDispute CommissionEntry CommissionMark "
    "CommissionMonth CommissionPlan CommissionPlanVersion CommissionStatement",
    "company": "Company Counter NumberSeries Setting",
    "complaint": "AnswerTemplate Complaint ComplaintCost ComplaintEvent "
    "ComplaintOutcome ComplaintOutcomeCost ComplaintPause ComplaintPromise StaffSkill",
    "contribution": "ContributionEntry CustomerMonth LevelMonth",
    "customer": "Address Consent ContactPoint Customer CustomField "
    "CustomValue Preference Relation RestrictedFact RestrictedValue",
    "desk": "Attachment KnownNumber NotDuplicate PersonalSetting PhoneCall SavedView",
    "document": "Delivery DeliveryLine GoodsReturn GoodsReturnLine Invoice InvoiceAddressee InvoiceLine InvoiceTax",
    "interaction": "Interaction PriceTold",
    "order": "OrderCost OrderLine OrderLineCost OrderShare SalesOrder",
    "product": "Category Product ProductCost ProductPrice",
    "record": "Audit ImportChange ImportRun Operation",
    "staff": "Staff StaffSecret",
}  # fmt: skip
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A class of a table that was not asked for yet."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def every_table() -> "MetaData":
    """All tables of the product, for who goes through them or compares them with a database."""
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
    from app.models.base import Base as Every  # noqa: PLC0415 - a name of its own beside the one above

    return Every.metadata
