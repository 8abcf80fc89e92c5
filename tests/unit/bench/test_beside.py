"""The linkage bench: what is told where Splink is not installed, and what is drawn."""

from __future__ import annotations

from typing import Any

import polars as pl

from bench.linkage.beside import results
from bench.linkage.growth import drawn, line
from bench.linkage.plain import FEWEST_KNOWN, records
from tests.support.link_places import table

OURS: dict[str, Any] = {
    "people_seconds": 2.0, "seconds": 3.0, "f1": 0.99, "bcubed_f1": 0.995, "records": 1000, "peak_mb": 500.0,
    "processor_seconds": 4.0,
}  # fmt: skip
SPLINK: dict[str, Any] = {
    "pair_seconds": 4.0, "f1": 0.9, "bcubed_f1": 0.95, "records": 1000, "peak_mb": 700.0, "processor_seconds": 8.0,
}  # fmt: skip


def test_accuracy_and_time_stand_beside_one_another() -> None:
    rows = results("x", {"ours": OURS, "splink": SPLINK})
    assert [(row["ours"], row["reference"], row["ratio"]) for row in rows] == [
        (2.0, 4.0, 0.5), (3.0, 4.0, 0.75), (0.99, 0.9, 1.1), (0.995, 0.95, 1.05),
    ]  # fmt: skip


def test_where_splink_is_missing_that_is_said() -> None:
    rows = results("x", {"ours": OURS})
    assert {row["reference"] for row in rows} == {"not installed"}
    assert line({"ours": OURS}).endswith("| - | - | - | - |")


def test_growth_is_a_row_a_size_and_a_drawing() -> None:
    found = {"ours": OURS, "splink": SPLINK}
    assert line(found) == "| 1,000 | 2.0 | 3.0 | 4.0 | 500 | 0.990 | 4.0 | 8.0 | 700 | 0.900 |"
    assert drawn([found]).startswith("<svg")


class Read:
    """A place that has been read."""

    def __init__(self, **tables: str) -> None:
        self.tables = tables
        self.store = self

    def read(self, name: str) -> pl.DataFrame:
        if name == "detail":
            return pl.DataFrame({"record_id": ["a"], "kind": ["city"], "value": ["Testbury"]})
        return table(name, self.tables.get(name, ""))


def test_splink_is_given_people_with_their_last_address_that_is_no_secret() -> None:
    place: Any = Read(
        record="record_id given_name family_name birth_date name_kind\na Orla Tansley 2010-03-04 person\n"
        "b - Tansley~Ltd - organisation",
        address="record_id postcode from_date hidden\na AA1~1AA 2020-01-01 false\na AA1~1AB 2021-01-01 false\n"
        "a AA1~1AC 2022-01-01 true",
    )
    assert FEWEST_KNOWN < 1
    assert records(place).rows(named=True) == [
        {
            "unique_id": "a", "given_name": "orla", "family_name": "tansley", "birth_date": "2010-03-04",
            "postcode": "AA1 1AB", "detail_city": "testbury",
        }
    ]  # fmt: skip
