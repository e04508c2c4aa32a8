"""Calendar months as values: what is booked, compared and closed."""

import calendar
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.refusal import N_, Mistake


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month; the database stores it as the number YYYYMM."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 12):
            raise Mistake(
                N_("{year}-{number} is not a month; months run from 01 to 12."),
                year=self.year,
                number=self.number,
            )

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which ``day`` lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """``2026-10`` as a month; raises ``Mistake`` for anything else."""
        year, dash, number = text.strip().partition("-")
        if not (
            dash and len(year) == 4 and len(number) == 2 and (year + number).isascii() and (year + number).isdigit()
        ):
            raise Mistake(N_("‘{text}’ is not a month. Write it as 2026-10."), text=text)
        return cls(int(year), int(number))

    @staticmethod
    @functools.lru_cache(4096)
    def from_code(code: int) -> "Month":
        """The month of the database's number YYYYMM."""
        return Month(code // 100, code % 100)

    @property
    def code(self) -> int:
        """The number YYYYMM, which sorts as time does."""
        return self.year * 100 + self.number

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        """The month so many months later (negative: earlier)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def until(self, last: "Month") -> Iterator["Month"]:
        """This month and every one up to and including ``last``."""
        between = (last.year - self.year) * 12 + last.number - self.number
        # counted, not compared: there is no month after December 9999
        for months in range(between + 1):
            yield self.plus(months)
