from __future__ import annotations

import pytest

from reference.tables_page import AREAS, PAGE, header_comment, page, tables_of


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m reference.tables_page"


@pytest.mark.parametrize("area", ["wholeplace.sources.contracts", "wholeplace.picture.contracts"])
def test_every_table_and_column_is_there(area: str) -> None:
    assert area in AREAS
    sections = {part.split("\n")[0]: part for part in page().split("\n### ")}
    for table in tables_of(area):
        for column in table.columns:
            assert f"\n| `{column}` |" in sections[table.name]


def test_an_area_without_contracts_has_no_tables() -> None:
    assert tables_of("wholeplace.nowhere") == ()


def test_the_head_of_a_model_becomes_prose_and_a_list() -> None:
    model = "-- What it is.\n--\n-- Rules:\n-- * One that\n--   goes on.\n-- * Two.\nSELECT 1 -- not this\n"
    assert header_comment(model) == "What it is.\n\nRules:\n\n* One that\n  goes on.\n* Two."
    assert header_comment("SELECT 1") == ""
