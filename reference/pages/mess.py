"""Writes `docs/demo-mess.md`, what goes wrong in a made place and how often: `python -m reference.pages.mess`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby

from reference.pages.form import DOCS, table
from wholeplace.demo.records.mess.rates import EVERY, MOST
from wholeplace.demo.records.spoil import KINDS

PAGE = DOCS / "demo-mess.md"
Row = dict[str, str]
INTRODUCTION = """\
# What goes wrong in a made place, and how often

Written from `wholeplace/data/mess.csv` by `python -m reference.pages.mess`; change it there. A rate is the share of
registrations (or rows) to which this happens of all to which it can. Where a reason says "of ...", only those count.
Almost nothing is published on how often services' records are wrong: what is assumed says so, and why. Choose other
rates by changing the table, or more of everything with `wholeplace demo --mess FACTOR`: all rates are then multiplied,
up to {most:.0f} %, and the place says so in its name and settings. Of `told_to_hide`, which is done as it should be,
it is how often the wish does not reach a source that is multiplied.
"""
SECTIONS = {
    "Registrations": "How a service writes somebody down: a row a registration. Each service makes its own mistakes.",
    "Rows": "What happens to rows on their way out. `truth/defect` lists each that the reader should find, by line.",
}


def page() -> str:
    """The whole page as Markdown."""
    text = (files("wholeplace") / "data" / "mess.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    parts = [[row for row in rows if (row["mess"] in KINDS) == of_rows] for of_rows in (False, True)]
    sections = [
        f"## {title}\n\n{meaning}\n\n{_table(part)}"
        for (title, meaning), part in zip(SECTIONS.items(), parts, strict=True)
    ]
    return "\n".join([INTRODUCTION.format(most=100 * MOST), *sections])


def _table(rows: Iterable[Row]) -> str:
    """A line a kind and reason: the rate of every source, then of those that differ."""
    grouped = groupby(rows, key=lambda row: (row["mess"], row["source_or_reason"], row["year"]))
    lines = [(f"`{mess}`", *_rates(list(same)), reason, year) for (mess, reason, year), same in grouped]
    return table(("what", "every source", "but", "source or reason", "year"), lines)


def _rates(rows: list[Row]) -> tuple[str, str]:
    told = {row["source"]: f"{100 * float(row['rate']):.4f}".rstrip("0").rstrip(".") + " %" for row in rows}
    every = told.pop(EVERY, "")
    return every, ", ".join(f"{source} {rate}" for source, rate in told.items())


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
