"""What happens in a small made place: support, circumstances and events, drawn by age alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from tests.support.small_people import LAST, NEVER, day
from wholeplace.dynamics.draws import uniform


class Life(NamedTuple):
    """How many of an age are in a state, and how long for."""

    track: str  # or "" for a factor
    state: str
    age_from: int
    age_to: int
    share: float
    days: int


LIVES = (
    Life("childrens_help", "early_help", 0, 17, 0.08, 250),
    Life("childrens_help", "child_in_need", 0, 17, 0.08, 300),
    Life("childrens_help", "section_47_enquiry", 0, 17, 0.04, 20),
    Life("childrens_help", "child_protection_plan", 0, 17, 0.03, 300),
    Life("childrens_help", "looked_after_fostering", 1, 17, 0.03, 900),
    Life("childrens_help", "looked_after_kinship_fostering", 1, 17, 0.01, 900),
    Life("childrens_help", "looked_after_childrens_home", 10, 17, 0.02, 600),
    Life("childrens_help", "care_leaver", 18, 24, 0.05, 1500),
    Life("send", "sen_support", 5, 17, 0.14, 1200),
    Life("send", "ehc_needs_assessment", 4, 17, 0.02, 130),
    Life("send", "ehc_plan_mainstream", 5, 19, 0.03, 1800),
    Life("send", "ehc_plan_special", 5, 19, 0.02, 1800),
    Life("home_to_school_transport", "travel_support", 5, 17, 0.04, 900),
    Life("adult_social_care", "low_level", 65, 99, 0.05, 600),
    Life("adult_social_care", "short_term", 65, 99, 0.03, 30),
    Life("adult_social_care", "reablement", 65, 99, 0.06, 40),
    Life("adult_social_care", "home_care", 18, 64, 0.01, 1500),
    Life("adult_social_care", "home_care", 65, 99, 0.10, 900),
    Life("adult_social_care", "residential", 75, 99, 0.06, 800),
    Life("adult_social_care", "nursing", 75, 99, 0.04, 500),
    Life("carer_support", "direct_support", 30, 85, 0.02, 700),
    Life("carer_support", "respite", 30, 85, 0.01, 200),
    Life("homelessness", "prevention", 18, 64, 0.02, 56),
    Life("homelessness", "relief", 18, 64, 0.02, 56),
    Life("homelessness", "main_duty", 18, 64, 0.01, 500),
    Life("homelessness", "temporary_accommodation", 18, 64, 0.01, 400),
    Life("debt", "arrears", 18, 80, 0.08, 250),
    Life("debt", "recovery", 18, 80, 0.04, 200),
    Life("debt", "enforcement", 18, 80, 0.02, 120),
    Life("", "poverty", 0, 99, 0.15, 1200),
    Life("", "problem_debt", 18, 80, 0.06, 600),
    Life("", "worklessness", 18, 64, 0.12, 700),
    Life("", "overcrowding", 0, 99, 0.05, 900),
    Life("", "isolation", 65, 99, 0.12, 1500),
    Life("", "domestic_abuse", 18, 60, 0.04, 500),
    Life("", "mental_ill_health", 12, 99, 0.12, 700),
    Life("", "substance_misuse", 16, 70, 0.04, 900),
    Life("", "caring_burden", 16, 90, 0.05, 1500),
    Life("", "frailty", 75, 99, 0.20, 2000),
    Life("", "abuse_or_neglect", 0, 17, 0.04, 400),
    Life("", "school_absence", 5, 16, 0.10, 300),
    Life("", "antisocial_behaviour", 12, 30, 0.03, 200),
    Life("", "disability", 0, 99, 0.10, 36500),
    Life("", "autism", 3, 99, 0.015, 36500),
    Life("", "dementia", 75, 99, 0.08, 3650),
    Life("", "trusted_worker", 5, 25, 0.04, 400),
    Life("", "work", 18, 66, 0.60, 3000),
)
EVENTS = {
    "police_domestic_abuse": ("domestic_abuse", 0.5),
    "police_antisocial": ("antisocial_behaviour", 0.9),
    "police_missing": ("abuse_or_neglect", 0.2),
    "exclusion": ("school_absence", 0.2),
}


def leaving(person: pl.DataFrame, seed: int) -> np.ndarray:
    home, death = person["home"].to_numpy(), person["death"].to_numpy().astype("datetime64[D]")
    left = np.where(uniform(seed, "leaves", home) < 0.05, day(seed, "left", home), NEVER)
    return np.fmin(left, death)


def lives(person: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Every dated state and factor, within the time the person is there."""
    ids, birth = person["person"].to_numpy(), person["birth"].to_numpy().astype("datetime64[D]")
    gone = np.fmin(person["left"].to_numpy().astype("datetime64[D]"), LAST + 1)
    parts: list[pl.DataFrame] = []
    for life in LIVES:
        name = f"{life.track}:{life.state}:{life.age_from}"
        begun = day(seed, f"{name}:start", ids)
        age = (begun - birth).astype(int) / 365.25
        meets = (uniform(seed, name, ids) < life.share) & (age >= life.age_from) & (age < life.age_to + 1)
        lasted = (life.days * (0.2 + 1.6 * uniform(seed, f"{name}:days", ids))).astype(int)
        ended = begun + np.maximum(lasted, 1)
        until = np.where(ended > gone, np.where(gone > LAST, NEVER, gone), ended)
        keep = meets & (begun < gone - 1)
        columns = {"person": ids[keep], "from_date": begun[keep], "to_date": until[keep]}
        parts.append(pl.DataFrame(columns).with_columns(track=pl.lit(life.track), state=pl.lit(life.state)))
    return (
        pl.concat(parts)
        .with_columns(pl.col("to_date").cast(pl.Date))
        .sort("person", "from_date", "track", "state")
    )


