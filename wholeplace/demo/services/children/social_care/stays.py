"""Children looked after and care leavers, as all returns of them have it: stays, orders, reviews, going missing."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.services.children.forms import FAR, chosen, days, home_at, homes, repeated, runs
from wholeplace.demo.services.children.social_care.case import Case, is_care
from wholeplace.demo.world import World

# One code for each state; the return's other codes of a state say more than the truth does.
PLACEMENTS = {
    "looked_after_fostering": "U6", "looked_after_kinship_fostering": "U3",
    "looked_after_childrens_home": "K2",
    "looked_after_secure": "K1", "looked_after_custody": "R5", "looked_after_residential_school": "S1",
    "looked_after_supported_accommodation": "K3", "looked_after_placed_for_adoption": "A6",
    "looked_after_placed_with_parents": "P1", "looked_after_other": "Z11",
}  # fmt: skip
PROVIDERS = {
    "U6": {"PR1": 0.55, "PR4": 0.45},
    "U3": {"PR1": 1.0},
    "K2": {"PR1": 0.15, "PR4": 0.8, "PR5": 0.05},
    "P1": {"PR0": 1.0},
}
ELSEWHERE = {"PR4": 0.8, "PR3": 0.2}  # assumed, as the shares above are
LIVES = {"U": 0.4, "D": 0.25, "B": 0.15, "Z": 0.15, "E": 0.05}  # assumed: where a care leaver lives
DOES = {"F2": 0.35, "F5": 0.4, "P5": 0.15, "F1": 0.1}  # assumed: and does, unless out of work and education
LEGAL = {"C2": 0.6, "C1": 0.2, "V2": 0.2}  # assumed: care orders, interim ones, and care by agreement


def placements(world: World, case: Case, seed: int) -> pl.DataFrame:
    """Stays in care, one a placement.

    With `period` (the unbroken time in care), the return's codes `place`, `provider`, `begun` and `ended`, and
    the placement's `postcode` and the `home_postcode` before it.
    """
    stays = runs(case.spell.filter(is_care()).sort("person", "from_date", "spell"), "spell", "period")
    place = pl.col("state").replace_strict(PLACEMENTS, default=None, return_dtype=pl.String)
    same = pl.col("period") == pl.col("period").shift(1)
    goes_on = pl.col("period") == pl.col("period").shift(-1)
    dated = stays.with_columns(
        place=place, begun=pl.when(same.fill_null(False)).then(pl.lit("P")).otherwise(pl.lit("S")),
        ended=pl.when(pl.col("to_date").is_not_null()).then(
            pl.when(goes_on.fill_null(False)).then(pl.lit("X1")).otherwise(_left(world, stays))
        ),
    )  # fmt: skip
    return _with_postcodes(world, _with_provider(dated, seed))


def _left(world: World, stays: pl.DataFrame) -> pl.Expr:
    """Why care ended: grown up, adopted, or home again."""
    people = world.person.select("person", eighteen=pl.col("birth").dt.offset_by("18y"), death="death")
    adopted = (
        world.safe.filter(pl.col("kind") == "adopted")
        .group_by("person")
        .agg(adopted=pl.col("from_date").min())
    )
    found = stays.join(people, on="person", how="left", maintain_order="left")
    found = found.join(adopted, on="person", how="left", maintain_order="left")
    grown = pl.col("eighteen") <= pl.col("to_date") + pl.duration(days=31)
    near = (pl.col("adopted") - pl.col("to_date")).dt.total_days().abs() <= 31
    codes = found.select(
        pl.when((pl.col("death") <= pl.col("to_date")).fill_null(False)).then(pl.lit("E2"))
        .when(near.fill_null(False)).then(pl.lit("E11"))
        .when(grown.fill_null(False)).then(pl.lit("E5"))
        .otherwise(pl.lit("E4A"))
    )  # fmt: skip
    return pl.lit(codes.to_series())


def _with_provider(stays: pl.DataFrame, seed: int) -> pl.DataFrame:
    drawn = pl.lit(chosen(seed, "provider", stays["spell"], ELSEWHERE))
    for place, weights in PROVIDERS.items():
        own = chosen(seed, f"provider {place}", stays["spell"], weights)
        drawn = pl.when(pl.col("place") == place).then(pl.lit(own)).otherwise(drawn)
    return stays.with_columns(provider=drawn)


def _with_postcodes(world: World, stays: pl.DataFrame) -> pl.DataFrame:
    """Where the child lived a month into the placement, if in care there; and the home before care."""
    lived = homes(world)
    later = pl.min_horizontal(
        pl.col("from_date") + pl.duration(days=31), pl.col("to_date").fill_null(FAR) - pl.duration(days=1)
    )
    placed = home_at(stays.with_columns(date=pl.max_horizontal("from_date", later)), lived)
    own = pl.when(pl.col("why") == "care").then("postcode").alias("postcode")
    placed = placed.select("spell", own)
    before = home_at(
        stays.select("spell", "person", date=pl.col("from_date") - pl.duration(days=1)),
        lived.filter(pl.col("why") != "care"),
    )
    both = stays.join(placed, on="spell", how="left", maintain_order="left").join(
        before.select("spell", home_postcode="postcode"), on="spell", how="left", maintain_order="left"
    )
    return both.with_columns(pl.col("home_postcode").first().over("period"))


def legal_status(period: pl.Series, seed: int) -> pl.Series:
    """The legal status of a time in care."""
    return chosen(seed, "legal status", period, LEGAL)


def times_in_care(stays: pl.DataFrame) -> pl.DataFrame:
    """Each unbroken time in care once: `period`, `person`, `child_id`, `from_date`, `to_date`."""
    ends = pl.col("to_date").fill_null(FAR).max()
    return stays.group_by("period", maintain_order=True).agg(
        pl.col("person", "child_id").first(),
        pl.col("from_date").min(),
        pl.when(ends < FAR).then(ends).alias("to_date"),
    )


def reviews(world: World, stays: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Reviews of care, every six months, of each time in care: `period`, `nth`, `date`, and whose."""
    return repeated(times_in_care(stays), seed, "review of care", "period", 28, 175, world.as_of)


