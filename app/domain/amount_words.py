"""Amounts of money in words, as cheques and statements carry them beside the figures: English, Spanish, Chinese.

English as in Britain (“one hundred and one”), Spanish with its agreement (“veintiún euros”, “doscientas libras”, “un
millón de euros”), Chinese in the financial numerals that cannot be altered by a stroke (壹仟柒佰叁拾叁元柒角).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import to_units

__all__ = ["LARGEST_IN_WORDS", "amount_in_words"]

LARGEST_IN_WORDS = 10**15
"""Whole units of a currency below this have words; sums of the program stay far below."""


@dataclass(frozen=True, slots=True)
class _Currency:
    """How a currency and its hundredth are called: (one, many) in English and Spanish; the name in Chinese.

    Currencies without decimals have no smaller unit.
    """

    en: tuple[str, str]
    es: tuple[str, str]
    zh: str
    en_small: tuple[str, str] = ("", "")
    es_small: tuple[str, str] = ("", "")
    feminine: bool = False
    """In Spanish: “una libra”."""


_CENT, _CENTIMO, _CENTAVO = ("cent", "cents"), ("céntimo", "céntimos"), ("centavo", "centavos")
_CURRENCIES = {
    "EUR": _Currency(("euro", "euros"), ("euro", "euros"), "欧元", _CENT, _CENTIMO),
    "USD": _Currency(("dollar", "dollars"), ("dólar", "dólares"), "美元", _CENT, _CENTAVO),
    "GBP": _Currency(
        ("pound", "pounds"), ("libra", "libras"), "英镑", ("penny", "pence"), ("penique", "peniques"), feminine=True
    ),
    "CNY": _Currency(("yuan", "yuan"), ("yuan", "yuanes"), "人民币", ("fen", "fen"), ("fen", "fen")),
    "JPY": _Currency(("yen", "yen"), ("yen", "yenes"), "日元"),
    "KRW": _Currency(("won", "won"), ("won", "wones"), "韩元"),
    "CHF": _Currency(
        ("Swiss franc", "Swiss francs"), ("franco suizo", "francos suizos"), "瑞士法郎", ("centime", "centimes"),
        _CENTIMO,
    ),
    "CAD": _Currency(
        ("Canadian dollar", "Canadian dollars"), ("dólar canadiense", "dólares canadienses"), "加拿大元", _CENT,
        _CENTAVO,
    ),
    "AUD": _Currency(
        ("Australian dollar", "Australian dollars"), ("dólar australiano", "dólares australianos"), "澳大利亚元",
        _CENT, _CENTAVO,
    ),
    "HKD": _Currency(
        ("Hong Kong dollar", "Hong Kong dollars"), ("dólar de Hong Kong", "dólares de Hong Kong"), "港元", _CENT,
        _CENTAVO,
    ),
    "MXN": _Currency(
        ("Mexican peso", "Mexican pesos"), ("peso mexicano", "pesos mexicanos"), "墨西哥比索", _CENTAVO,
        _CENTAVO,
    ),
    "COP": _Currency(
        ("Colombian peso", "Colombian pesos"), ("peso colombiano", "pesos colombianos"), "哥伦比亚比索",
        _CENTAVO, _CENTAVO,
    ),
    "ARS": _Currency(
        ("Argentine peso", "Argentine pesos"), ("peso argentino", "pesos argentinos"), "阿根廷比索",
        _CENTAVO, _CENTAVO,
    ),
    "CLP": _Currency(("Chilean peso", "Chilean pesos"), ("peso chileno", "pesos chilenos"), "智利比索"),
    "PEN": _Currency(("sol", "soles"), ("sol", "soles"), "秘鲁索尔", ("céntimo", "céntimos"), _CENTIMO),
}  # fmt: skip


def amount_in_words(amount: Decimal, currency: str, language: str, places: int = 2) -> str:
    """An amount with the name of its currency (ISO 4217); ``places`` are the currency's decimals.

    A currency that has no name here is written by its code, its decimals as a fraction: “one hundred 50/100 XYZ”.
    Another language than es and zh is English. Raises ``ValueError`` for more decimals and for amounts of
    ``LARGEST_IN_WORDS`` and more.
    """
    units = to_units(amount, places)
    whole, small = divmod(abs(units), 10**places)
    if whole >= LARGEST_IN_WORDS:
        raise ValueError(f"{amount} is too large for words")
    known = _CURRENCIES.get(currency)
    if language == "zh":
        return _chinese(whole, small, places, known.zh if known else currency, negative=units < 0)
    write = _spanish_amount if language == "es" else _english_amount
    text = write(whole, small, known) if known and places in (0, 2) else ""
    if not text or (small and known and not known.en_small[0]):
        number = _spanish(whole) if language == "es" else _english(whole)
        fraction = f" {small:0{places}d}/{10**places}" if places else ""
        text = f"{number}{fraction} {currency}"
    minus = {"es": "menos"}.get(language, "minus")
    return f"{minus} {text}" if units < 0 else text


# --- English -------------------------------------------------------------------------------------------------------

_EN_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_GROUPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def _english_amount(whole: int, small: int, known: _Currency) -> str:
    parts = []
    if whole or not small:
        parts.append(f"{_english(whole)} {known.en[whole != 1]}")
    if small:
        parts.append(f"{_english(small)} {known.en_small[small != 1]}")
    return " and ".join(parts)


def _english(number: int) -> str:
    if number < 1000:
        return _english_hundreds(number)
    parts = []
    for size, name in _EN_GROUPS:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_english_hundreds(count)} {name}")
    if number:
        # one thousand and one
        parts.append(("and " if number < 100 else "") + _english_hundreds(number))
    return " ".join(parts)


def _english_hundreds(number: int) -> str:
    if number < 20:
        return _EN_ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _EN_TENS[tens] + (f"-{_EN_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    text = f"{_EN_ONES[hundreds]} hundred"
    return f"{text} and {_english_hundreds(rest)}" if rest else text


# --- Spanish -------------------------------------------------------------------------------------------------------

_ES_ONES = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece",
    "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós",
    "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_ES_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_ES_HUNDREDS = (
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
)  # fmt: skip


def _spanish_amount(whole: int, small: int, known: _Currency) -> str:
    parts = []
    if whole or not small:
        number = _before_noun(_spanish(whole, feminine=known.feminine), feminine=known.feminine)
        # «un millón de euros», but «un millón un euros»
        of = " de" if whole and not whole % 10**6 else ""
        parts.append(f"{number}{of} {known.es[whole != 1]}")
    if small:
        parts.append(f"{_before_noun(_spanish(small))} {known.es_small[small != 1]}")
    return " con ".join(parts)


def _before_noun(number: str, *, feminine: bool = False) -> str:
    """«uno» loses its end before what is counted, «una» keeps it: «veintiún euros», «treinta y una libras»."""
    if feminine or not number.endswith("uno"):
        return number
    return number.removesuffix("veintiuno") + "veintiún" if number.endswith("veintiuno") else number[:-1]


def _spanish(number: int, *, feminine: bool = False) -> str:
    """A number that stands alone; ``feminine``: of things that are."""
    billions, rest = divmod(number, 10**12)
    millions, rest = divmod(rest, 10**6)
    parts = []
    for count, one, many in ((billions, "billón", "billones"), (millions, "millón", "millones")):
        if count:
            # a million is masculine whatever is counted
            parts.append(f"un {one}" if count == 1 else f"{_before_noun(_spanish_thousands(count))} {many}")
    if rest or not parts:
        parts.append(_spanish_thousands(rest, feminine=feminine))
    return " ".join(parts)


def _spanish_thousands(number: int, *, feminine: bool = False) -> str:
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands == 1:
        parts.append("mil")
    elif thousands:
        hundreds, last = divmod(thousands, 100)
        # hundreds agree with what is counted, the last word stands before «mil»: «doscientas veintiún mil libras»
        words = [_spanish_hundreds(100 * hundreds, feminine=feminine, more=bool(last))] if hundreds else []
        words += [_before_noun(_spanish_hundreds(last))] if last else []
        parts.append(f"{' '.join(words)} mil")
    if rest or not parts:
        parts.append(_spanish_hundreds(rest, feminine=feminine))
    return " ".join(parts)


def _spanish_hundreds(number: int, *, feminine: bool = False, more: bool = False) -> str:
    """Below a thousand; ``more``: smaller ones follow, so that a hundred is «ciento»."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        exactly = number == 100 and not more
        name = "cien" if exactly else _ES_HUNDREDS[hundreds]
        words.append(name.removesuffix("os") + "as" if feminine and hundreds > 1 else name)
    if rest < 30 and (rest or not words):
        words.append(_ES_ONES[rest])
    elif rest:
        tens, ones = divmod(rest, 10)
        words.append(_ES_TENS[tens] + (f" y {_ES_ONES[ones]}" if ones else ""))
    text = " ".join(words)
    return text[:-1] + "a" if feminine and text.endswith("uno") else text


