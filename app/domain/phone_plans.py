"""Numbers of common countries read and grouped without the full parser, where its answer is certain.

The parser is exact but takes 45-100 µs a number and a tenth of a second to load; an import of 100,000 customers and the
first painted list should pay neither. Each pattern below covers only texts for which the parser's answer is known;
``tests/domain/test_phone_plans.py`` compares them over all beginnings of numbers. Whatever does not match goes to the
parser.
"""

import functools
import re

# What stands between digits and means nothing. "(0)" does mean something and is left to the parser.
_SIGNS = dict.fromkeys(map(ord, " -.()\u00a0"))

# Calling code -> national significant numbers that are read as they are after + or the international prefix.
_NATIONAL = {
    "1": r"[2-9][0-8]\d[2-9]\d{6}",
    "31": r"[1-7]\d{8}",
    "33": r"[1-79]\d{8}",
    "34": r"[5-9]\d{8}",
    "351": r"[29]\d{8}",
    "39": r"3\d{9}|0[1-9]\d{7,8}",
    "41": r"[2-7]\d{8}",
    "44": r"[1-37]\d{9}",
    "49": r"[2-9]\d{7,9}|1[5-7]\d{8,9}",
    "52": r"[2-9]\d{9}",
    "56": r"[29]\d{8}",
    "57": r"3\d{9}|60[1-8]\d{7}",
    "86": r"1(?:[3-689]\d|7[0-8])\d{8}|(?:10|2\d)[2-9]\d{7}|[3-9]\d{2}[2-9]\d{6,7}",
}
# Country -> (calling code, what is dialled before a number at home, before one abroad: in Colombia a carrier's choice).
_PLANS = {
    "US": ("1", "1?", "011"), "CA": ("1", "1?", "011"), "NL": ("31", "0", "00"), "FR": ("33", "0", "00"),
    "ES": ("34", "", "00"), "PT": ("351", "", "00"), "IT": ("39", "", "00"), "CH": ("41", "0", "00"),
    "GB": ("44", "0", "00"), "DE": ("49", "0", "00"), "MX": ("52", "", "00"), "CL": ("56", "", "00"),
    "CO": ("57", "", r"(?!)"), "CN": ("86", "0", "00"),
}  # fmt: skip
# Chinese mobiles are dialled without the 0 that comes before a city.
_AT_HOME = {"CN": r"(1(?:[3-689]\d|7[0-8])\d{8})|0((?:10|2\d)[2-9]\d{7}|[3-9]\d{2}[2-9]\d{6,7})"}

_ABROAD = "|".join(f"{code}(?:{numbers})" for code, numbers in _NATIONAL.items())


@functools.cache
def _pattern(country: str) -> re.Pattern[str]:
    if not country:
        return re.compile(rf"\+({_ABROAD})()()")
    code, trunk, prefix = _PLANS[country]
    at_home = _AT_HOME.get(country) or f"{trunk}({_NATIONAL[code]})()"
    return re.compile(rf"(?:\+|{prefix})({_ABROAD})|{at_home}")


def quick(text: str, country: str) -> tuple[str, str] | None:
    """(E.164, national significant number) of a plain number typed in ``country``; ``None``: ask the parser."""
    if "(0)" in text:
        return None
    found = _pattern(country if country in _PLANS else "").fullmatch(text.translate(_SIGNS))
    if found is None:
        return None
    abroad, *home = found.groups()
    if abroad is None:
        national = home[0] or home[1]
        return f"+{_PLANS[country][0]}{national}", national
    return "+" + abroad, _without_code(abroad)


def _without_code(digits: str) -> str:
    # calling codes are prefix-free: the first of three lengths that is one is the one
    for length in (1, 2, 3):
        if digits[:length] in _NATIONAL:
            return digits[length:]
    raise ValueError(digits)


# E.164 as it is grouped for reading, where every number of the pattern is grouped alike.
_GROUPS = (
    (re.compile(r"\+34([5-7]\d\d|9[1-9]\d|8[1-9]\d)(\d\d)(\d\d)(\d\d)"), r"+34 \1 \2 \3 \4"),
    (re.compile(r"\+1([2-9][0-8]\d)([2-9]\d\d)(\d{4})"), r"+1 \1-\2-\3"),
    (re.compile(r"\+33([1-79])(\d\d)(\d\d)(\d\d)(\d\d)"), r"+33 \1 \2 \3 \4 \5"),
    (re.compile(r"\+351(2[3-9]\d|9[1-6]\d)(\d{3})(\d{3})"), r"+351 \1 \2 \3"),
)


def grouped(e164: str) -> str | None:
    """An E.164 number in groups, where they are certain; ``None``: ask the parser."""
    for pattern, groups in _GROUPS:
        found = pattern.fullmatch(e164)
        if found is not None:
            return found.expand(groups)
    return None
