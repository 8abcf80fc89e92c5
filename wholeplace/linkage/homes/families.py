"""Families: people tied as parents and children, partners, or carers, wherever they live.

The rule, by the ties that stand on the place's own date:

* Adults belong together who are partners, or are tied to one child, or are in one family by a source's own
  reference; but not adults who are known to live at different addresses, as parents with two homes do, unless
  they are partners, and never anyone with someone whose address is hidden.
* Each such set of adults is a family with all children tied to any of them, and anyone they care for. So a
  child with two homes is in two families.
* Children of whom no source names an adult are a family with those that a source says are their siblings or
  family.
* More than LARGEST_FAMILY adults together are an institution, and no family.
* A grown-up child is no member of the parents' family, unless cared for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.linkage.people.components import components
from wholeplace.privacy import PlaceKey, keyed_ids

LARGEST_FAMILY = 12
PARENTAL = ("parent", "mother")
SPAN = ("from_date", "to_date")


@dataclass(frozen=True)
class Moment:
    """When families are looked at, and from what age in years on people are adults."""

    as_of: date
    adult_age: int


def family_members(
    tie: pl.DataFrame, born: pl.DataFrame, residence: pl.DataFrame, key: PlaceKey, moment: Moment
) -> pl.DataFrame:
    """The `family_member` table. born: person_id and birth_date. residence: as stored, with hidden ones."""
    ages = _with_ages(tie, born, moment)
    now = ages.filter(_stands(moment.as_of))
    raised = _raised(now)
    bonds = _bonds(now, raised, _lived_in(residence, moment.as_of))
    cores = _cores(raised, bonds)
    adults = cores.join(_adult_rows(raised, now), on="person_id")
    children = raised.join(cores, left_on="adult", right_on="person_id").rename({"child": "person_id"})
    members = pl.concat([adults, children.select(adults.columns), _orphans(now, raised)])
    return _as_table(members, key)


def _stands(as_of: date) -> pl.Expr:
    begun = (pl.col("from_date") <= as_of).fill_null(True)
    return begun & (pl.col("to_date") > as_of).fill_null(True)


def _with_ages(tie: pl.DataFrame, born: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """Ties with grown_a and grown_b: whether each is an adult by then, null where no birth date is known."""
    of_age = pl.col("birth_date").dt.offset_by(f"{moment.adult_age}y") <= moment.as_of
    grown = born.select("person_id", of_age.alias("grown"))
    first = tie.join(grown.rename({"person_id": "person_a", "grown": "grown_a"}), on="person_a", how="left")
    return first.join(grown.rename({"person_id": "person_b", "grown": "grown_b"}), on="person_b", how="left")


def _raised(now: pl.DataFrame) -> pl.DataFrame:
    """child, adult, role, span, minor: whoever is raised or cared for, and by whom.

    A young carer does not raise the adult cared for. role is the child's where no birth date is known.
    """
    kind = pl.col("kind")
    up = now.filter(kind.is_in([*PARENTAL, "carer"])).select(*_ends("a", "b"), "kind", *SPAN)
    down = now.filter(kind == "dependant").select(*_ends("b", "a"), "kind", *SPAN)
    family = now.filter(kind == "family")
    a_is_child = family.filter(~pl.col("grown_a") & pl.col("grown_b")).select(*_ends("a", "b"), "kind", *SPAN)
    b_is_child = family.filter(~pl.col("grown_b") & pl.col("grown_a")).select(*_ends("b", "a"), "kind", *SPAN)
    every = pl.concat([up, down, a_is_child, b_is_child])
    grown = pl.col("child_grown").fill_null(False)
    young_carer = grown & ~pl.col("adult_grown").fill_null(True)
    kept = every.filter(~(grown & kind.is_in(PARENTAL)) & ~young_carer)
    by_tie = pl.when(kind == "carer").then(pl.lit("adult")).otherwise(pl.lit("child"))
    role = (
        pl.when(pl.col("child_grown"))
        .then(pl.lit("adult"))
        .when(~pl.col("child_grown"))
        .then(pl.lit("child"))
    )
    return kept.with_columns(role.otherwise(by_tie).alias("role"), (~grown).alias("minor"))


def _ends(child: str, adult: str) -> list[pl.Expr]:
    return [
        pl.col(f"person_{child}").alias("child"),
        pl.col(f"person_{adult}").alias("adult"),
        pl.col(f"grown_{child}").alias("child_grown"),
        pl.col(f"grown_{adult}").alias("adult_grown"),
    ]


def _lived_in(residence: pl.DataFrame, as_of: date) -> pl.DataFrame:
    return residence.filter(_stands(as_of)).select("person_id", "household_id", "hidden").unique()


def _bonds(now: pl.DataFrame, raised: pl.DataFrame, lived: pl.DataFrame) -> pl.DataFrame:
    """Pairs of adults (a, b) who belong together."""
    child_of = raised.filter("minor").select("child", pl.col("adult").alias("a")).unique()
    shared = child_of.join(child_of.rename({"a": "b"}), on="child").filter(pl.col("a") < pl.col("b"))
    both = now.filter(pl.col("grown_a").fill_null(True), pl.col("grown_b").fill_null(True))
    pairs = [pl.col("person_a").alias("a"), pl.col("person_b").alias("b")]
    partners = now.filter(pl.col("kind") == "spouse_or_partner").select(pairs).unique()
    relatives = both.filter(pl.col("kind") == "family").select(pairs)
    others = (
        pl.concat([shared.select("a", "b"), relatives]).unique().join(partners, on=["a", "b"], how="anti")
    )
    together = others.join(_apart(others, lived), on=["a", "b"], how="anti")
    hiding = lived.filter("hidden")["person_id"].implode()
    seen = ~(pl.col("a").is_in(hiding) | pl.col("b").is_in(hiding))
    return pl.concat([partners, together]).filter(seen).sort("a", "b")


def _apart(pairs: pl.DataFrame, lived: pl.DataFrame) -> pl.DataFrame:
    """Those pairs of which both have a known home, and none in common."""
    homes = lived.select("person_id", "household_id")
    a, b = (pairs.join(homes.rename({"person_id": end}), on=end) for end in ("a", "b"))
    known = a.select("a", "b").unique().join(b.select("a", "b").unique(), on=["a", "b"])
    common = a.join(b, on=["a", "b", "household_id"]).select("a", "b").unique()
    return known.join(common, on=["a", "b"], how="anti")


def _cores(raised: pl.DataFrame, bonds: pl.DataFrame) -> pl.DataFrame:
    """person_id and family key of every adult of a family; sets that are too large are left out."""
    people = pl.concat([raised["adult"], bonds["a"], bonds["b"]]).unique().sort()
    return _grouped(people, bonds).filter(pl.len().over("key") <= LARGEST_FAMILY)


def _grouped(people: pl.Series, bonds: pl.DataFrame) -> pl.DataFrame:
    """Each person with the key of the component of bonds (a, b) they are in: its smallest person_id."""
    numbered = pl.DataFrame({"person_id": people}).with_row_index("n")
    links = bonds.select(
        pl.col(end).replace_strict(people, numbered["n"], default=None, return_dtype=pl.UInt32)
        for end in ("a", "b")
    )
    labels = components(len(people), links)
    return pl.DataFrame({"person_id": people, "key": people.gather(labels)})


def _adult_rows(raised: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Spans in which each adult stands in the family, with their own role by age where that is known."""
    role = pl.when(~pl.col("grown")).then(pl.lit("child")).otherwise(pl.lit("adult")).alias("role")
    own = raised.select(pl.col("adult").alias("person_id"), pl.col("adult_grown").alias("grown"), *SPAN)
    tied = now.filter(pl.col("kind").is_in(["spouse_or_partner", "family"]))
    ends = [
        tied.select(pl.col(f"person_{end}").alias("person_id"), pl.col(f"grown_{end}").alias("grown"), *SPAN)
        for end in ("a", "b")
    ]
    return pl.concat([own, *ends]).select("person_id", role, *SPAN)