# --- Chinese -------------------------------------------------------------------------------------------------------

_ZH_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ZH_PLACES = ("", "拾", "佰", "仟")
_ZH_GROUPS = ("", "万", "亿", "万亿")
_ZH_SMALL = "角分厘毫"


def _chinese(whole: int, small: int, places: int, name: str, *, negative: bool) -> str:
    """The currency's name, then 元 with 整 behind a whole amount; a 零 between 元 and 分 when there is no 角."""
    digits = f"{small:0{places}d}" if places else ""
    text = _chinese_number(whole) + "元" if whole or not small else ""
    gap = False
    for digit, unit in zip(digits, _ZH_SMALL, strict=False):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _ZH_DIGITS[int(digit)] + unit
        gap = False
    return name + ("负" if negative else "") + text + ("整" if not small else "")


def _chinese_number(number: int) -> str:
    if not number:
        return _ZH_DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    return _joined(groups)


def _joined(groups: Sequence[int]) -> str:
    """Groups of four digits, the lowest first; whatever zeros lie between two digits are one 零."""
    text, gap = "", False
    for at in reversed(range(len(groups))):
        group = groups[at]
        if not group:
            gap = True
            continue
        if text and (gap or group < 1000):
            text += _ZH_DIGITS[0]
        text += _chinese_group(group) + _group_name(groups, at)
        gap = False
    return text


def _group_name(groups: Sequence[int], at: int) -> str:
    # 万亿 with 亿 behind it is written once: 壹万零贰亿, 壹万亿
    if at == 3 and len(groups) > 3 and groups[2]:
        return "万"
    return _ZH_GROUPS[at]


def _chinese_group(group: int) -> str:
    text, gap = "", False
    for at in (3, 2, 1, 0):
        digit = group // 10**at % 10
        if not digit:
            gap = bool(text)
            continue
        text += (_ZH_DIGITS[0] if gap else "") + _ZH_DIGITS[digit] + _ZH_PLACES[at]
        gap = False
    return text
