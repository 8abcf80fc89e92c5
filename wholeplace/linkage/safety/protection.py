"""The table `protection`: everybody who is protected, from whom, from when on, and why.

Three kinds. `hidden_address`: where the person lives is told to nobody. `not_together`: nothing may show the
person with the other one, nor lead from the other to where the person is. `two_identities`: nothing may tell that
the two are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from wholeplace.linkage.addresses import lived_in
from wholeplace.linkage.contracts import PROTECTION
from wholeplace.linkage.safety.flight import flights
from wholeplace.linkage.safety.rules import Rules
from wholeplace.linkage.safety.sealed import sealed_pairs

FLED = "left a shared address after domestic abuse, or for a refuge"
ADOPTED = "a number or a relative in common may give away an adoption"
MARKED = "a source hides the address"
BY_DEFAULT, BY_SOURCE = "default", "source"
FAMILY_KINDS = ("hidden_address", "not_together")


@dataclass(frozen=True)
class Guarded:
    """protection: the table. left: person_id, place and from_date of addresses that were left. place: of each row
    of `address`, in order. company: person_id, one id for all who fled together last, and from_date, when."""

    protection: pl.DataFrame
    left: pl.DataFrame
    place: pl.Series
    company: pl.DataFrame


@dataclass(frozen=True)
class Setting:
    """What of the settings decides who is protected by default."""

    by_default: bool
    adult_age: int
    communal_size: int


def guarded(
    tables: Mapping[str, pl.DataFrame], who: pl.DataFrame, rules: Rules, lifted: pl.DataFrame, setting: Setting,
    *, jobs: int,
) -> Guarded:  # fmt: skip
    """Who is protected. who: records with person_id and comparison columns. lifted: record_id and day (`on`)."""
    people = who.select("record_id", "person_id")
    left = pl.DataFrame(schema={"person_id": pl.String, "place": pl.String, "from_date": pl.Date})
    found = [_hidden_by_rule(rules, people), _apart_by_rule(rules, people), _marked(tables["address"], who)]
    placed = lived_in(tables["address"], ())
    if setting.by_default:
        ages = {"adult_age": setting.adult_age, "communal_size": setting.communal_size}
        fled = flights(tables, placed, who, **ages, jobs=jobs)
        fled = _not_lifted(fled, lifted.join(people, on="record_id"))
        left = fled.select(left.columns).unique()
        found += [_fled(fled), _sealed(tables, who, jobs)]
    whole = pl.concat([frame.select(_columns()) for frame in found]).unique()
    whole = pl.concat([whole, _relatives(whole, tables["relation"], people)]).unique()
    return Guarded(PROTECTION.shape(whole.filter(_not_oneself())), left, placed["place"], _company(left))


def _columns() -> list[pl.Expr]:
    return [pl.col(name).cast(kind) for name, kind in PROTECTION.columns.items()]


def _not_oneself() -> pl.Expr:
    return (pl.col("person_id") != pl.col("other_person_id")).fill_null(True)


def _hidden_by_rule(rules: Rules, people: pl.DataFrame) -> pl.DataFrame:
    own = rules.hide.join(people, on="record_id")
    return own.with_columns(pl.lit(None).alias("other_person_id"), pl.lit("hidden_address").alias("kind"))


def _apart_by_rule(rules: Rules, people: pl.DataFrame) -> pl.DataFrame:
    first = rules.apart.join(people.rename({"record_id": "record_a"}), on="record_a")
    other = people.select(record_b="record_id", other_person_id="person_id")
    return first.join(other, on="record_b")


def _marked(address: pl.DataFrame, who: pl.DataFrame) -> pl.DataFrame:
    """Whom a source hides at home, over the dates of that address; a placement hides itself alone."""
    homes = address.filter("hidden", pl.col("kind") != "placement")
    own = homes.join(who.select("record_id", "person_id", "seen_from"), on="record_id")
    return own.with_columns(
        pl.coalesce("from_date", "seen_from").alias("from_date"), pl.lit(None).alias("other_person_id"),
        pl.lit("hidden_address").alias("kind"), pl.lit(MARKED).alias("reason"), pl.lit(BY_SOURCE).alias("stated_by"),
    )  # fmt: skip


def _not_lifted(fled: pl.DataFrame, lifted: pl.DataFrame) -> pl.DataFrame:
    """A named person has lifted what came before that day; a later flight protects anew."""
    latest = lifted.group_by("person_id").agg(pl.col("on").max())
    joined = fled.join(latest, on="person_id", how="left", maintain_order="left")
    return joined.filter((pl.col("from_date") > pl.col("on")).fill_null(True)).drop("on")


def _fled(fled: pl.DataFrame) -> pl.DataFrame:
    """Hidden from everybody since the first flight, and not to be shown with those left behind since each."""
    said = {
        "to_date": pl.lit(None), "reason": pl.lit(FLED), "stated_by": pl.lit(BY_DEFAULT)
    }  # fmt: skip
    hidden = fled.group_by("person_id").agg(pl.col("from_date").min()).with_columns(
        pl.lit(None, dtype=pl.String).alias("other_person_id"), pl.lit("hidden_address").alias("kind"), **said
    )  # fmt: skip
    others = (
        fled.drop_nulls("other_person_id")
        .group_by("person_id", "other_person_id")
        .agg(pl.col("from_date").min())
    )
    apart = others.with_columns(pl.lit("not_together").alias("kind"), **said)
    return pl.concat([hidden.select(_columns()), apart.select(_columns())])


def _company(left: pl.DataFrame) -> pl.DataFrame:
    """Whose latest flight was from one place on one day fled together: person_id, the first of their ids, the day."""
    ordered = left.sort("person_id", "from_date", "place", descending=[False, True, False])
    latest = ordered.unique("person_id", keep="first", maintain_order=True)
    first = pl.col("person_id").min().over("place", "from_date").alias("company")
    return latest.select("person_id", first, "from_date")


def _sealed(tables: Mapping[str, pl.DataFrame], who: pl.DataFrame, jobs: int) -> pl.DataFrame:
    return sealed_pairs(tables["identifier"], tables["relation"], who, jobs=jobs).with_columns(
        pl.lit("two_identities").alias("kind"), pl.lit(None).alias("from_date"), pl.lit(None).alias("to_date"),
        pl.lit(ADOPTED).alias("reason"), pl.lit(BY_DEFAULT).alias("stated_by"),
    )  # fmt: skip


def _relatives(found: pl.DataFrame, relation: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Nobody of a former identity's family may be shown with the new one."""
    sealed = found.filter(pl.col("kind") == "two_identities")
    if sealed.is_empty():
        return found.clear()
    ends = relation.select("record_id", "other_record_id").drop_nulls()
    first = people.select("record_id", former="person_id")
    second = people.select(other_record_id="record_id", relative="person_id")
    known = ends.join(first, on="record_id").join(second, on="other_record_id").select("former", "relative")
    kin = pl.concat([known, known.select(former="relative", relative="former")]).unique()
    joined = sealed.join(kin, left_on="other_person_id", right_on="former")
    apart = joined.with_columns(
        pl.col("relative").alias("other_person_id"), pl.lit("not_together").alias("kind")
    )
    return apart.filter(_not_oneself()).select(_columns())
