"""What a file's columns probably are: by their names in three languages, and by what stands in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.importing_rows import KINDS
from app.domain.text import folded

# per field: words that name it, in English, Spanish and Chinese; the first kind of word that fits wins
_COMMON: Mapping[str, str] = {
    "email": "email|e mail|mail|correo|correo electronico|电子邮件|邮箱",
    "note": "note|notes|remarks|comment|comments|nota|notas|observaciones|comentario|comentarios|备注",
    "salesperson": "salesperson|sales rep|sales representative|seller|agent|vendedor|comercial|agente|销售员|业务员",
    "date": "date|order date|payment date|fecha|fecha pedido|fecha pago|fecha cobro|日期|订单日期|付款日期",
    "customer": "customer|customer code|customer no|customer number|customer id|client|cliente|codigo cliente"
    "|cod cliente|n cliente|id cliente|客户|客户编号",
    "order": "order|order no|order number|order id|invoice|pedido|n pedido|numero pedido|num pedido|factura"
    "|订单|订单号",
    "status": "status|state|estado|situacion|状态",
    "tax_rate": "tax|tax rate|vat|vat rate|iva|tipo iva|impuesto|税率",
    "cost": "cost|unit cost|purchase price|coste|costo|precio coste|precio compra|成本|进价",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "salespeople": {
        "code": "code|codigo|cod|id|编号|代码", "name": "name|full name|nombre|nombre completo|姓名|名称",
        "role": "role|title|position|cargo|puesto|职位",
        "team": "team|sales team|equipo|equipo de ventas|团队|小组",
    },
    "customers": {
        "code": "code|customer code|customer no|customer number|customer id|account no|id|codigo|cod|codigo cliente"
        "|cod cliente|n cliente|numero cliente|id cliente|编号|客户编号|代码",
        "name": "name|full name|customer|customer name|client|display name|nombre|nombre completo|cliente"
        "|nombre cliente|razon social|denominacion|名称|姓名|客户|客户名称",
        "kind": "kind|type|tipo|tipo cliente|类型",
        "given_name": "given name|first name|forename|nombre de pila|名|名字",
        "family_name": "family name|last name|surname|apellido|apellidos|姓|姓氏",
        "organisation": "organisation|organization|company|company name|empresa|compania|sociedad|nombre comercial"
        "|公司|单位",
        "contact_name": "contact|contact name|contact person|contacto|persona de contacto|联系人",
        "mobile": "mobile|mobile phone|cell|cell phone|cellphone|movil|tfno movil|telefono movil|tel movil|celular"
        "|手机|手机号",
        "phone": "phone|phone number|telephone|tel|telefono|tfno|telefono fijo|fijo|telefono 1|tel 1|phone 1|电话",
        "phone2": "phone2|phone 2|other phone|second phone|telefono 2|telefono2|otro telefono|tel 2|电话2|其他电话",
        "street": "street|address|street address|address line 1|direccion|calle|domicilio|地址|街道",
        "city": "city|town|ciudad|poblacion|localidad|municipio|城市",
        "region": "region|state|province|county|provincia|comunidad|estado|省|省份|地区",
        "postcode": "postcode|postal code|zip|zip code|cp|c p|codigo postal|cod postal|邮编|邮政编码",
        "country": "country|country code|pais|国家",
        "language": "language|idioma|lengua|语言",
        "tax_id": "tax id|tax no|tax number|vat no|vat number|vat id|nif|cif|nie|rfc|dni|cif nif|nif cif|税号",
        "birth_date": "birth date|birthday|date of birth|born|f nac|fecha nacimiento|fecha de nacimiento|nacimiento"
        "|cumpleanos|生日|出生日期",
        "occupation": "occupation|job|job title|profession|profesion|ocupacion|cargo|puesto|职业|职位",
        "industry": "industry|sector|ramo|actividad|行业", "education": "education|estudios|formacion|学历",
        "credit_limit": "credit limit|credit|limite credito|limite de credito|credito|riesgo|信用额度",
        "payment_days": "payment days|payment terms|dias pago|dias de pago|plazo|plazo pago|账期|付款天数",
        "tags": "tags|groups|categories|labels|etiquetas|grupos|标签",
    },
    "products": {
        "code": "code|product code|sku|item|item no|reference|ref|article|codigo|cod|codigo producto|referencia"
        "|articulo|编号|产品编号|货号",
        "name": "name|product|product name|description|nombre|producto|nombre producto|descripcion|denominacion"
        "|名称|产品|产品名称",
        "category": "category|group|family|categoria|familia|grupo|类别|分类", "unit": "unit|uom|unidad|ud|单位",
        "price": "price|unit price|list price|sales price|msrp|precio|pvp|precio venta|tarifa|价格|售价|单价",
        "valid_from": "valid from|from|since|desde|valido desde|vigencia|生效日期",
        "active": "active|activo|en venta|有效|启用",
    },
    "orders": {
        "promised_on": "promised on|promised|required date|due date|delivery date|fecha prometida|fecha entrega"
        "|fecha de entrega|承诺日期|交货日期",
        "delivered_on": "delivered on|delivered|shipped|shipped date|ship date|entregado|fecha envio|发货日期|送达日期",
        "reference": "reference|po|po number|purchase order|their reference|referencia|su referencia|su pedido|参考号",
        "product": "product|product code|item|sku|article|producto|codigo producto|cod producto|articulo|referencia"
        "|产品|产品编号|货号",
        "quantity": "quantity|qty|units|pieces|cantidad|cant|uds|unidades|数量",
        "unit_price": "unit price|price|precio|precio unitario|precio unidad|单价|价格",
        "discount_percent": "discount|discount percent|disc|descuento|dto|dcto|折扣",
        "unit_cost": "unit cost|cost|coste|costo|coste unitario|成本",
        "line_net": "net|line net|amount|line total|total|sales|importe|neto|base|importe linea|金额|净额",
        "line_cost": "line cost|coste linea|coste total|行成本",
    },
    "payments": {
        "reference": "reference|payment|payment no|check number|receipt|referencia|recibo|cobro|n recibo|参考号|收据",
        "amount": "amount|total|paid|importe|cantidad|total cobrado|金额", "method": "method|forma pago|metodo|medio"
        "|forma de pago|付款方式",
    },
    "complaints": {
        "number": "number|no|case|ticket|complaint|numero|caso|reclamacion|编号|投诉编号",
        "opened_at": "opened at|opened|date|created|fecha|abierta|fecha apertura|打开时间|日期",
        "subject": "subject|title|asunto|titulo|motivo|主题", "channel": "channel|canal|渠道",
        "cause": "cause|reason|causa|motivo|原因", "severity": "severity|priority|gravedad|prioridad|严重程度",
        "first_response_at": "first response at|first response|primera respuesta|首次回复",
        "closed_at": "closed at|closed|resolved|cerrada|fecha cierre|关闭时间",
        "solution": "solution|resolution|solucion|resolucion|解决方案",
        "satisfaction": "satisfaction|rating|satisfaccion|valoracion|满意度",
        "owner": "owner|assigned to|responsable|asignado|负责人",
    },
}  # fmt: skip
_DAY = re.compile(r"\s*(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T].*)?\s*")
_MARKED = re.compile(r"[+\-−]?[\d.,'’ \u00a0\u202f]*\d[\d.,'’ \u00a0\u202f]*")
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_LONE = re.compile(r"\d{1,3}[.,]\d{3}")


def plain(text: str) -> str:
    """A column's name as it is compared: lower case, no accents, letters and digits only."""
    short = _INITIALS.sub("", folded(text).replace("_", " "))
    return " ".join(re.sub(r"[^\w]+", " ", short).split())


