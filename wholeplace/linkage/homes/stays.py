"""Who lived where, and when: what sources say of addresses, weighed where they disagree.

The rules stand in SQL, in the order in which they are run:

* `one_place.sql`: ways of writing one address.
* `register.sql`: the source, if any, on which nearly everybody is.
* `born.sql`, `sighting.sql`: each address of a record, and how the source means it.
* `support.sql`: how much that speaks for, and until when.
* `residence.sql`: each person's home from day to day.
* `departure.sql`: who has left the place or died. Residences end there.
* `with_adults.sql`, and `residence.sql` once more: children live where the adults of their home live, where no
  source says otherwise, and who moved in together had lived together.
* `in_hiding.sql`: those who fled, and of whom no address is known since.
* `second_home.sql`: children who have two homes.
* `household.sql`: who of those lived together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.addresses import LIVED_AT, lived_in
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.numbers import Codes, once

FLOOR, CEILING = date(1, 1, 1), date(9999, 12, 31)
WITH_ADULTS = "with adults"
"""What stands for a source where only the home's adults say where a child lives: it tells no address."""

NOWHERE = "hidden "
"""The place of whoever is in hiding where nobody knows; of those of one postcode it begins so."""

ALONE = pl.DataFrame(schema={"person_id": pl.String, "company": pl.String, "from_date": pl.Date})
"""Nobody who hides has company."""

FIRST = ("born", "register", "sighting", "support", "residence", "departure")


def residences(
    address: pl.DataFrame,
    dealing: pl.DataFrame,
    parent: pl.DataFrame,
    protected: pl.Series,
    *,
    as_of: date,
    gap_days: int,
    hide_kinds: Collection[str],
    jobs: int,
    company: pl.DataFrame = ALONE,
) -> pl.DataFrame:
    """One row for each stay of a person in a household, with `place` and the household's key and dates.

    dealing: one row a record, with record_id, person_id, source, given, family, birth_date, death_date,
    seen_from and seen_to (by all facts), listed_from and listed_to (as the source itself says). parent: child and
    adult, by ties. protected: person_id of those who follow nobody and whom nobody follows.

    Correspondence addresses and bare postcodes make no household; a hidden address makes one of that person
    alone, or of those of one `company` (person_id, company, and from_date, when they fled) together. Dates are
    between FLOOR and CEILING, which stand for unknown and open.
    """
    settings = {"as_of": as_of, "gap_days": gap_days}
    placed = lived_in(address, hide_kinds).filter(pl.col("kind").is_in(LIVED_AT))
    placed = _one_spelling(placed, dealing, jobs).with_columns(_place_or_nowhere())
    codes = Codes(once(dealing["person_id"], company["company"]), once(placed["place"], pl.Series([NOWHERE])))
    dealing = codes.person(dealing, "person_id").with_row_index("n")
    stay = _stays(codes.place(placed), dealing)
    dealing = dealing.drop("n", "record_id")
    found = _run(FIRST, {"stay": stay, "dealing": dealing}, settings, jobs)
    lived = _until(found["residence"], found["departure"])
    known = {"dealing": dealing, "parent": codes.person(parent, "child", "adult"), "born": found["born"]}
    guarded = codes.person(protected.unique().to_frame("who"), "who")["who"].drop_nulls()
    open_to_all = lived.filter(~pl.col("person_id").is_in(guarded.implode()))
    seen = known | {"sighting": found["sighting"], "residence": open_to_all}
    followed = _run(("with_adults",), seen, settings, jobs)["with_adults"]
    support = pl.concat([found["support"], followed.select(found["support"].columns)], how="vertical_relaxed")
    lived = _with_children(lived, followed, support, found["departure"], settings, jobs)
    together = codes.person(company, "person_id", "company")
    lived = pl.concat(
        [lived, _in_hiding(lived, together, found["departure"], codes, settings, jobs)],
        how="vertical_relaxed",
    )
    second = _run(("second_home",), known | {"support": support, "residence": lived}, settings, jobs)
    whole = pl.concat([lived, second["second_home"].select(lived.columns)], how="vertical_relaxed")
    homes = _run(("household",), {"residence": whole, "company": together}, settings, jobs)["household"]
    return codes.told(homes)


