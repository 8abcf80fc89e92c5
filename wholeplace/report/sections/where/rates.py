"""Rates of small areas: so many people, of so many residents, with the range that chance alone would bring.

Too few people in an area: the middle layer area (MSOA) stands for all its areas, or the ward does, as disclosure
control asks. All areas of a measure are protected together with their total, so that no area is told by subtraction.
"""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import merged_areas
from wholeplace.report.figures.amounts import SUMS
from wholeplace.report.given import Given
from wholeplace.report.maps.drawing import ABOVE, ALIKE, BELOW
from wholeplace.report.maps.places import described
from wholeplace.report.sections.people import living

ELSEWHERE = "elsewhere"
PER = 1_000
USUAL, CLEAR = 1.96, 3.09
"""Normal deviates of a range that holds 95 % and 99.8 % of what chance brings (Spiegelhalter 2005, Statistics in
Medicine 24:1185: the second for telling one of many units apart)."""


def areas(given: Given) -> pl.DataFrame:
    """Small areas with their `residents`, names and centres, by code: those that anybody is known to live in.

    Residents are those of published counts where there are any, else linked people, where they are enough.
    """
    return given.once("areas", lambda: _areas(given))


def _areas(given: Given) -> pl.DataFrame:
    population = given.table("population").drop_nulls("area")
    latest = population.filter(pl.col("month") == pl.col("month").max())
    each = latest.group_by("area").agg(
        pl.col("published").sum(),
        pl.col("people").sum(),
        (pl.col("basis") == "published").any().alias("is_published"),
    )
    enough = pl.when("is_published").then(pl.col("published") > 0).otherwise(
        pl.col("people") >= given.gate.threshold
    )  # fmt: skip
    rounded = (pl.col("people") / given.gate.base).round() * given.gate.base
    residents = pl.when("is_published").then("published").otherwise(rounded).round().cast(pl.Int64)
    kept = each.filter(enough).select("area", residents.alias("residents")).filter(pl.col("residents") > 0)
    return kept.join(described(kept["area"]), on="area").sort("area")


def merged(people: pl.DataFrame, given: Given) -> pl.DataFrame:
    """For each area of `areas` the one it is shown as: area, shown, level, where (its name), ward_name."""
    counted = areas(given).join(_per_area(people, given), on="area", how="left").with_columns(
        pl.col("people").fill_null(0)
    )  # fmt: skip
    plan = merged_areas(
        counted.select("area", "msoa", "ward", "people"), count="people", threshold=given.gate.threshold
    )
    named = counted.join(plan, on="area")
    where = (
        pl.when(pl.col("level") == "area").then("name")
        .when(pl.col("level") == "msoa").then(pl.format("{}, all of it", "msoa_name"))
        .otherwise(pl.format("{} ward, all of it", pl.coalesce("ward_name", "ward")))
    )  # fmt: skip
    return named.select("area", "shown", "level", where.alias("where"), "ward_name", "residents").sort("area")


def rated(people: pl.DataFrame, plan: pl.DataFrame, given: Given) -> pl.DataFrame:
    """A row an area as shown in the plan (`merged`), by code; last, people who live elsewhere or nobody knows where.

    Columns: shown, where, ward_name, residents, people (null where hidden), people_note, rate, low, high (per
    thousand residents), edge; and `SUMS` where `people` has them, null where the count is hidden.
    """
    at = _placed(people, given).join(plan.select("area", "shown"), on="area", how="left").with_columns(
        pl.col("shown").fill_null(ELSEWHERE)
    )  # fmt: skip
    sums = [name for name in SUMS if name in people.columns]
    found = at.group_by("shown").agg(
        pl.len().cast(pl.Int64).alias("people"), *(pl.col(name).sum() for name in sums)
    )
    shown = plan.group_by("shown").agg(
        pl.col("where").first(), pl.col("ward_name").mode().sort().first(), pl.col("residents").sum()
    )
    whole = pl.concat([shown.select("shown"), pl.DataFrame({"shown": [ELSEWHERE]})]).join(
        found, on="shown", how="left"
    ).with_columns(pl.col("people").fill_null(0)).sort(pl.col("shown") == ELSEWHERE, "shown")  # fmt: skip
    safe, _ = given.gate.together(whole.select("shown", "people"), [["shown"], []], "people")
    hidden = pl.col("people").is_null()
    joined = safe.join(
        whole.select("shown", *sums), on="shown", how="left", maintain_order="left"
    ).with_columns(pl.when(~hidden).then(name).alias(name) for name in sums)
    return _compared(joined.join(shown, on="shown", how="left", maintain_order="left"))


def _placed(people: pl.DataFrame, given: Given) -> pl.DataFrame:
    return people.join(living(given).select("person_id", "area"), on="person_id", how="inner")


def _per_area(people: pl.DataFrame, given: Given) -> pl.DataFrame:
    return _placed(people, given).group_by("area").agg(pl.len().cast(pl.Int64).alias("people"))


def _compared(rows: pl.DataFrame) -> pl.DataFrame:
    told = pl.col("people").is_not_null() & pl.col("residents").is_not_null()
    part, whole = pl.col("people").filter(told).sum(), pl.col("residents").filter(told).sum()
    low, high = wilson(USUAL)
    least, most = wilson(CLEAR)
    edge = pl.when(least > part / whole).then(pl.lit(ABOVE)).when(most < part / whole).then(pl.lit(BELOW))
    share = pl.col("people").clip(upper_bound=pl.col("residents")) / pl.col("residents")
    return rows.with_columns(
        (PER * share).alias("rate"), (PER * low).alias("low"), (PER * high).alias("high"),
        edge.otherwise(pl.lit(ALIKE)).alias("edge"),
    )  # fmt: skip


def wilson(deviate: float) -> tuple[pl.Expr, pl.Expr]:
    """The range of a share, `people` of `residents` (Wilson 1927, Journal of the American Statistical Association 22).

    More people than residents, as where somebody left unnoticed, count as all of them.
    """
    n = pl.col("residents").cast(pl.Float64)
    share = pl.col("people").clip(upper_bound=pl.col("residents")) / n
    middle = share + deviate**2 / (2 * n)
    half = deviate * (share * (1 - share) / n + deviate**2 / (4 * n**2)).sqrt()
    below = 1 + deviate**2 / n
    return (middle - half) / below, (middle + half) / below
