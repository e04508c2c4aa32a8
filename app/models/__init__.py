"""Tables and constraints; mapped classes only. Importing this package knows every table."""

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
    "Complaint", "ComplaintCost", "ComplaintEvent", "ComplaintOutcome", "ComplaintPause", "ComplaintPromise",
    "Consent", "ContactPoint", "ContributionEntry", "Counter", "CustomField", "CustomValue", "Customer",
    "CustomerMonth",
    "CustomerTier", "CustomerTierBase", "Delivery", "DeliveryLine", "GoodsReturn", "GoodsReturnLine", "ImportChange",
    "ImportRun", "Interaction", "Invoice", "InvoiceAddressee", "InvoiceLine", "InvoiceTax", "KnownNumber",
    "LevelMonth", "NotDuplicate", "Now", "NumberSeries", "Operation", "OrderCost", "OrderLine", "OrderLineCost",
    "OrderShare", "Payment", "PersonalSetting", "PhoneCall", "Preference", "PriceTold", "Product", "ProductCost",
    "ProductPrice", "Relation", "RestrictedFact", "RestrictedValue", "SalesOrder", "SavedView", "Setting", "Staff",
    "StaffSecret", "StaffSkill", "TierOverride", "TierYear",
]  # fmt: skip