def guess_columns(kind: str, header: Sequence[str]) -> dict[str, str]:
    """Our fields and the columns of the file that probably hold them; each column is used once."""
    fields = [column.name for column in KINDS[kind].columns]
    names = {name: plain(name) for name in header}
    own = _WORDS[kind]
    found: dict[str, str] = {}
    for whole in (True, False):
        for field in fields:
            if field in found:
                continue
            known = [plain(field), *own.get(field, _COMMON.get(field, "")).split("|")]
            free = [name for name in header if name not in found.values()]
            best = _best(known, {name: names[name] for name in free}, whole=whole)
            if best:
                found[field] = best
    return {field: found[field] for field in fields if field in found}


def _best(known: Sequence[str], names: Mapping[str, str], *, whole: bool) -> str:
    """The column whose name is one of the words; or, when not ``whole``, holds most of all their words."""
    best, score = "", 0
    for word in filter(None, known):
        parts = set(word.split())
        for name, text in names.items():
            if text == word:
                return name
            if not whole and len(word) > 3 and parts <= set(text.split()) and len(word) > score:
                best, score = name, len(word)
    return best


@dataclass(frozen=True, slots=True)
class DayOrder:
    """``order`` is ymd, dmy or mdy; empty when nothing needs one. ``example`` is a text that could be read twice."""

    order: str = ""
    example: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether somebody has to say which order it is."""
        return bool(self.example)


def guess_days(texts: Iterable[str]) -> DayOrder:
    """In which order day, month and year stand in these texts."""
    example = either = ""
    for text in texts:
        match = _DAY.fullmatch(text)
        if match is None:
            continue
        first, second = int(match[1]), int(match[2])
        if len(match[1]) == 4:
            if not example and "-" not in text[:5]:
                return DayOrder("ymd")
            continue
        if first > 12:
            return DayOrder("dmy")
        if second > 12:
            return DayOrder("mdy")
        # 5/5 is the same day in either order
        either = "dmy"
        if first != second:
            example = example or text.strip()
    return DayOrder("", example) if example else DayOrder(either)


def guess_decimal(texts: Iterable[str], usual: str = ".") -> str:
    """The decimal mark of these numbers; ``usual`` where only thousands such as 1.260 stand there; empty: none needed.

    ``usual`` is the mark of the company's country.
    """
    doubtful = False
    for text in texts:
        number = text.strip().strip("€$£¥% ")
        if not _MARKED.fullmatch(number):
            continue
        last = max(number.rfind("."), number.rfind(","))
        if last < 0:
            continue
        mark = number[last]
        other = "," if mark == "." else "."
        if number.count(mark) > 1:
            return other
        if other in number or not _LONE.fullmatch(number.lstrip("+-−")):
            return mark
        doubtful = True
    return usual if doubtful else ""
