"""Residents by area, age and sex: linked, weighed and unseen."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.support.picture_tables import Rows, drawn


def people(*rows: tuple[str, str, str | None], **more: object) -> Rows:
    """Name, sex, month of birth."""
    return [
        {
            "person_id": name, "sex": sex, "birth_month": date.fromisoformat(born) if born else None,
            "known_parent": False, **more,
        }
        for name, sex, born in rows
    ]  # fmt: skip


def homes(text: str) -> str:
    return "person_id household_id area from_date to_date\n" + text


def counts(**given: str | Rows) -> pl.DataFrame:
    return drawn("population", years=1, **given)


TWO = people(("ann", "female", "2000-01-01"), ("bob", "male", "1990-05-01"))
PUBLISHED: Rows = [
    {"area": "E1", "age_band": "18 to 39", "age_from": 18, "sex": "female", "people": 3.5, "year": 2021},
    {"area": "E1", "age_band": "18 to 39", "age_from": 18, "sex": "male", "people": 0.5, "year": 2021},
    {"area": "E2", "age_band": "0 to 16", "age_from": 0, "sex": "male", "people": 2.0, "year": 2021},
]


def last(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("month") == date(2024, 6, 1))


def test_linked_and_unseen_make_up_what_is_published() -> None:
    made = last(
        counts(
            person=TWO,
            residence=homes("ann h1 E1 2020-01-01 .\nbob h1 E1 2020-01-01 ."),
            published_population=PUBLISHED,
        )
    )
    assert made.select("area", "sex", "people", "published", "unseen", "weight").rows() == [
        ("E1", "female", 1, 3.5, 2.5, 1.0),
        ("E1", "male", 1, 0.5, 0.0, 0.5),
        ("E2", "male", 0, 2.0, 2.0, 0.0),
    ]
    assert made["published_year"].to_list() == [2021, 2021, 2021]
    whole = made.select((pl.col("people") * pl.col("weight") + pl.col("unseen")).sum())
    assert whole.item() == 6.0


def test_without_published_counts_the_table_says_so() -> None:
    made = last(counts(person=TWO, residence=homes("ann h1 E1 2020-01-01 .")))
    assert made.select("people", "published", "unseen", "weight", "basis").rows() == [
        (1, None, None, 1.0, "linked only")
    ]


def test_who_cannot_be_placed_is_counted_among_the_unseen() -> None:
    someone = people(
        ("ann", "female", None), ("bob", "unknown", "1990-05-01"), ("cat", "female", "2000-01-01")
    )
    stays = homes("ann h1 E1 2020-01-01 .\nbob h1 E1 2020-01-01 .\ncat h2 . 2020-01-01 .")
    made = last(counts(person=someone, residence=stays, published_population=PUBLISHED))
    nowhere = made.filter(pl.col("area").is_null())
    assert nowhere.select("age_band", "sex", "people", "unseen", "weight").rows() == [
        (None, None, 3, None, 0.0)
    ]
    assert made["unseen"].sum() == 6.0


def test_a_stay_counts_on_the_last_day_of_a_month_and_the_latest_of_several() -> None:
    one = people(("ann", "female", "2000-01-01"))
    stays = homes("ann h1 E1 2020-01-01 2024-03-31\nann h2 E2 2024-02-10 2024-05-02\nann h3 E3 2024-06-30 .")
    made = counts(person=one, residence=stays)
    where = dict(made.filter(pl.col("people") > 0).select("month", "area").rows())
    assert [where.get(date(2024, month, 1)) for month in range(1, 7)] == ["E1", "E2", "E2", "E2", None, "E3"]


def test_nobody_counts_before_birth_or_from_the_month_of_death() -> None:
    baby = people(("ann", "female", "2024-04-01"), death_month=date(2024, 6, 1))
    made = counts(person=baby, residence=homes("ann h1 E1 2020-01-01 ."))
    assert made["month"].to_list() == [date(2024, 4, 1), date(2024, 5, 1)]


def test_a_birthday_moves_somebody_into_the_next_band() -> None:
    one = people(("ann", "female", "2006-03-01"))
    made = counts(person=one, residence=homes("ann h1 E1 2020-01-01 ."))
    bands = dict(made.filter(pl.col("people") > 0).select("month", "age_band").rows())
    assert (bands[date(2024, 2, 1)], bands[date(2024, 3, 1)]) == ("17 to 17", "18 to 39")


def test_an_unknown_start_counts_from_when_the_person_was_first_seen() -> None:
    one = people(("ann", "female", "2000-01-01"), first_seen=date(2024, 4, 12))
    made = counts(person=one, residence=homes("ann h1 E1 . ."))
    assert made["month"].min() == date(2024, 4, 1)
