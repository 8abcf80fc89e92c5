from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.score.parts.drawn.services import score_contacts, score_overlap

WHO = pl.DataFrame({"person_id": ["p1", "p2"], "true_person": ["1", "2"]})
DAY, AS_OF = date(2026, 3, 2), date(2026, 3, 31)


def contacts(*people: str) -> pl.DataFrame:
    return pl.DataFrame({"person_id": people}).with_columns(
        service=pl.lit("gp"), agency=pl.lit("nhs"), kind=pl.lit("visit"), date=pl.lit(DAY)
    )


def test_contacts_with_the_right_person() -> None:
    part = score_contacts(contacts("p1"), contacts("1", "2"), WHO, None, None)
    assert (part["found"]["value"], part["right"]["value"], part["recorded"]) == (0.5, 1.0, None)
    assert part["found_by_service"]["gp"]["of"] == 2


def test_what_happened_and_was_told_to_a_source_by_kind() -> None:
    event = pl.DataFrame(
        {"id": ["a", "b", "c"], "true_person": ["1", "1", "2"], "kind": ["fall", "fall", "move"]}
    )
    told = pl.DataFrame({"fact_table": ["event", "spell"], "fact_id": ["a", "b"], "source": ["gp", "gp"]})
    part = score_contacts(contacts("p1"), contacts("1"), WHO, event, told)
    assert {kind: each["value"] for kind, each in part["recorded"].items()} == {"fall": 0.5, "move": 0.0}


def overlap(*rows: tuple[str, int]) -> pl.DataFrame:
    made = pl.DataFrame(rows, schema=["person_id", "services"], orient="row")
    return made.with_columns(month=pl.lit(AS_OF.replace(day=1)))


def test_services_that_know_somebody() -> None:
    part = score_overlap(overlap(("p1", 3), ("p2", 3)), overlap(("1", 3), ("2", 2), ("3", 5)), WHO, AS_OF)
    assert part["same"]["value"] == round(1 / 3, 6)
    assert part["services"]["value"] == 0.6
    assert (part["several_found"]["value"], part["several_right"]["value"]) == (0.5, 0.5)
