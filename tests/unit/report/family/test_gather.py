"""What may be shown of a family, and of whom nothing: protected people, hiding, adoption."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.linkage.safety.shown import Cover
from wholeplace.report.family.gather import ADOPTION, Life, gather

HID = date(2024, 6, 1)
PROTECTED = {
    "person_id": pl.String, "other_person_id": pl.String, "kind": pl.String, "from_date": pl.Date, "to_date": pl.Date,
    "reason": pl.String, "stated_by": pl.String,
}  # fmt: skip


def member(family: str, *people: str) -> list[dict[str, object]]:
    return [{"family_id": family, "person_id": one, "role": "adult", "from_date": None} for one in people]


def tables(**changes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    people = ["a", "b", "c", "d"]
    days = [date(2023, 1, 5), date(2025, 1, 5)]
    each = [(one, day) for one in people for day in days]
    base = pl.DataFrame(each, schema={"person_id": pl.String, "day": pl.Date}, orient="row")
    made = {
        "family_member": pl.DataFrame(
            [*member("f1", "a", "b", "c"), *member("f2", "a", "d")], schema_overrides={"from_date": pl.Date}
        ),
        "person": pl.DataFrame({"person_id": people}).with_columns(
            pl.lit(date(2010, 1, 1)).alias("birth_month"), pl.lit("female").alias("sex"),
            pl.lit(None, pl.Date).alias("death_month"), pl.lit(True).alias("known_parent"),
        ),
        "contact": base.select(
            "person_id", pl.lit("police").alias("service"), pl.lit("police").alias("agency"),
            pl.lit("visit").alias("kind"), pl.col("day").alias("date"), pl.lit(None, pl.Date).alias("end_date"),
            pl.lit("police").alias("sources"),
        ),
        "spell": base.select(
            "person_id", pl.lit("childrens_help").alias("track"), pl.lit("child_in_need").alias("state"),
            pl.col("day").alias("from_date"), pl.col("day").alias("to_date"), pl.lit("cin").alias("sources"),
        ),
        "exposure": base.select(
            "person_id", pl.lit("poverty").alias("factor"), pl.lit("circumstance").alias("kind"),
            pl.lit("self").alias("holder"), pl.col("day").alias("from_date"), pl.lit(None, pl.Date).alias("to_date"),
            pl.lit("benefits").alias("sources"),
        ),
    }  # fmt: skip
    return {**made, **changes}


def rule(kind: str, who: str, other: str | None = None) -> dict[str, object]:
    return {"person_id": who, "other_person_id": other, "kind": kind, "from_date": HID}


def life_of(who: str, *rules: dict[str, object], **changes: pl.DataFrame) -> Life:
    frames = tables(**changes)
    protection = pl.DataFrame(list(rules), schema=PROTECTED)
    record = pl.DataFrame({"record_id": ["ra"], "person_id": ["a"]})
    return gather(who, frames.__getitem__, Cover(record, protection))


def shown(life: Life) -> list[str]:
    return life.members["person_id"].to_list()


def test_the_largest_family_is_shown_the_one_asked_about_first() -> None:
    life = life_of("a")
    assert shown(life) == ["a", "b", "c"]
    assert life.members["number"].to_list() == [1, 2, 3]
    assert life.others == 1
    assert life.entries.height == 3 * 3 * 2
    assert life.entries["from_date"].is_sorted()


def test_somebody_without_a_family_is_shown_alone() -> None:
    alone = tables()["family_member"].filter(pl.col("person_id") != "d")
    assert shown(life_of("d", family_member=alone)) == ["d"]


@pytest.mark.parametrize("kind", ["not_together", "two_identities"])
def test_of_two_who_must_not_be_shown_together_the_other_is_left_out(kind: str) -> None:
    for rules in (rule(kind, "a", "b"), rule(kind, "b", "a")):
        life = life_of("a", rules)
        assert shown(life) == ["a", "c"]
        assert "b" not in life.entries["person_id"]


def test_where_neither_is_asked_about_both_are_left_out() -> None:
    assert shown(life_of("a", rule("not_together", "b", "c"))) == ["a"]


def test_nothing_tells_who_helps_somebody_since_they_hid() -> None:
    life = life_of("a", rule("hidden_address", "b"))
    hidden = life.entries.filter(pl.col("person_id") == "b")
    assert hidden.filter(pl.col("from_date") >= HID).is_empty()
    assert not hidden.filter(pl.col("from_date") < HID, pl.col("form") == "contact").is_empty()
    assert dict(life.members.select("person_id", "partly").rows()) == {"a": False, "b": True, "c": False}
    assert life.entries.filter(pl.col("person_id") == "a").height == 6


def test_nothing_speaks_of_an_adoption() -> None:
    frames = tables()
    told = frames["contact"].with_columns(pl.lit("placed_for_adoption").alias("kind"))
    placed = frames["spell"].with_columns(pl.lit("looked_after_adoption").alias("state"))
    life = life_of("a", contact=told, spell=placed)
    assert life.entries.height == 3 * 2
    assert not any(ADOPTION in str(value).lower() for row in life.entries.rows() for value in row)
    assert life.members["partly"].to_list() == [False] * 3, "that something is left out would itself tell"


def test_characteristics_and_what_others_have_are_no_circumstances_of_theirs() -> None:
    other = tables()["exposure"].with_columns(pl.lit("other").alias("holder"))
    trait = tables()["exposure"].with_columns(pl.lit("characteristic").alias("kind"))
    life = life_of("a", exposure=pl.concat([other, trait]))
    assert life.entries.filter(pl.col("form") == "recorded").is_empty()
