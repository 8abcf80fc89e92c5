"""Where a name is usual: for the audit alone."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.audit import origin
from wholeplace.linkage.audit.origin import NOT_TOLD, audit_groups, groups, name_origin, name_origins


def told(given: str | None, family: str | None) -> str:
    names = pl.DataFrame(
        {"given": [given], "family": [family]}, schema={"given": pl.String, "family": pl.String}
    )
    return name_origin(names)["audit_group"][0]


@pytest.mark.parametrize(
    ("given", "family", "group"),
    [
        ("oliver", "jones", "british_or_irish"),
        ("oluwaseun", "adeyemi", "african"),
        ("fatima", "begum", "south_asian"),
        ("xqz", "vwk", NOT_TOLD),
        (None, None, NOT_TOLD),
    ],
)
def test_a_name_is_of_the_group_in_which_it_is_usual(
    given: str | None, family: str | None, group: str
) -> None:
    assert told(given, family) == group


def test_a_person_is_of_the_group_of_most_of_their_records() -> None:
    records = pl.DataFrame(
        {
            "n": [0, 1, 2, 3],
            "given": ["oliver", "oliver", "xqz", "o"],
            "family": ["jones", "jones", "vwk", None],
            "linkable": True,
        }
    )
    people = pl.DataFrame({"n": [0, 1, 2, 3], "label": [0, 0, 0, 3]})
    assert audit_groups(name_origins(records), people).rows() == [(0, "british_or_irish"), (3, NOT_TOLD)]


def test_the_lists_name_their_sources() -> None:
    assert len(groups()) == 6
    text = (origin.files("wholeplace") / "data" / "audit_names.csv").read_text(encoding="utf-8")
    assert all(line.split(",")[4] for line in text.splitlines())