def safe_people(person: pl.DataFrame, seed: int) -> pl.DataFrame:
    ids, slot = person["person"].to_numpy(), person["slot"].to_numpy()
    draw, adult = uniform(seed, "safe", ids), slot < 2
    born = person["birth"].to_numpy().astype("datetime64[D]")
    when = np.fmax(day(seed, "safe day", ids), born + 30)
    child = (slot >= 2) & (when < LAST)
    parts: list[pl.DataFrame] = []
    for kind, who in {
        "survivor": adult & (person["sex"] == "F").to_numpy() & (draw < 0.03),
        "adopted": child & (draw < 0.01),
        "protected": adult & (draw > 0.997),
        "gender_recognition": adult & (draw > 0.994) & (draw <= 0.997),
    }.items():
        frame = pl.DataFrame({"person": ids[who], "from_date": when[who]})
        hidden = uniform(seed, "flag", ids[who]) < 0.5
        flag = pl.Series(hidden if kind == "survivor" else hidden | True)
        carried = pl.Series((kind == "adopted") & (uniform(seed, "carried", ids[who]) < 0.3))
        parts.append(frame.with_columns(kind=pl.lit(kind), flagged=flag, carried_over=carried))
    fled = parts[0].rename({"person": "mother"}).drop("kind")
    children = person.filter(pl.col("slot") >= 2).select("person", "mother", "birth")
    with_her = children.join(fled, on="mother", how="inner").filter(pl.col("birth") < pl.col("from_date"))
    parts.append(with_her.with_columns(kind=pl.lit("child_with")).select(parts[0].columns))
    return pl.concat(parts).sort("person", "kind")


def events(exposure: pl.DataFrame, apart: pl.DataFrame, seed: int) -> pl.DataFrame:
    nobody = pl.lit(None, dtype=pl.Int64)
    parts = [
        apart.select(
            "person", kind=pl.lit("separation"), date=pl.col("from_date").cast(pl.Date), other=nobody
        )
    ]
    for kind, (factor, share) in EVENTS.items():
        held = exposure.filter(pl.col("factor") == factor)
        happens = pl.Series(uniform(seed, kind, held["person"].to_numpy()) < share, dtype=pl.Boolean)
        parts.append(
            held.filter(happens).select(
                "person", kind=pl.lit(kind), date=pl.col("from_date").cast(pl.Date), other=nobody
            )
        )
    return pl.concat(parts).sort("date", "person", "kind").with_row_index("event")
