"""Days as sets of numbers and months as pairs, for reference implementations that go day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

Month = tuple[int, int]


def days_of(first: date, end: date | None, forever: int) -> set[int]:
    """From the first day up to the end, which is not one of them; at least one day."""
    start = first.toordinal()
    last = forever if end is None else max(end.toordinal() - 1, start)
    return set(range(start, last + 1))


def unbroken(days: set[int]) -> list[set[int]]:
    """The days in unbroken runs."""
    runs: list[set[int]] = []
    for day in sorted(days):
        if runs and day - 1 in runs[-1]:
            runs[-1].add(day)
        else:
            runs.append({day})
    return runs


def from_and_to(run: set[int], forever: int) -> dict[str, date | None]:
    """The run as a period; one that reaches `forever` is open."""
    last = max(run)
    end = None if last == forever else date.fromordinal(last + 1)
    return {"from_date": date.fromordinal(min(run)), "to_date": end}


def month_of(day: date | int) -> Month:
    """Year and month of a day."""
    as_date = date.fromordinal(day) if isinstance(day, int) else day
    return (as_date.year, as_date.month)


def months_before(month: Month, months: int) -> Month:
    """The month so many months earlier."""
    number = month[0] * 12 + month[1] - 1 - months
    return (number // 12, number % 12 + 1)


def last_day_of(month: Month) -> date:
    """The month's last day."""
    return date(*months_before(month, -1), 1) - timedelta(days=1)


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from the first to the last, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = months_before(first, -1)
    return months


def listed(names: Iterable[str]) -> str:
    """Names, each once, in order, as one text."""
    return ", ".join(sorted(set(names)))


def grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    """Rows by key."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
