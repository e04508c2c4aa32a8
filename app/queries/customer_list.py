"""The customers' list as screens know it; its statements are in ``app.queries.customers``."""

from app.domain.filters import Field, Kind
from app.queries import first
from app.queries.customer_line import CustomerRow
from app.queries.lists import Declared

__all__ = ["CUSTOMERS", "DEFAULT", "FIELDS", "NO_TIER", "CustomerRow"]

NO_TIER = "none"
DEFAULT = "name"


FIELDS = (
    Field("name", Kind.TEXT, ("nombre", "名称")),
    Field("code", Kind.TEXT, ("codigo", "编号")),
    Field("organisation", Kind.TEXT, ("company", "empresa", "公司")),
    Field("city", Kind.TEXT, ("ciudad", "城市")),
    Field("region", Kind.TEXT, ("provincia", "地区")),
    Field("tier", Kind.CHOICE, ("nivel", "等级"), ("A", "B", "C", "N", NO_TIER)),
    Field("balance", Kind.NUMBER, ("saldo", "余额")),
    Field("open", Kind.NUMBER, ("abiertos", "未完成")),
    Field("last", Kind.DAY, ("ultimo", "最近")),
    Field("language", Kind.TEXT, ("idioma", "语言")),
    Field("salesperson", Kind.TEXT, ("vendedor", "销售员")),
    Field("tag", Kind.TEXT, ("etiqueta", "标签")),
    Field("active", Kind.YES_NO, ("activo", "有效")),
    Field("birthday", Kind.CHOICE, ("cumpleanos", "生日"), ("today", "week", "month")),
)

CUSTOMERS: Declared[CustomerRow] = Declared(
    "app.queries.customers", FIELDS, DEFAULT, frozenset({"balance", "contribution"}), first.customers
)
