"""What a register of nearly everybody tells of who lives here still, in a place of 150 people who are on it."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from tests.support.link_places import AS_OF, table
from wholeplace.linkage.homes.stays import residences

DATES = ("birth_date", "death_date", "seen_from", "seen_to", "listed_from", "listed_to")
Span = tuple[date, date]
BORN = "1990-01-01"
CROWD = {f"q{n}": "2010-01-01 - 2024-05-01" for n in range(150)}


def lives(about: dict[str, str], nowhere: int = 0, where: dict[str, int] | None = None) -> dict[str, Span]:
    """From when to when each of those in `about` lives here, beside CROWD.

    about: what the register and an account since 2015 know of a person: `listed_from listed_to seen_to ended met`,
    seen_to and ended of the account, met the day on which the police did. nowhere: so many more are dealt with by
    somebody who knows no address of them. where: homes by number of those who do not live each in their own.
    """
    rows, dealing = ["record_id source uprn from_date to_date"], []
    for n, (name, said) in enumerate((CROWD | about).items()):
        since, until, seen, ended, met = (
            None if word == "-" else word for word in f"{said} - - - -".split()[:5]
        )
        home = 999000100000 + (where or {}).get(name, n)
        rows.append(f"{name}/tax tax {home} 2015-01-01 {ended or '-'}")
        dealing.append((f"{name}/tax", name, "tax", BORN, None, None, None, seen))
        if since:
            rows.append(f"{name}/gp gp {home} - -")
            dealing.append((f"{name}/gp", name, "gp", BORN, since, until, None, None))
        if met:
            rows.append(f"{name}/police police {home} - -")
            dealing.append((f"{name}/police", name, "police", BORN, None, None, met, met))
    dealing += [(f"n{n}", f"n{n}", "pensions", BORN, None, None, None, "2024-05-01") for n in range(nowhere)]
    columns = (
        "record_id",
        "person_id",
        "source",
        "birth_date",
        "listed_from",
        "listed_to",
        "seen_from",
        "seen_to",
    )
    frame = pl.DataFrame(dealing, orient="row", schema=dict.fromkeys(columns, pl.String)).with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("given", "family", "death_date")
    )
    found = residences(
        table("address", "\n".join(rows)), frame.with_columns(pl.col(DATES).str.to_date()),
        pl.DataFrame(schema={"child": pl.String, "adult": pl.String}), pl.Series([], dtype=pl.String),
        as_of=AS_OF, gap_days=92, hide_kinds=["placement"], jobs=1,
    )  # fmt: skip
    return {
        name: (since, until)
        for name, since, until in found.select("person_id", "from_date", "to_date").rows()
        if name in about
    }


def stay(about: dict[str, str], nowhere: int = 0) -> set[str]:
    """Who of them lives here still."""
    return {name for name, (_, until) in lives(about, nowhere).items() if until > AS_OF}


def test_who_is_not_on_a_register_of_everybody_has_left_unless_seen_of_late() -> None:
    about = {
        "stays": "2010-01-01 - 2019-01-01", "left": "2010-01-01 2023-09-01 2024-05-01",
        "gone": "- - 2020-01-01", "new": "- - 2024-05-01", "undated": "- - -",
    }  # fmt: skip
    assert stay(about) == {"stays", "new"}


def test_a_register_of_everybody_is_judged_by_the_living_who_are_dealt_with_at_an_address() -> None:
    about = {"gone": "- - 2020-01-01"}
    assert stay(about, nowhere=200) == set()


def test_who_went_unseen_counts_until_half_way_to_when_the_register_began_to_tell_of_leavers() -> None:
    seen = date(2020, 1, 1)
    assert lives({"gone": f"- - {seen}"})["gone"][1] == seen + (AS_OF - seen) // 2
    since = date(2023, 1, 1)
    told = lives({"gone": f"- - {seen}", "left": f"2010-01-01 {since} 2020-01-01"})
    assert told["gone"][1] == seen + (since - seen) // 2


def test_how_late_the_register_is_of_comings_and_goings_is_learned_from_accounts() -> None:
    went = date(2023, 1, 1)
    about = {f"l{n}": f"2015-01-21 {went + timedelta(40)} 2020-01-01 {went}" for n in range(20)}
    late = {"a": f"2010-01-01 {went} 2020-01-01", **about}
    assert lives(late)["a"][1] == went - timedelta(40)
    assert lives(dict(list(late.items())[:20]))["a"][1] == went


def test_who_first_shows_on_the_register_came_then_but_not_whom_a_service_first_met() -> None:
    met = date(2024, 2, 1)
    shared = {"a": 500, "b": 500, "c": 500}
    about = {"a": f"- - - - {met}", "b": f"{met} -", "c": "2010-01-01 -"}
    came = {name: since for name, (since, _) in lives(about, where=shared).items()}
    assert came == {"a": date(2015, 1, 1), "b": met, "c": date(2015, 1, 1)}
