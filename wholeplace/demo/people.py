"""Invented residents in families and homes, drawn from a seed: enough to try every layout, and no more.

It is a sample, not a simulation: nobody's life unfolds here. Identifiers come from ranges that are never
issued, postcodes from an area that does not exist (QZ), so that no one can be mistaken for a real person.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import polars as pl

from wholeplace.sources.values.synthetic import (
    synthetic_nhs_number,
    synthetic_nino,
    synthetic_upn,
    synthetic_uprn,
)

AS_OF = date(2026, 3, 31)
KINDS = ("couple_with_children", "lone_parent", "couple", "single", "older_couple", "older_single")
SHARES = (0.30, 0.14, 0.18, 0.20, 0.09, 0.09)
ETHNICITIES = ("WBRI", "WOTH", "AIND", "APKN", "ABAN", "BAFR", "BCRB", "MWBC", "OOTH")
ETHNIC_SHARES = (0.52, 0.11, 0.06, 0.05, 0.08, 0.10, 0.04, 0.02, 0.02)
STREETS = ("Alder", "Beacon", "Cobbler", "Damson", "Elder", "Foundry", "Granary", "Heron", "Ivy", "Juniper")
ENDINGS = ("Street", "Road", "Close", "Avenue", "Lane", "Court")


def make_people(residents: int, seed: int) -> pl.DataFrame:
    """About `residents` people. Columns: person, home, role (adult, child), given_name, middle_names,
    family_name, birth_date, sex, ethnicity, nhs_number, upn (children), nino (adults), uprn, address,
    postcode, moved_in, mother, father (person numbers, null where none lives in the home).
    """
    random = np.random.default_rng(seed)
    homes = _homes(max(20, round(residents / 2.3)), random)
    people = pl.concat([_adults(homes, random), _children(homes, random)]).sort("home", "role", "birth_date")
    people = people.head(residents).with_row_index("person")
    return _parents(_named(_numbered(people), homes, random))


def _homes(count: int, random: np.random.Generator) -> pl.DataFrame:
    kind = random.choice(len(KINDS), count, p=SHARES)
    number = pl.Series(random.integers(1, 180, count)).cast(pl.String)
    street = pl.Series(random.choice(STREETS, count)) + " " + pl.Series(random.choice(ENDINGS, count))
    sector = pl.Series([f"QZ{area} {digit}" for area, digit in random.integers(1, 9, (count, 2))])
    letters = pl.Series(["".join(pair) for pair in random.choice(list("ABDEFGHJLN"), (count, 2))])
    days = random.integers(90, 9000, count)
    frame = pl.DataFrame(
        {
            "home": np.arange(count),
            "kind": pl.Series([KINDS[k] for k in kind]),
            "ethnicity": random.choice(ETHNICITIES, count, p=ETHNIC_SHARES),
            "address": number + " " + street,
            "postcode": sector + letters,
            "moved_in": [AS_OF - timedelta(days=int(d)) for d in days],
        }
    )
    return frame.with_columns(synthetic_uprn(pl.col("home")).alias("uprn"))


def _adults(homes: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    pairs = homes.filter(pl.col("kind").is_in(["couple_with_children", "couple", "older_couple"]))
    both = pl.concat([homes.with_columns(nth=pl.lit(0)), pairs.with_columns(nth=pl.lit(1))]).sort(
        "home", "nth"
    )
    older = both["kind"].str.starts_with("older").to_numpy()
    parents = both["kind"].is_in(["couple_with_children", "lone_parent"]).to_numpy()
    years = np.where(older, random.normal(75, 7, both.height), random.normal(44, 13, both.height))
    years = np.where(parents, random.normal(38, 7, both.height), years).clip(20, 98)
    female = np.where(
        both["nth"].to_numpy() == 0, random.random(both.height) < 0.8, random.random(both.height) < 0.1
    )
    return _people(both, years, female, "adult", random)


def _children(homes: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    with_children = homes.filter(pl.col("kind").is_in(["couple_with_children", "lone_parent"]))
    counts = random.choice([1, 2, 3, 4], with_children.height, p=[0.44, 0.39, 0.13, 0.04])
    each = with_children.with_columns(pl.Series("_n", counts)).select(
        pl.all().exclude("_n").repeat_by("_n").explode()
    )
    years = random.uniform(0, 17.9, each.height)
    return _people(
        each.with_columns(nth=pl.lit(2)), years, random.random(each.height) < 0.49, "child", random
    )


def _people(
    homes: pl.DataFrame, years: np.ndarray, female: np.ndarray, role: str, random: np.random.Generator
) -> pl.DataFrame:
    born = [AS_OF - timedelta(days=round(age * 365.25)) for age in years.tolist()]
    return homes.select("home", "kind", "ethnicity", "address", "postcode", "uprn", "moved_in").with_columns(
        pl.Series("birth_date", born),
        pl.Series("sex", np.where(female, "F", "M")),
        pl.lit(role).alias("role"),
    )


def _numbered(people: pl.DataFrame) -> pl.DataFrame:
    child, number = pl.col("role") == "child", pl.col("person")
    return people.with_columns(
        synthetic_nhs_number(number).alias("nhs_number"),
        pl.when(child).then(synthetic_upn(number)).alias("upn"),
        pl.when(~child).then(synthetic_nino(number)).alias("nino"),
    )


def _named(people: pl.DataFrame, homes: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    first, family = _name_lists()
    surnames = random.choice([n for n, _ in family], homes.height, p=_normal([w for _, w in family]))
    own = random.choice([n for n, _ in family], people.height, p=_normal([w for _, w in family]))
    by_home = pl.DataFrame({"home": homes["home"], "family_name": surnames})
    keyed = people.with_columns((pl.col("birth_date").dt.year() // 10 * 10).clip(1920, 2020).alias("decade"))
    given = _drawn(keyed, first, random)
    middle = _drawn(keyed, first, random).zip_with(
        pl.Series(random.random(people.height) < 0.6), pl.Series([None] * people.height, dtype=pl.String)
    )
    different = pl.Series(random.random(people.height) < 0.15) & (people["role"] == "adult")
    joined = people.join(by_home, on="home", how="left", maintain_order="left")
    return joined.with_columns(
        given.alias("given_name"), middle.alias("middle_names"),
        pl.when(different).then(pl.Series(own)).otherwise("family_name").alias("family_name"),
    )  # fmt: skip


def _drawn(
    keyed: pl.DataFrame, first: dict[tuple[str, int], list[tuple[str, float]]], random: np.random.Generator
) -> pl.Series:
    names = np.empty(keyed.height, dtype=object)
    for (sex, decade), rows in keyed.with_row_index("_at").group_by("sex", "decade", maintain_order=True):
        choices = first[str(sex), int(str(decade))]
        names[rows["_at"].to_numpy()] = random.choice(
            [n for n, _ in choices], rows.height, p=_normal([w for _, w in choices])
        )
    return pl.Series(names.tolist(), dtype=pl.String)


def _normal(weights: list[float]) -> np.ndarray:
    whole = np.array(weights)
    return whole / whole.sum()


def _name_lists() -> tuple[dict[tuple[str, int], list[tuple[str, float]]], list[tuple[str, float]]]:
    first: dict[tuple[str, int], list[tuple[str, float]]] = {}
    family: list[tuple[str, float]] = []
    text = (files("wholeplace") / "data" / "names.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        entry = (row["name"], float(row["weight"]))
        if row["kind"] == "family":
            family.append(entry)
        else:
            first.setdefault((row["sex"], int(row["birth_decade"])), []).append(entry)
    return first, family


def _parents(people: pl.DataFrame) -> pl.DataFrame:
    adults = people.filter(pl.col("role") == "adult")
    mothers = (
        adults.filter(pl.col("sex") == "F").group_by("home").agg(pl.col("person").first().alias("mother"))
    )
    fathers = (
        adults.filter(pl.col("sex") == "M").group_by("home").agg(pl.col("person").first().alias("father"))
    )
    joined = people.join(mothers, on="home", how="left", maintain_order="left")
    joined = joined.join(fathers, on="home", how="left", maintain_order="left")
    child = pl.col("role") == "child"
    return joined.with_columns(pl.when(child).then(name).alias(name) for name in ("mother", "father"))
