"""Where each home is from day to day: its own dwelling, temporary accommodation, a refuge, or shared rooms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.dwellings.choose import (
    BACK,
    END,
    MOVE,
    NOWHERE,
    SHARED,
    TEMPORARY,
    Dwellings,
    Steps,
    assign,
)
from wholeplace.demo.lives.told.index import NEVER, Told
from wholeplace.dynamics.draws import keyed, pick, uniform

Ints = npt.NDArray[np.int64]
SINGLE = ("house", "flat", "temporary")
"""Kinds of address that one family at a time lives at; at others people share, and are one household."""
TENURES = ("owned", "mortgaged", "shared", "social", "private", "none")
WANTED = {"owned": 0.1, "mortgaged": 0.13, "shared": 0.02, "social": 0.2, "private": 0.55}
"""What movers come to who do not keep their tenure: assumed; most moves in London end in a private tenancy (English
Housing Survey 2022-23, recent movers)."""
KEEPS = 0.45
"""Share of movers who keep their tenure: assumed."""
SHARES_AGAIN = 0.9
"""Share of moves from a shared house that are to another: assumed."""
REFUGE = 0.2
"""Share of those who flee who go to a refuge first. Assumed: refuges take fewer than those who ask."""
REFUGE_DAYS = (30, 240)


def home_stays(
    told: Told, address: pl.DataFrame, members: pl.DataFrame, homeless: pl.DataFrame
) -> pl.DataFrame:
    """home, address, from, to: where every home is, in order, while anybody lives in it.

    members: person, home, from, to (days). homeless: unit (home), from, to of stays in temporary accommodation.
    """
    life = members.group_by("home").agg(pl.col("from").min(), pl.col("to").max()).sort("home")
    steps = _steps(told, address, life, homeless)
    steps = steps.with_columns(_needs(steps, members).alias("need"))
    first = np.full(len(told.lived.end.home_key), NOWHERE, np.int64)
    first[told.cast_home] = told.lived.cast.home["address"].fill_null(NOWHERE).to_numpy()
    found = assign(
        Steps(*(steps[name].to_numpy(writable=True) for name in Steps._fields)),
        first,
        _dwellings(told, address),
    )
    begun = life.with_columns(pl.Series("address", first[life["home"].to_numpy()])).filter(
        pl.col("address") >= 0
    )
    moved = steps.select("home", pl.col("day").alias("from"), pl.Series("address", found)).filter(
        pl.col("address") >= 0
    )
    rows = pl.concat([begun.select("home", "from", "address"), moved]).with_row_index("order")
    return _closed(rows, life)


def _closed(rows: pl.DataFrame, life: pl.DataFrame) -> pl.DataFrame:
    rows = rows.sort("home", "from", "order").join(
        life.select("home", pl.col("to").alias("end")), on="home", how="left", maintain_order="left"
    )
    after = pl.col("from").shift(-1).over("home").fill_null(NEVER)
    rows = rows.with_columns(pl.min_horizontal(after, "end").alias("to")).filter(
        pl.col("from") < pl.col("to")
    )
    return rows.select("home", "address", "from", "to")


def _steps(told: Told, address: pl.DataFrame, life: pl.DataFrame, homeless: pl.DataFrame) -> pl.DataFrame:
    """kind, home, day, area, tenure, shared, key: every step of every home, in order of day."""
    rows = pl.concat([_moves(told), _fled(told), _temporary(told, homeless), _ends(life)])
    rows = rows.filter(pl.col("day") < told.last)
    rows = rows.join(life.select("home", "from", "to"), on="home").with_columns(
        pl.max_horizontal("day", "from").alias("day")
    )
    rows = rows.filter(
        (pl.col("day") < pl.col("to")) | ((pl.col("kind") == END) & (pl.col("day") == pl.col("to")))
    )
    rows = rows.filter(pl.Series(~_stays_put(told, rows["home"].to_numpy())) | (pl.col("kind") == END))
    rows = rows.sort("day", "kind", "home", descending=[False, True, False])
    home, day = rows["home"].to_numpy(), rows["day"].to_numpy()
    key = told.lived.end.home_key[home]
    area = np.where(rows["area"].to_numpy() >= 0, rows["area"].to_numpy(), told.lived.end.home_area[home])
    return rows.select("kind", "home", "day").with_columns(
        pl.Series("area", np.maximum(area, 0).astype(np.int64)),
        pl.Series("tenure", _tenures(told, address, home, day)),
        pl.Series("shared", _shared(told, address, rows["kind"].to_numpy(), home, day)),
        pl.Series("key", keyed(told.seed, "dwelling", key, day)),
    )


def _moves(told: Told) -> pl.DataFrame:
    """Moves within the place, and the first dwellings of homes that are made or arrive."""
    moved, made = told.of("home:move"), told.of("life:leave_home", "home:separate")
    days = [told.day(events["family"], events["month"]) for events in (moved, made)]
    home = told.home_at(moved["family"], moved["member"])
    again = uniform(told.seed, "shares_again", told.lived.end.home_key[home], days[0]) < SHARES_AGAIN
    return pl.concat(
        [
            _rows(np.where(_sharers(told)[home] & again, SHARED, MOVE), home, days[0], moved["a"]),
            _rows(MOVE, told.home_at(made["family"], made["a"]), days[1], made["b"]),
            _arrivals(told),
        ]
    )


def _arrivals(told: Told) -> pl.DataFrame:
    """Homes that come from elsewhere: sharers to a shared house, others to a dwelling of their own."""
    cast = told.lived.cast.home.with_columns(pl.Series("at", told.cast_home))
    late = cast.filter(pl.col("arrive").is_not_null())
    home = late["at"].to_numpy()
    day = told.day(told.home_family[home], late["arrive"].to_numpy())
    kind = np.where((late["kind"] == "hmo").to_numpy(), SHARED, MOVE)
    return _rows(kind, home, day, late["area"].to_numpy())


def _fled(told: Told) -> pl.DataFrame:
    """Those who flee go to a refuge and later to a home, or to a home at once."""
    fled = told.of("home:flee")
    home, day = told.home_at(fled["family"], fled["a"]), told.day(fled["family"], fled["month"])
    key = told.lived.end.home_key[home]
    first = uniform(told.seed, "refuge", key) < REFUGE
    stay = REFUGE_DAYS[0] + (
        uniform(told.seed, "refuge_days", key) * (REFUGE_DAYS[1] - REFUGE_DAYS[0])
    ).astype(np.int64)
    return pl.concat(
        [
            _rows(SHARED, home[first], day[first], fled["b"][first]),
            _rows(MOVE, home, np.where(first, day + stay, day), fled["b"]),
        ]
    )


def _temporary(told: Told, homeless: pl.DataFrame) -> pl.DataFrame:
    rows = homeless.filter(pl.col("to") > told.first, pl.col("from") < told.last)
    home = rows["unit"].to_numpy()
    back = rows.filter(pl.col("to") < NEVER)
    return pl.concat(
        [
            _rows(TEMPORARY, home, np.maximum(rows["from"].to_numpy(), told.first), np.full(len(home), -1)),
            _rows(BACK, back["unit"].to_numpy(), back["to"].to_numpy(), np.full(back.height, -1)),
        ]
    )


def _ends(life: pl.DataFrame) -> pl.DataFrame:
    over = life.filter(pl.col("to") < NEVER)
    return _rows(END, over["home"].to_numpy(), over["to"].to_numpy(), np.full(over.height, -1))


def _rows(kind: int | Ints, home: Ints, day: Ints, area: npt.ArrayLike) -> pl.DataFrame:
    columns = {"kind": np.broadcast_to(kind, len(home)), "home": home, "day": day, "area": area}
    return pl.DataFrame({name: np.asarray(column).astype(np.int64) for name, column in columns.items()})


def _stays_put(told: Told, home: Ints) -> npt.NDArray[np.bool_]:
    """Homes of those who live in communal places from the first day: nobody there moves to a dwelling."""
    put = np.zeros(len(told.lived.end.home_key), np.bool_)
    put[told.cast_home] = (told.lived.cast.home["kind"] == "communal").to_numpy() & told.lived.cast.home[
        "arrive"
    ].is_null().to_numpy()
    return put[home]


def _tenures(told: Told, address: pl.DataFrame, home: Ints, day: Ints) -> Ints:
    """Tenure each step looks for: mostly a new one, sometimes that of the first day."""
    tenure = told.lived.cast.home.select("address").join(
        address.select("address", "tenure"), on="address", how="left", maintain_order="left"
    )["tenure"]
    had = np.full(len(told.lived.end.home_key), TENURES.index("private"), np.int64)
    had[told.cast_home] = _tenure_numbers(tenure)
    key = told.lived.end.home_key[home]
    drawn = pick(uniform(told.seed, "tenure", key, day), list(WANTED.values()))
    return np.where(uniform(told.seed, "keeps_tenure", key, day) < KEEPS, had[home], drawn)


def _shared(told: Told, address: pl.DataFrame, kind: Ints, home: Ints, day: Ints) -> Ints:
    """The shared address each step may go to: a refuge for those who flee, a shared house for others."""
    draw = uniform(told.seed, "shared_address", told.lived.end.home_key[home], day)
    sharers = _sharers(told)
    rooms = _drawn(pool(address, "hmo", "hostel", "student"), draw)
    return np.where(
        (kind == SHARED) & ~sharers[home], _drawn(pool(address, "refuge", "hostel", "hmo"), draw), rooms
    )


def _sharers(told: Told) -> npt.NDArray[np.bool_]:
    """Homes that began in a shared house."""
    sharers = np.zeros(len(told.lived.end.home_key), np.bool_)
    sharers[told.cast_home] = (told.lived.cast.home["kind"] == "hmo").to_numpy()
    return sharers


def _drawn(places: Ints, draw: npt.NDArray[np.float64]) -> Ints:
    if not len(places):
        return np.full(len(draw), NOWHERE)
    return places[(draw * len(places)).astype(np.int64)]


def pool(address: pl.DataFrame, *kinds: str) -> Ints:
    """Addresses of the first of these kinds that there is any of."""
    for kind in kinds:
        found = address.filter(pl.col("kind") == kind)["address"].to_numpy()
        if len(found):
            return found
    return np.empty(0, np.int64)


def _needs(steps: pl.DataFrame, members: pl.DataFrame) -> pl.Series:
    """Bedrooms each step looks for: one for one or two people, then one for every two more, and five at most."""

    def before(column: str) -> Ints:
        days = np.sort(
            members["home"].to_numpy() * (1 << 20) + np.minimum(members[column].to_numpy(), (1 << 20) - 1)
        )
        at = steps["home"].to_numpy() * (1 << 20)
        return np.searchsorted(days, at + steps["day"].to_numpy(), side="right") - np.searchsorted(
            days, at, side="left"
        )

    people = before("from") - before("to")
    return pl.Series(np.clip((people + 2) // 2, 1, 5).astype(np.int64))


def _dwellings(told: Told, address: pl.DataFrame) -> Dwellings:
    ordered = address.sort("address")
    single = ordered.filter(pl.col("kind").is_in(SINGLE) & (pl.col("area_index") >= 0))
    single = single.sort("area_index", "address")
    areas = np.arange(len(told.lived.model.areas) + 1)
    return Dwellings(
        np.searchsorted(single["area_index"].to_numpy(), areas).astype(np.int64),
        single["address"].to_numpy(writable=True),
        _tenure_numbers(ordered["tenure"]),
        ordered["bedrooms"].fill_null(1).cast(pl.Int64).to_numpy(writable=True),
        (ordered["kind"] == "temporary").to_numpy(writable=True),
    )


def _tenure_numbers(tenure: pl.Series) -> Ints:
    numbers = {name: n for n, name in enumerate(TENURES)}
    found = tenure.replace_strict(numbers, default=TENURES.index("private"), return_dtype=pl.Int64)
    return found.to_numpy(writable=True)
