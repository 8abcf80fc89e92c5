from __future__ import annotations

from typing import Any

import polars as pl

from wholeplace.score.parts.drawn.costs import score_costs

WHO = pl.DataFrame({"person_id": ["p1", "p2"], "true_person": ["1", "2"]})


def costs(*rows: tuple[str, str, int]) -> pl.DataFrame:
    """Person, item and pounds; an item of care is economic and its carer's, any other the council's."""
    made: list[dict[str, Any]] = [
        {
            "person_id": person, "item": item, "service": "help", "year": 2024, "amount_pence": 100 * pounds,
            "payer": "carer" if item == "care" else "council", "kind": "economic" if item == "care" else "fiscal",
        }
        for person, item, pounds in rows
    ]  # fmt: skip
    return pl.DataFrame(made)


TRUE = costs(("1", "visit", 100), ("2", "visit", 300), ("2", "care", 50))


def test_all_that_is_true_found_is_one() -> None:
    found = costs(("p1", "visit", 100), ("p2", "visit", 300), ("p2", "care", 50))
    part = score_costs(found, TRUE, TRUE, WHO)
    assert part["all"]["fiscal"] == {
        "found_pence": 40_000, "true_pence": 40_000,
        "ratio": {"value": 1.0, "low": 1.0, "high": 1.0, "of": 40_000},
    }  # fmt: skip
    assert part["right"]["fiscal"]["value"] == 1
    assert part["not_recorded"]["economic"]["value"] == 0


def test_money_with_the_wrong_person_adds_up_and_is_not_right() -> None:
    found = costs(("p1", "visit", 300), ("p2", "visit", 100), ("p2", "care", 80))
    part = score_costs(found, TRUE, TRUE, WHO)
    assert part["all"]["fiscal"]["ratio"]["value"] == 1
    assert part["all"]["fiscal"]["ratio"]["high"] > 1.5
    assert part["right"]["fiscal"]["value"] == 0.5
    assert part["all"]["economic"]["ratio"]["value"] == 1.6
    assert list(part["by_payer"]) == ["council"], "other kinds are not fiscal cost"


def test_somebody_of_the_store_who_is_nobody_true_counts_as_found() -> None:
    part = score_costs(costs(("p1", "visit", 100), ("p9", "visit", 300), ("p1", "care", 50)), TRUE, TRUE, WHO)
    assert part["by_item"]["visit"]["ratio"]["value"] == 1
    assert part["right"]["fiscal"]["value"] == 0.25


def test_what_no_source_was_told_of_is_a_share_of_the_whole() -> None:
    whole = pl.concat([TRUE, costs(("3", "visit", 400), ("1", "care", 150))])
    part = score_costs(TRUE.with_columns(person_id=pl.format("p{}", "person_id")), TRUE, whole, WHO)
    assert part["not_recorded"]["fiscal"]["value"] == 0.5
    assert part["not_recorded"]["economic"]["value"] == 0.75