def _run(
    names: Collection[str], tables: Mapping[str, pl.DataFrame], settings: Mapping[str, Any], jobs: int
) -> dict[str, pl.DataFrame]:
    return run_models({name: model_text(name) for name in names}, tables, settings, jobs=jobs)


def _with_children(
    lived: pl.DataFrame,
    followed: pl.DataFrame,
    support: pl.DataFrame,
    departure: pl.DataFrame,
    settings: Mapping[str, Any],
    jobs: int,
) -> pl.DataFrame:
    """Residences, those of children who follow adults weighed anew with where the adults lived."""
    young = followed["person_id"].unique().implode()
    again = _run(
        ("residence",), {"support": support.filter(pl.col("person_id").is_in(young))}, settings, jobs
    )
    children = _until(again["residence"], departure)
    others = lived.filter(~pl.col("person_id").is_in(young))
    return pl.concat([others, children.select(others.columns)])


def _in_hiding(
    lived: pl.DataFrame,
    company: pl.DataFrame,
    departure: pl.DataFrame,
    codes: Codes,
    settings: Mapping[str, Any],
    jobs: int,
) -> pl.DataFrame:
    """Residences of those who fled over the time of which no address is known, as `lived` has them."""
    tables = {"residence": lived, "company": company, "departure": departure}
    found = _run(("in_hiding",), tables, settings, jobs)["in_hiding"]
    return codes.place(found.with_columns(pl.lit(NOWHERE).alias("place"))).select(lived.columns)


def _until(lived: pl.DataFrame, departure: pl.DataFrame) -> pl.DataFrame:
    """Residences as far as they lie before the person left or died."""
    joined = lived.join(departure, on="person_id", how="left", maintain_order="left")
    ended = joined.with_columns(pl.min_horizontal("to_date", "until").alias("to_date"))
    return ended.filter(pl.col("from_date") < pl.col("to_date")).drop("until")


def _stays(placed: pl.DataFrame, dealing: pl.DataFrame) -> pl.DataFrame:
    """Addresses lived at, by person. dealing: with n, a number a record."""
    ended = _moved_on(placed.drop("source", "postcode").join(dealing, on="record_id").drop("record_id"))
    hidden = ended.filter("hidden").select("person_id", "place").drop_nulls().unique()
    shown = ended.join(
        hidden.with_columns(hides=True), on=["person_id", "place"], how="left", maintain_order="left"
    )
    return (
        # What one source hides of a person's address, no other source's row on that address shows.
        shown.with_columns(pl.col("hidden") | pl.col("hides").fill_null(False))
        .filter(pl.col("place").is_not_null())
        .select(
            "person_id", "place", "hidden", "kind", "source", "from_date", "to_date", "seen_from", "seen_to",
            "listed_from", "listed_to",
        )
        .unique()
        .sort(pl.all())
    )  # fmt: skip


def _moved_on(dated: pl.DataFrame) -> pl.DataFrame:
    """Where a source notes a new home and gives no end to the one before, that ends as the new one starts."""
    key = ["n", "kind", "from_date"]
    several = dated.filter(pl.col("n").is_duplicated())
    starts = several.select(key).unique().sort(key, nulls_last=False)
    following = starts.with_columns(pl.col("from_date").shift(-1).over("n", "kind").alias("next"))
    joined = dated.join(following, on=key, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.coalesce("to_date", "next").alias("to_date")).drop("next")


def _one_spelling(placed: pl.DataFrame, dealing: pl.DataFrame, jobs: int) -> pl.DataFrame:
    """The addresses, each way of writing one as that which stands for it (`one_place.sql`)."""
    written = placed.select("record_id", "place").filter(pl.col("place").str.starts_with("text "))
    lived = written.join(dealing.select("record_id", "person_id", "family"), on="record_id")
    same = _run(("one_place",), {"lived": lived}, {}, jobs)["one_place"]
    named = placed.join(same, on="place", how="left", maintain_order="left")
    return named.with_columns(pl.coalesce("same", "place").alias("place")).drop("same")


def _place_or_nowhere() -> pl.Expr:
    """A hidden stay counts as one even where the place is not well enough known to share with others."""
    vague = pl.concat_str(pl.lit(NOWHERE), pl.col("postcode").fill_null(""))
    return pl.when(pl.col("hidden")).then(pl.coalesce("place", vague)).otherwise("place").alias("place")
