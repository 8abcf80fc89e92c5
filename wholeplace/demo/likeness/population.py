"""The population's figures on the first day, in the form in which likeness is told."""

from __future__ import annotations

import polars as pl

PEOPLE, HOMES = "Population on the first day", "Households on the first day"
CENSUS = "ONS, Census 2021 by LSOA"
NAMES = {
    "residents": (PEOPLE, "Residents", "people"),
    "disabled": (PEOPLE, "Disabled under the Equality Act", "people"),
    "ethnic_white": (PEOPLE, "White", "people"),
    "ethnic_mixed": (PEOPLE, "Mixed or multiple ethnic groups", "people"),
    "ethnic_asian": (PEOPLE, "Asian", "people"),
    "ethnic_black": (PEOPLE, "Black", "people"),
    "ethnic_other": (PEOPLE, "Other ethnic group", "people"),
    "households": (HOMES, "Households", "households"),
    "size_1": (HOMES, "One person", "households"),
    **{f"size_{n}": (HOMES, f"{n} people", "households") for n in range(2, 8)},
    "size_8": (HOMES, "8 people or more", "households"),
    "lone_parent": (HOMES, "Lone parents", "households"),
    "tenure_owned": (HOMES, "Owned outright", "households"),
    "tenure_mortgaged": (HOMES, "Owned with a mortgage", "households"),
    "tenure_shared": (HOMES, "Shared ownership", "households"),
    "tenure_social": (HOMES, "Social rented", "households"),
    "tenure_private": (HOMES, "Private rented or rent free", "households"),
    "bedrooms_1": (HOMES, "One bedroom", "households"),
    "bedrooms_2": (HOMES, "2 bedrooms", "households"),
    "bedrooms_3": (HOMES, "3 bedrooms", "households"),
    "bedrooms_4": (HOMES, "4 bedrooms or more", "households"),
    "occupancy_plus2": (HOMES, "Two bedrooms or more to spare", "households"),
    "occupancy_plus1": (HOMES, "A bedroom to spare", "households"),
    "occupancy_0": (HOMES, "As many bedrooms as needed", "households"),
    "occupancy_minus1": (HOMES, "Overcrowded by one bedroom", "households"),
    "occupancy_minus2": (HOMES, "Overcrowded by two bedrooms or more", "households"),
}
SEXES = {"f": "Women and girls", "m": "Men and boys"}


def population_rows(fit: pl.DataFrame) -> pl.DataFrame:
    """Rows group, label, unit, published, made, year, source, note from `homes.fit`: sexes, ages, then the rest."""
    bands = fit.filter(pl.col("measure").str.contains(r"^[fm]_\d+$")).with_columns(
        pl.col("measure").str.head(1).replace(SEXES).alias("sex"),
        pl.col("measure").str.slice(2).cast(pl.Int32).alias("age"),
    )
    sums = [pl.col("published", "made").sum(), pl.col("area_miss").mean()]
    sexes = bands.group_by("sex").agg(sums).sort("sex", descending=True).rename({"sex": "label"})
    ages = bands.group_by("age").agg(sums).sort("age").with_columns(_band().alias("label"))
    columns = ["label", "published", "made", "area_miss"]
    people = pl.concat([sexes.select(columns), ages.select(columns)]).with_columns(
        pl.lit(PEOPLE).alias("group"), pl.lit("people").alias("unit")
    )
    named = pl.DataFrame(
        [(k, *v) for k, v in NAMES.items()], schema=["measure", "group", "label", "unit"], orient="row"
    )
    rest = named.join(fit, on="measure", how="inner", maintain_order="left")
    order = ["group", "label", "unit", "published", "made", "area_miss"]
    both = pl.concat([people.select(order), rest.select(order)])
    return both.with_columns(
        pl.lit("2021").alias("year"), pl.lit(CENSUS).alias("source"), _note(fit).alias("note")
    ).drop("area_miss").sort(pl.col("group") == HOMES, maintain_order=True)  # fmt: skip


def _band() -> pl.Expr:
    age = pl.col("age")
    return (
        pl.when(age == 90)
        .then(pl.lit("Aged 90 and over"))
        .otherwise(pl.format("Aged {} to {}", age, age + 4))
    )


def _note(fit: pl.DataFrame) -> pl.Expr:
    """How far small areas are off, said once for people and once for households."""
    bands = fit.filter(pl.col("measure").str.contains(r"^[fm]_\d+$"))["area_miss"].mean()
    sizes = fit.filter(pl.col("measure").str.starts_with("size_"))["area_miss"].mean()
    people = f"a small area is off by {bands:.2f} people in a five-year band of one sex, on average"
    homes = f"a small area is off by {sizes:.2f} households of a size, on average"
    label = pl.col("label")
    return (
        pl.when(label == "Residents").then(pl.lit(people)).when(label == "Households").then(pl.lit(homes))
        .otherwise(pl.lit(""))
    )  # fmt: skip
