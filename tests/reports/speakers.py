"""Speakers whose texts are as long, or as Chinese, as a translation may be: for tests of layout."""

import re

from app.i18n import Say

_WORD = re.compile(r"[A-Za-z’]+")
_FIELD = re.compile(r"(\{[^{}]*\})")
_CHINESE = "贡献利润本月客户订单交货退货投诉价格折扣佣金毛利率级别合计结转承前"
LONGER = 1.35


def _stretched(message: str) -> str:
    """A third longer, with accents, as Spanish is; fields stay."""
    words = [part if part.startswith("{") else _WORD.sub(_longer, part) for part in _FIELD.split(message)]
    return "".join(words)


def _longer(found: re.Match[str]) -> str:
    word = found[0]
    return word + "ñ" * max(0, round(len(word) * (LONGER - 1)))


def _chinese(message: str) -> str:
    parts = [part if part.startswith("{") else _WORD.sub(_characters, part) for part in _FIELD.split(message)]
    return "".join(parts)


def _characters(found: re.Match[str]) -> str:
    length = max(1, round(len(found[0]) * 0.45))
    start = sum(map(ord, found[0])) % len(_CHINESE)
    return (_CHINESE * 2)[start : start + length]


class Stretched(Say):
    """Speaks every message in the length of another language; numbers, months and dates are the language's own."""

    def text(self, message: str, /, **values: object) -> str:
        """The message, lengthened or in Chinese characters."""
        if not message:
            return ""
        changed = {"es": _stretched, "zh": _chinese}.get(self.language, str)(message)
        return changed.format(**values) if values else changed

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form for the count, changed likewise."""
        return self.text(one if count == 1 else many, count=count, **values)


def speaker(language: str, currency: str = "EUR") -> Stretched:
    """Spanish in Spain's numbers, English and Chinese in theirs."""
    return Stretched(language, currency=currency, zone="Europe/Madrid")