def leavers(world: World, case: Case, seed: int) -> pl.DataFrame:
    """Care leavers, each once, as last known: `seen`, `activity`, `home` (letter of the accommodation), age."""
    latest = (
        case.spell.filter(pl.col("state") == "care_leaver")
        .sort("child_id", "from_date")
        .unique("child_id", keep="last", maintain_order=True)
    )
    last = pl.min_horizontal(pl.col("to_date").fill_null(FAR), pl.lit(world.as_of))
    born = world.person.select("person", "birth")
    rows = latest.join(born, on="person", how="left", maintain_order="left")
    before = days(seed, "leaver seen", rows["spell"], 1, 56)
    rows = rows.with_columns(
        seen=pl.max_horizontal("from_date", last - before),
        age=(last - pl.col("birth")).dt.total_days() // 365,
        _home=pl.lit(chosen(seed, "leaver lives", rows["spell"], LIVES)),
        _does=pl.lit(chosen(seed, "leaver does", rows["spell"], DOES)),
    )  # fmt: skip
    idle, unsettled = (
        _holds(world, rows, which) for which in (("neet", "worklessness"), ("insecure_housing",))
    )
    return rows.with_columns(
        activity=pl.when(idle).then(pl.lit("G5")).otherwise("_does"),
        home=pl.when(unsettled).then(pl.lit("S")).otherwise("_home"),
    )


def _holds(world: World, rows: pl.DataFrame, factors: tuple[str, ...]) -> pl.Expr:
    held = world.exposure.filter(pl.col("factor").is_in(list(factors))).join(
        rows.select("person", "seen"), on="person"
    )
    now = held.filter(
        pl.col("from_date") <= pl.col("seen"), pl.col("to_date").fill_null(FAR) > pl.col("seen")
    )
    return pl.col("person").is_in(now["person"].implode())


def missing(case: Case, stays: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Times when a child in care was missing, as police told: `event`, `date`, `back`."""
    gone = case.incident.filter(pl.col("kind") == "police_missing")
    care = stays.select("person", _from="from_date", _to=pl.col("to_date").fill_null(FAR))
    inside = gone.join(care, on="person").filter(
        pl.col("date") >= pl.col("_from"), pl.col("date") < pl.col("_to")
    )
    once = inside.unique("event", keep="first", maintain_order=True).sort("event")
    back = pl.col("date") + days(seed, "missing for", once["event"], 0, 3)
    return once.with_columns(back=pl.min_horizontal(back, "_to"))