def _orphans(now: pl.DataFrame, raised: pl.DataFrame) -> pl.DataFrame:
    """Children of whom no adult is known, with those they are said to be siblings or family of."""
    known = raised["child"].implode()
    young = now.filter(
        pl.col("kind").is_in(["sibling", "family"]), ~pl.col("grown_a"), ~pl.col("grown_b"),
        ~pl.col("person_a").is_in(known), ~pl.col("person_b").is_in(known),
    )  # fmt: skip
    bonds = young.select(pl.col("person_a").alias("a"), pl.col("person_b").alias("b"))
    people = pl.concat([bonds["a"], bonds["b"]]).unique().sort()
    groups = _grouped(people, bonds).filter(pl.len().over("key") <= LARGEST_FAMILY)
    ends = [young.select(pl.col(f"person_{end}").alias("person_id"), *SPAN) for end in ("a", "b")]
    spans = pl.concat(ends).select("person_id", pl.lit("child").alias("role"), *SPAN)
    return groups.join(spans, on="person_id").with_columns(
        pl.concat_str(pl.lit("children "), "key").alias("key")
    )


def _as_table(members: pl.DataFrame, key: PlaceKey) -> pl.DataFrame:
    """One row a person and family, from the first tie to the last; families of one person alone are none."""
    adult_first = pl.col("role").sort().first()
    ends = [
        pl.when(pl.col("from_date").null_count() == 0).then(pl.col("from_date").min()).alias("from_date"),
        pl.when(pl.col("to_date").null_count() == 0).then(pl.col("to_date").max()).alias("to_date"),
    ]
    each = members.group_by("key", "person_id").agg(adult_first, *ends)
    several = each.filter(pl.len().over("key") > 1)
    family = keyed_ids(key, "f", ("family",), several["key"]).alias("family_id")
    return several.with_columns(family).drop("key").sort("family_id", "person_id")
