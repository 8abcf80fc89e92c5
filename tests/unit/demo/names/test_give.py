from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.demo.names import give_names, rename
from wholeplace.demo.world import NAME

AS_OF = date(2026, 3, 31)


@pytest.fixture(scope="module")
def name(person: pl.DataFrame, couples: pl.DataFrame) -> pl.DataFrame:
    return give_names(person, couples, 7, AS_OF)


@pytest.fixture(scope="module")
def born(name: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
    return name.filter(pl.col("why") == "birth").join(person.drop("sex"), on="person").sort("person")


def test_everybody_has_one_name_from_birth_and_one_open(name: pl.DataFrame, person: pl.DataFrame) -> None:
    assert dict(name.schema) == NAME
    first = name.group_by("person").agg(pl.col("from_date").min()).sort("person")
    assert first["from_date"].to_list() == person["birth"].to_list()
    assert name.filter(pl.col("to_date").is_null())["person"].sort().to_list() == person["person"].to_list()
    assert name.select("given", "surname").null_count().row(0) == (0, 0)


def test_each_name_runs_until_the_next(name: pl.DataFrame) -> None:
    following = name.with_columns(next=pl.col("from_date").shift(-1).over("person"))
    assert following.filter(pl.col("to_date").ne_missing(pl.col("next"))).is_empty()
    assert name.filter(pl.col("to_date") <= pl.col("from_date")).is_empty()


def test_names_do_not_depend_on_the_order_of_rows(
    name: pl.DataFrame, person: pl.DataFrame, couples: pl.DataFrame
) -> None:
    again = give_names(person.reverse(), couples.reverse(), 7, AS_OF)
    assert again.equals(name)
    assert not give_names(person, couples, 8, AS_OF).equals(name)


@pytest.mark.parametrize("parent", ["mother", "father"])
def test_no_two_children_of_a_parent_share_a_given_name(born: pl.DataFrame, parent: str) -> None:
    children = born.drop_nulls(parent)
    assert children.height > 500
    assert children.select(parent, "given").is_duplicated().sum() == 0


def test_brothers_and_sisters_of_both_parents_share_the_family_name(born: pl.DataFrame) -> None:
    boys = born.filter(pl.col("sex") == "M").drop_nulls("mother")
    assert boys.group_by("mother").agg(pl.col("surname").n_unique())["surname"].max() == 1


def test_children_mostly_bear_their_fathers_name(born: pl.DataFrame) -> None:
    fathers = born.select(father="person", fathers="surname")
    sons = born.filter(pl.col("sex") == "M", pl.col("origin") == "white_british").join(fathers, on="father")
    same = (sons["surname"] == sons["fathers"]).mean()
    assert isinstance(same, float)
    assert 0.7 < same < 1
    assert sons.filter(pl.col("surname").str.contains(".-.")).height > 0


def test_a_few_sons_bear_their_fathers_given_name(person: pl.DataFrame, couples: pl.DataFrame) -> None:
    rows = pl.concat([give_names(person, couples, seed, AS_OF) for seed in range(20)])
    given = rows.unique("person", maintain_order=True).select("person", "given")
    sons = person.filter(pl.col("sex") == "M").join(rows.filter(pl.col("why") == "birth"), on="person")
    fathers = rows.filter(pl.col("why") == "birth").select(father="person", fathers="given")
    assert given.height == person.height
    assert sons.join(fathers, on="father").filter(pl.col("given") == pl.col("fathers")).height > 0


def test_wives_change_more_often_than_husbands(name: pl.DataFrame) -> None:
    married = name.filter(pl.col("why") == "marriage")["sex"].value_counts()
    counts = dict(married.iter_rows())
    assert counts["F"] > 20 * counts.get("M", 0)
    assert counts["F"] > 80


def test_marriage_follows_coming_together(name: pl.DataFrame, couples: pl.DataFrame) -> None:
    dated = couples.drop_nulls("from_date").select("a", "b", together="from_date", ended="to_date")
    long = dated.unpivot(["a", "b"], index=["together", "ended"], value_name="person")
    rows = name.filter(pl.col("why") == "marriage").join(long, on="person")
    assert rows.height > 20
    assert rows.filter(pl.col("from_date") < pl.col("together")).is_empty()
    back = name.filter(pl.col("why") == "separation").join(long, on="person")
    assert back.height
    assert (back["from_date"] == back["ended"]).all()


def test_the_unwed_keep_their_name(person: pl.DataFrame, couples: pl.DataFrame) -> None:
    assert give_names(person, couples.clear(), 7, AS_OF)["why"].unique().to_list() == ["birth"]


def test_women_have_womens_forms(born: pl.DataFrame) -> None:
    assert born.filter(pl.col("sex") == "F", pl.col("surname").str.ends_with("ski")).is_empty()
    assert born.filter(pl.col("sex") == "M", pl.col("surname").is_in(["Kaur", "Begum", "Khatun"])).is_empty()


def test_short_forms_and_middle_names_are_other_names(born: pl.DataFrame) -> None:
    assert born.filter(pl.col("middle") == pl.col("given")).is_empty()
    assert 0 < born["known_as"].is_not_null().sum() < born.height / 2
    assert born.filter(pl.col("known_as") == pl.col("given")).is_empty()


def test_people_who_are_their_own_forebears_are_refused(person: pl.DataFrame, couples: pl.DataFrame) -> None:
    odd = person.with_columns(mother=pl.when(pl.col("person") == 2).then(3).otherwise("mother"))
    with pytest.raises(ValueError, match="own forebears"):
        give_names(odd, couples, 7, AS_OF)


def _change(person: int, why: str, sex: str | None = None, surname: str | None = None) -> dict[str, object]:
    return {"person": person, "from_date": date(2024, 1, 9), "why": why, "sex": sex, "surname": surname}


def test_new_names_take_over_on_their_day(name: pl.DataFrame, person: pl.DataFrame) -> None:
    other = "M" if person["sex"][4] == "F" else "F"
    rows = [
        _change(3, "adoption", surname="Hale"),
        _change(4, "gender_recognition", other),
        _change(8, "protection"),
        _change(9, "adoption"),
    ]
    changes = pl.DataFrame(rows, schema_overrides={"sex": pl.String, "surname": pl.String})
    after = rename(name, person, changes, 7)
    assert after.height == name.height + 4
    assert rename(name, person, changes.reverse(), 7).equals(after)
    new = {
        row["person"]: row
        for row in after.filter(pl.col("from_date") == date(2024, 1, 9)).iter_rows(named=True)
    }
    old = {
        row["person"]: row
        for row in after.filter(pl.col("to_date") == date(2024, 1, 9)).iter_rows(named=True)
    }
    assert (new[3]["given"], new[3]["surname"]) == (old[3]["given"], "Hale")
    assert new[4]["sex"] == other != old[4]["sex"]
    assert new[4]["given"] != old[4]["given"]
    assert new[4]["surname"] == old[4]["surname"]
    assert new[8]["given"] != old[8]["given"]
    assert new[8]["surname"] != old[8]["surname"]
    assert new[9]["surname"] != old[9]["surname"]
