"""The housing register beside the rents: households that wait for a home of the council, and who is to move."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.accounts.stays import LATE
from wholeplace.demo.services.adults.forms import Form, chance, days, reference, sheet, told
from wholeplace.demo.world import World

# Assumed shares of households that apply because of each.
APPLIES = {"overcrowding": 0.3, "insecure_housing": 0.2, "unfit_housing": 0.15}
BAND = {"overcrowding": "B", "insecure_housing": "B", "unfit_housing": "C"}


def waiting(world: World, periods: pl.DataFrame, members: pl.DataFrame, form: Form, seed: int) -> list[Sheet]:
    """Applications, and the people on each. periods, members: `occupations` of the place."""
    applied = _applied(world, periods, members, seed)
    lived = members.join(applied.select("stint", "app", "day"), on="stint").filter(
        pl.col("from_date") <= pl.col("day"), (pl.col("to_date") > pl.col("day")).fill_null(True)
    )  # fmt: skip
    lived = lived.sort("app", "order")
    registered = register(world, form.source, lived.select("person", met="day", known_at="day"), seed)
    known = told(lived.drop("birth"), registered, "day")
    known = known.unique(["app", "registration"], keep="first", maintain_order=True)
    return [_applications(world, applied, form), _people(known, form)]


def _applied(world: World, periods: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One application a household at most: `stint`, `app`, `day`, `left` and the factor that it gave."""
    needs = _needs(world, members, seed)
    share = pl.col("factor").replace_strict(APPLIES)
    asks = needs.filter(pl.lit(chance(needs, seed, "on the register", "stint")) < share)
    once = asks.unique("stint", keep="first", maintain_order=True)
    app = reference(seed, "housing application", once["stint"], 2_000_001)
    numbered = once.select("stint", "day", "factor", app.cast(pl.String).alias("app"))
    return numbered.join(periods.select("stint", left="to_date"), on="stint").sort("app")


def _needs(world: World, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """What may bring those who answer for a home to apply, and the `day` on which they would."""
    need = world.exposure.filter(pl.col("factor").is_in(list(APPLIES))).select(
        "person", "exposure", "factor", start="from_date", end="to_date"
    )
    held = members.filter("liable").join(need, on="person").sort("stint", "exposure")
    begun = pl.max_horizontal("start", "from_date", pl.lit(world.start))
    day = begun + days(chance(held, seed, "applies", "exposure"), 10, 150)
    ends = [pl.col(name).fill_null(LATE) for name in ("end", "to_date")]
    return held.with_columns(day.alias("day")).filter(
        pl.col("day") < pl.min_horizontal(*ends, pl.lit(world.as_of))
    )


def _applications(world: World, applied: pl.DataFrame, form: Form) -> Sheet:
    over = pl.when(pl.col("left") <= world.as_of).then("left")
    columns = {
        "app_ref": "app", "app_date": "day", "fin_date": over,
        "wl_status": pl.when(over.is_not_null()).then(pl.lit("CLOSED")).otherwise(pl.lit("ACTIVE")),
        "app_band": pl.col("factor").replace_strict(BAND),
    }  # fmt: skip
    return sheet(form, "wlapp", applied, columns, period=("app_date", "fin_date"))


def _people(known: pl.DataFrame, form: Form) -> Sheet:
    number = pl.int_range(1, pl.len() + 1).over("app")
    new_identity = pl.col("opened").is_not_null()
    numbered = known.with_columns(pl.when(new_identity).then("own").otherwise(number).alias("person_no"))
    numbered = numbered.with_columns(pl.format("register|{}|{}", "app", "person_no").alias("own"))
    columns = {
        "app_ref": "app", "person_no": "person_no", "title": "title", "forename": "given", "surname": "surname",
        "gender": "sex", "dob": "birth", "ni_no": "nino", "m_address": pl.when(~pl.col("hidden")).then("one_line"),
    }  # fmt: skip
    return sheet(form, "wlmember", numbered, columns, own="own")
