"""What is known of one would-be person, and whether two such can be one life."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from wholeplace.linkage.people.adopted import SIDE

TOLD_APART = "one source tells them apart"
BORN_APART = "different birth dates"
YEAR_ALONE = "0101"
ADOPTION = ""
"""No reason is given for what an adoption keeps apart: a reason would join the two lives in the review list."""


@dataclass
class Life:
    """What the records joined so far say. Dates are eight digits; adopted_from and seen are days by number.

    adopted_from: first sign of an adoption. seen: the latest first day of any of its records. rivals: numbers
    of records that are known to be of someone else.
    """

    members: set[int] = field(default_factory=set)
    marks: dict[str, int] = field(default_factory=dict)
    born: set[str] = field(default_factory=set)
    rivals: set[int] = field(default_factory=set)
    adopted_from: int | None = None
    seen: int | None = None

    def clash(self, other: Life, *, weighed: bool = False) -> str | None:
        """Why the two cannot be one person; None where nothing speaks against it.

        weighed: their birth dates have been held against all else that is known of them.
        """
        if _earliest(self.adopted_from, other.adopted_from) <= _latest(self.seen, other.seen):
            return ADOPTION
        for mark in sorted(self.marks.keys() & other.marks.keys()):
            if self.marks[mark] != other.marks[mark]:
                adopted = mark == SIDE or (self.adopted_from, other.adopted_from) != (None, None)
                return ADOPTION if adopted else f"two values of {mark.split('|')[0]}"
        if not weighed and not all(birth_dates_alike(a, b) for a in self.born for b in other.born):
            return BORN_APART
        return None if self.rivals.isdisjoint(other.members) else TOLD_APART

    def take(self, other: Life) -> None:
        """Join the other's records to this life."""
        self.members |= other.members
        self.marks |= other.marks
        self.born |= other.born
        self.rivals |= other.rivals
        days = [day for day in (self.adopted_from, other.adopted_from) if day is not None]
        self.adopted_from = min(days, default=None)
        days = [day for day in (self.seen, other.seen) if day is not None]
        self.seen = max(days, default=None)


def birth_dates_alike(a: str, b: str) -> bool:
    """Whether two dates of eight digits may be of one person.

    They are the same, the wrong way round (day and month), one digit, one day or one year apart, or of one year of
    which one gives the first day, as is written where only the year was known.
    """
    slips = sum(x != y for x, y in zip(a, b, strict=True))
    year_alone = a[:4] == b[:4] and YEAR_ALONE in (a[4:], b[4:])
    return slips <= 1 or year_alone or a == b[:4] + b[6:] + b[4:6] or _one_step(a, b)


def _one_step(a: str, b: str) -> bool:
    next_year = a[4:] == b[4:] and abs(int(a[:4]) - int(b[:4])) == 1
    return next_year or abs(date.fromisoformat(a) - date.fromisoformat(b)) == timedelta(days=1)


def _earliest(a: int | None, b: int | None) -> float:
    return min((day for day in (a, b) if day is not None), default=float("inf"))


def _latest(a: int | None, b: int | None) -> float:
    return max((day for day in (a, b) if day is not None), default=float("-inf"))
