"""Whatever the place, no small count reaches a page: not in a table, not in a chart, not in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import report_frames
from wholeplace.report.step import pages
from wholeplace.report.view import Aside, Chart, DataTable, Headlines, Page, Prose

THINGS = "people|living|children|families|households|private|addresses|records|pairs|rows|were|of them"
SMALL = re.compile(rf"(?<![\d,])([1-9]) ({THINGS})\b")


def tables(page: Page) -> Iterator[DataTable]:
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, DataTable):
                yield block
            elif isinstance(block, Chart):
                yield block.table


def numbers(found: Iterable[DataTable]) -> list[str]:
    """Numbers in tables; of those by area only people, as rates and residents that others publish are no count."""
    return [
        row[at]
        for table in found
        for row in table.rows
        for at, column in enumerate(table.columns)
        if column.kind == "number" and not (table.id.startswith("areas-") and column.label != "People")
    ]


def drawn(page: Page) -> list[int]:
    return [
        row[key]
        for chart in page.charts()
        if not chart.id.startswith("cost")  # money, not people
        for panel in chart.panels
        for row in panel.spec["data"]["values"]
        for key in ("value", "length")
        if row.get(key) is not None
    ]


def sentences(page: Page) -> str:
    texts: list[str] = []
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Prose):
                texts += block.paragraphs
            elif isinstance(block, Aside):
                texts.append(block.text)
            elif isinstance(block, Headlines):
                texts += [each.text for each in block.sentences] + [
                    f"{f.value} {f.label}" for f in block.figures
                ]
            elif isinstance(block, Chart):
                texts += [panel.description for panel in block.panels]
    return " ".join(texts)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(people=st.one_of(st.integers(1, 400), st.integers(401, 2000)), seed=st.integers(0, 1000))
def test_no_small_count_reaches_a_page_and_every_count_of_people_is_rounded(people: int, seed: int) -> None:
    for page in pages(report_frames.given(report_frames.frames(people, seed, years=1))).values():
        assert [text for text in numbers(tables(page)) if re.fullmatch("[1-9]", text)] == []
        assert [number for number in drawn(page) if 0 < number < 10] == []
        assert SMALL.findall(sentences(page)) == []
        assert [number for number in drawn(page) if number % 5] == []
        assert [number for number in counted(page) if number % 5] == []


def counted(page: Page) -> list[int]:
    """Every whole number of people, homes or records in a table."""
    shown = numbers(table for table in tables(page) if not table.id.startswith("arrival"))
    return [int(text.replace(",", "")) for text in shown if re.fullmatch(r"[\d,]+", text)]
