"""Who lives in which home of the engine from day to day, and why they came."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.lives.told.index import Told

MAKES = {"life:leave_home": "left_home", "home:separate": "separated", "home:flee": "fled"}


def memberships(told: Told) -> pl.DataFrame:
    """person, home (positions), from, to (days), why: in order, without gaps while a person is in the place."""
    rows = pl.concat([_first(told), _changes(told)]).sort("person", "from", "order")
    gone = pl.Series("gone", told.gone)
    rows = rows.with_columns(gone.gather(rows["person"]).alias("gone"))
    after = pl.col("from").shift(-1).over("person")
    rows = rows.with_columns(pl.min_horizontal(after.fill_null(pl.col("gone")), "gone").alias("to"))
    return rows.filter((pl.col("from") < pl.col("to")) & (pl.col("from") < told.last)).select(
        "person", "home", "from", "to", "why"
    )


def _first(told: Told) -> pl.DataFrame:
    """The home that each person first lives in: that of the cast, of the mother, or of the partner they join."""
    end = told.lived.end
    home = told.home_at(told.family, end.home)
    why = np.full(len(end.key), "start", dtype=object)
    why[told.come > told.first] = "birth"
    home[told.cast_person] = told.home_at(told.family[told.cast_person], told.lived.cast.population.home)
    arrive = told.lived.cast.person["arrive"].is_not_null().to_numpy()
    late = told.cast_person[arrive]
    why[late] = np.where(told.birth[late] < told.come[late], "arrived", "birth")
    for effect, reason in (("life:birth", "birth"), ("life:partner", "joined")):
        events = told.of(effect)
        at = told.person_at(events["family"], events["a"])
        home[at], why[at] = told.home_at(events["family"], events["b"]), reason
    columns = {
        "person": np.arange(len(home)),
        "home": home,
        "from": told.come,
        "order": np.full(len(home), -1),
    }
    return pl.DataFrame(columns).with_columns(pl.Series("why", why.tolist(), dtype=pl.String))


def _changes(told: Told) -> pl.DataFrame:
    """Each change of home, for the reason of the event that it follows."""
    effects = told.lived.model.effects
    events = told.of("life:changes_home", *MAKES)
    makes = np.array([MAKES.get(name) for name in effects], dtype=object)
    frame = pl.DataFrame(
        {
            "person": told.person_at(events["family"], events["member"]),
            "home": told.home_at(events["family"], events["a"]),
            "from": told.day(events["family"], events["month"]),
            "order": np.arange(len(events)),
            "told": events["effect"] == effects.index("life:changes_home"),
            "why": pl.Series(makes[events["effect"]].tolist(), dtype=pl.String),
        }
    )
    frame = frame.with_columns(pl.col("why").fill_null(strategy="forward"))
    return frame.filter("told").select("person", "home", "from", "order", "why")
