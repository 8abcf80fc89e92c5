"""A small made place, quick and plain: every frame of `World` filled, nothing in it caused by anything.

For tests of what services write about people. Lives here are draws by age alone; the engine's are elsewhere.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.demo.world import COLUMNS, World
from wholeplace.dynamics.draws import pick, uniform
from wholeplace.sources.values import synthetic

START, AS_OF = date(2021, 4, 1), date(2026, 3, 31)
FIRST, LAST = (np.datetime64(day, "D") for day in (START, AS_OF))
NEVER = np.datetime64("NaT", "D")
KINDS = ("couple_children", "lone_parent", "couple", "single", "older")
SHARES = (0.30, 0.13, 0.17, 0.24, 0.16)
WOMEN = [
    "Emma",
    "Chloe",
    "Sarah",
    "Fatima",
    "Aisha",
    "Priya",
    "Catherine",
    "Elizabeth",
    "Margaret",
    "Zoe",
    "Hannah",
    "Lucy",
    "Sofia",
    "Grace",
    "Leanne",
]
MEN = [
    "James",
    "Mohammed",
    "Daniel",
    "Stephen",
    "Philip",
    "Thomas",
    "Ahmed",
    "Jakub",
    "Samuel",
    "William",
    "Oliver",
    "Ravi",
    "Kwame",
    "Lee",
    "Matthew",
]
SURNAMES = [
    "Smith",
    "Jones",
    "Patel",
    "Khan",
    "Taylor",
    "Begum",
    "Ahmed",
    "Brown",
    "Wood",
    "Hussain",
    "Okafor",
    "Kowalski",
    "Green",
    "Clarke",
    "Singh",
    "Ali",
    "White",
    "Shepherd",
    "Phillips",
    "Reeves",
    "Carter",
    "Foster-Hill",
    "Harris",
    "Nowak",
    "Osei",
    "O'Brien",
    "Watson",
    "Webb",
    "Lee",
    "Matthews",
    "Bell-Shaw",
]
GROUPS = ("WBRI", "WOTH", "ABAN", "APKN", "BAFR", "AIND", "MWBC")
GROUP_SHARES = (0.5, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05)


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


def small_world(people: int = 2000, seed: int = 1) -> World:
    """A place of about so many people over five years, ready for services to write about."""
    homes = max(20, round(people / 2.35))
    person = _people(homes, seed)
    address = _addresses(homes, seed)
    person = person.with_columns(pl.Series("left", _leaving(person, seed)))
    spells = _lives(person, seed)
    safe = _safe(person, seed)
    residence, apart = _residences(person, spells, safe, homes, seed)
    exposure = spells.filter(pl.col("track") == "").drop("track").rename({"state": "factor"})
    frames = {
        "person": person,
        "name": _names(person, safe, seed),
        "identifier": _identifiers(person, safe, seed),
        "address": address,
        "residence": residence,
        "tie": _ties(person, apart),
        "spell": spells.filter(pl.col("track") != "").with_row_index("spell"),
        "exposure": exposure.with_row_index("exposure"),
        "event": _events(exposure, apart, seed),
        "safe": safe,
    }
    shaped = {
        name: frame.select(pl.col(c).cast(t) for c, t in COLUMNS[name].items())
        for name, frame in frames.items()
    }
    return World("Small place", "E09000002", START, AS_OF, seed, **shaped)


def _people(homes: int, seed: int) -> pl.DataFrame:
    """One row a person: home, slot (0 and 1 adults, 2 to 5 children) and what never changes."""
    home = np.arange(homes)
    kind = pick(uniform(seed, "kind", home), SHARES)
    children = np.where(kind < 2, 1 + pick(uniform(seed, "children", home), (0.42, 0.4, 0.14, 0.04)), 0)
    adults = np.where((kind == 0) | (kind == 2) | ((kind == 4) & (home % 2 == 0)), 2, 1)
    slot = np.tile(np.arange(6), homes)
    home = np.repeat(home, 6)
    there = np.where(slot < 2, slot < adults[home], slot - 2 < children[home])
    home, slot = home[there], slot[there]
    ids, kind = np.arange(len(home)), kind[home]
    head_age = 22 + 35 * uniform(seed, "age", home)
    head_age = np.where(kind == 4, 66 + 30 * uniform(seed, "age", home), head_age)
    twin = (slot == 3) & (uniform(seed, "twin", home) < 0.06)
    place = np.where(twin, 2, slot)
    child_age = np.minimum(17.9, head_age - 20) * uniform(seed, "child", home, place)
    age = np.where(slot < 2, head_age - 2 * slot, child_age)
    birth = LAST - (age * 365.25).astype("timedelta64[D]")
    woman = np.where(slot < 2, (slot == 0) & (uniform(seed, "woman", home) < 0.85), ids % 2 == 0)
    group = pick(uniform(seed, "group", home), GROUP_SHARES)
    first = np.searchsorted(home, home)
    has_mother, has_father = woman[first], kind == 0
    child = slot >= 2
    return pl.DataFrame(
        {
            "person": ids,
            "family": home,
            "home": home,
            "slot": slot,
            "birth": birth,
            "sex": np.where(woman, "F", "M"),
            "ethnicity": np.array(GROUPS)[group],
            "origin": np.array(
                ("british", "european", "muslim", "muslim", "african", "south_asian", "british")
            )[group],
            "mother": pl.Series(np.where(child & has_mother, first, -1)).replace({-1: None}),
            "father": pl.Series(
                np.where(child & (has_father | ~has_mother), first + (has_mother & has_father), -1)
            ).replace({-1: None}),
            "death": np.where(
                (age > 70) & (uniform(seed, "death", ids) < 0.15), _day(seed, "died", ids), NEVER
            ),
        }
    )


def _day(seed: int, channel: str, ids: np.ndarray) -> np.ndarray:
    """A day of the period for each id."""
    return FIRST + (uniform(seed, channel, ids) * (LAST - FIRST).astype(int)).astype("timedelta64[D]")


def _leaving(person: pl.DataFrame, seed: int) -> np.ndarray:
    home, death = person["home"].to_numpy(), person["death"].to_numpy().astype("datetime64[D]")
    left = np.where(uniform(seed, "leaves", home) < 0.05, _day(seed, "left", home), NEVER)
    return np.fmin(left, death)


def _addresses(homes: int, seed: int) -> pl.DataFrame:
    """First homes, second homes (for moves and separations), and ten shared addresses at the end."""
    ids = np.arange(3 * homes + 10)
    shared = (
        "care_home",
        "care_home",
        "nursing_home",
        "foster",
        "foster",
        "foster",
        "childrens_home",
        "refuge",
        "hostel",
        "temporary",
    )
    kind = pl.concat([pl.Series(np.where(ids[:-10] % 4 == 0, "flat", "house")), pl.Series(shared)])
    area = pl.format("E0100{}", pl.col("address") % 40 + 1000)
    sector = pl.format("QZ{} {}", pl.col("address") % 8 + 1, pl.col("address") % 9)
    tenure = np.array(["owned", "mortgaged", "social", "private"])[
        pick(uniform(seed, "tenure", ids), (3, 3, 2, 2))
    ]
    letters = pl.Series(list("ABDEFGHJLN")).gather(ids // 40 % 10) + pl.Series(list("ABDEFGHJLN")).gather(
        ids // 4 % 10
    )
    return pl.DataFrame({"address": ids, "kind": kind, "tenure": tenure}).select(
        "address",
        "kind",
        "tenure",
        pl.when(pl.col("kind") == "flat")
        .then(pl.format("Flat {}, {}", pl.col("address") % 9 + 1, pl.col("address") % 90 + 1))
        .otherwise((pl.col("address") % 150 + 1).cast(pl.String))
        .alias("number"),
        pl.Series("street", ["Alder", "Beacon", "Cobbler", "Damson", "Foundry", "Granary", "Heron"]).gather(
            ids % 7
        )
        + " "
        + pl.Series(["Street", "Road", "Close", "Lane"]).gather(ids % 4),
        pl.lit("Easterby").alias("town"),
        (sector + letters).alias("postcode"),
        synthetic.synthetic_uprn(pl.col("address")).alias("uprn"),
        pl.when(pl.col("kind").is_in(["foster"]) & (pl.col("address") % 2 == 0))
        .then(None)
        .otherwise(area)
        .alias("area"),
        (pl.col("address") % 4 + 1).alias("bedrooms"),
    )


def _lives(person: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Every dated state and factor, within the time the person is there."""
    ids, birth = person["person"].to_numpy(), person["birth"].to_numpy().astype("datetime64[D]")
    gone = np.fmin(person["left"].to_numpy().astype("datetime64[D]"), LAST + 1)
    parts: list[pl.DataFrame] = []
    for life in LIVES:
        name = f"{life.track}:{life.state}:{life.age_from}"
        begun = _day(seed, f"{name}:start", ids)
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


def _safe(person: pl.DataFrame, seed: int) -> pl.DataFrame:
    ids, slot = person["person"].to_numpy(), person["slot"].to_numpy()
    draw, adult, child = uniform(seed, "safe", ids), slot < 2, slot >= 2
    parts: list[pl.DataFrame] = []
    for kind, who in {
        "survivor": adult & (person["sex"] == "F").to_numpy() & (draw < 0.03),
        "adopted": child & (draw < 0.01),
        "protected": adult & (draw > 0.998),
        "gender_recognition": adult & (draw > 0.994) & (draw <= 0.997),
    }.items():
        frame = pl.DataFrame({"person": ids[who], "from_date": _day(seed, "safe day", ids[who])})
        hidden = uniform(seed, "flag", ids[who]) < 0.5
        flag = pl.Series(hidden if kind == "survivor" else hidden | True)
        carried = pl.Series((kind == "adopted") & (uniform(seed, "carried", ids[who]) < 0.3))
        parts.append(frame.with_columns(kind=pl.lit(kind), flagged=flag, carried_over=carried))
    fled = parts[0].rename({"person": "mother"}).drop("kind")
    with_her = (
        person.filter(pl.col("slot") >= 2).select("person", "mother").join(fled, on="mother", how="inner")
    )
    parts.append(with_her.drop("mother").with_columns(kind=pl.lit("child_with")).select(parts[0].columns))
    return pl.concat(parts).sort("person", "kind")


def _residences(
    person: pl.DataFrame, spells: pl.DataFrame, safe: pl.DataFrame, homes: int, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Where everybody lives from when (the next move ends it), and the fathers who live apart."""
    shared = 3 * homes
    home, slot = person["home"].to_numpy(), person["slot"].to_numpy()
    moved, came = _day(seed, "moved", home), _day(seed, "came", home)
    arrives = uniform(seed, "arrives", home) < 0.05
    birth = person["birth"].to_numpy().astype("datetime64[D]")
    begun = np.fmax(np.where(arrives, came, FIRST), birth)
    why = np.where(birth > FIRST, "birth", np.where(arrives, "arrived", "start"))
    whole = person.select("person", "mother", "father", "home", "left").with_columns(
        pl.Series("from_date", begun)
    )
    first = whole.with_columns(pl.Series("why", why), address=pl.col("home"))
    moves = pl.Series((uniform(seed, "moves", home) < 0.25) & (moved > begun))
    second = whole.with_columns(
        pl.Series("from_date", moved), why=pl.lit("moved"), address=pl.col("home") + homes
    )
    father = whole.filter(pl.Series((slot == 1) & (uniform(seed, "apart", home) < 0.08))).join(
        whole.select(person="father", child="person").drop_nulls().unique("person"), on="person", how="semi"
    )
    apart = father.with_columns(
        pl.col("home").add(2 * homes).alias("address"),
        why=pl.lit("separated"),
        from_date=pl.Series(_day(seed, "parted", father["home"].to_numpy())).cast(pl.Date),
    )
    apart = apart.filter(pl.col("left").is_null() | (pl.col("left") > pl.col("from_date")))
    care = {"foster": 3, "childrens": 6, "residential": 0, "nursing": 2, "temporary": 9}
    into = pl.coalesce(pl.when(pl.col("state").str.contains(k)).then(shared + at) for k, at in care.items())
    away = (
        pl.when(pl.col("track") == "adult_social_care")
        .then(pl.lit("care_home"))
        .when(pl.col("track") == "homelessness")
        .then(pl.lit("temporary"))
        .otherwise(pl.lit("care"))
    )
    into_care = (
        spells.with_columns(address=into, why=away)
        .filter(pl.col("address").is_not_null())
        .unique("person", keep="first", maintain_order=True)
    )
    fled = safe.filter(pl.col("kind").is_in(["survivor", "child_with"])).with_columns(
        address=pl.lit(shared + 7), why=pl.lit("fled")
    )
    columns = ["person", "from_date", "address", "why"]
    parts = (
        first,
        second.filter(moves).filter(~pl.col("home").is_in(apart["home"].implode())),
        apart,
        into_care,
        fled,
    )
    chain = pl.concat(
        [part.select(pl.col(c).cast(pl.Int64) if c == "address" else c for c in columns) for part in parts]
    )
    chain = chain.with_columns(pl.col("from_date").cast(pl.Date)).join(
        whole.select("person", "left", birth="from_date"), on="person", how="left"
    )
    chain = chain.filter(pl.col("from_date") >= pl.col("birth").cast(pl.Date)).unique(
        ["person", "from_date"], keep="first", maintain_order=True
    )
    chain = chain.sort("person", "from_date").with_columns(
        pl.col("from_date").shift(-1).over("person").alias("next")
    )
    left = pl.col("left").cast(pl.Date)
    chain = chain.filter(left.is_null() | (pl.col("from_date") < left)).with_columns(
        pl.min_horizontal("next", left).alias("to_date")
    )
    twice = person.select("person", "father", "birth", child_left="left").join(
        apart.drop("person").with_columns(apart["person"].alias("father")), on="father", how="inner"
    )
    twice = twice.filter((pl.col("birth") < pl.col("from_date")) & pl.col("child_left").is_null())
    twice = twice.with_columns(why=pl.lit("second_home"), to_date=pl.col("left").cast(pl.Date))
    residence = pl.concat([frame.select(*columns, "to_date") for frame in (chain, twice)])
    return residence.with_columns(household="address").sort("person", "from_date", "why"), apart


def _names(person: pl.DataFrame, safe: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One name from birth; married, adopted, protected and recognised people have a second from a day on."""
    ids, home, slot = (person[c].to_numpy() for c in ("person", "home", "slot"))
    woman = (person["sex"] == "F").to_numpy()

    def given(channel: str, women: np.ndarray) -> np.ndarray:
        at = (uniform(seed, channel, ids) * len(WOMEN)).astype(int)
        return np.where(women, np.array(WOMEN)[at], np.array(MEN)[at])

    surnames = np.array(SURNAMES)
    family = surnames[(uniform(seed, "surname", home) * len(surnames)).astype(int)]
    maiden = surnames[(uniform(seed, "maiden", ids) * len(surnames)).astype(int)]
    marries = woman & (slot == 0) & (uniform(seed, "marries", home) < 0.3)
    first = person.select(
        "person",
        "sex",
        given=given("given", woman),
        known_as=pl.lit(None, dtype=pl.String),
        middle=pl.Series(np.where(uniform(seed, "middle", ids) < 0.6, given("middle", woman), "")).replace(
            {"": None}
        ),
        surname=np.where(marries, maiden, family),
        from_date=pl.col("birth").cast(pl.Date),
        why=pl.lit("birth"),
    )
    first = first.with_columns(
        pl.when(pl.col("person") % 12 == 0).then(pl.col("given").str.slice(0, 3)).alias("known_as")
    )
    married = first.with_columns(
        surname=family, why=pl.lit("marriage"), from_date=pl.Series(_day(seed, "wed", ids)).cast(pl.Date)
    ).filter(marries)
    changed = {"adopted": "adoption", "protected": "protection", "gender_recognition": "gender_recognition"}
    new = (
        first.with_columns(given=given("new given", woman), surname=maiden)
        .drop("why", "from_date")
        .join(
            safe.filter(pl.col("kind").is_in(list(changed))).select(
                "person", "from_date", pl.col("kind").replace(changed).alias("why")
            ),
            on="person",
            how="inner",
        )
        .with_columns(
            sex=pl.when(pl.col("why") == "gender_recognition")
            .then(pl.col("sex").replace({"F": "M", "M": "F"}))
            .otherwise("sex")
        )
    )
    both = pl.concat([first, married.select(first.columns), new.select(first.columns)]).sort(
        "person", "from_date"
    )
    both = both.filter(pl.col("from_date") >= pl.col("from_date").min().over("person"))
    return both.with_columns(pl.col("from_date").shift(-1).over("person").alias("to_date"))


def _identifiers(person: pl.DataFrame, safe: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Numbers from the ages at which they are given out; a new one after adoption, and here and there a new UPN."""
    birth, child = pl.col("birth").cast(pl.Date), pl.col("slot") >= 2
    plan = {
        "nhs_number": (0, pl.lit(True)),
        "upn": (4, child),
        "uln": (14, child),
        "nino": (16, pl.lit(True)),
    }
    parts = [
        person.filter(who).select(
            "person", scheme=pl.lit(scheme), from_date=birth.dt.offset_by(f"{age}y"), new=pl.lit(0)
        )
        for scheme, (age, who) in plan.items()
    ]
    held = pl.concat(parts).filter(pl.col("from_date") <= AS_OF)
    changed = safe.filter(pl.col("kind").is_in(["adopted", "protected"])).select(
        "person", pl.col("from_date").cast(pl.Date).alias("day")
    )
    again = held.join(changed, on="person", how="inner").filter(pl.col("day") > pl.col("from_date"))
    moved = held.filter((pl.col("scheme") == "upn") & (pl.col("person") % 50 == 7)).with_columns(
        day=pl.col("from_date") + pl.duration(days=400)
    )
    moved = moved.filter(pl.col("day") < AS_OF).join(changed, on="person", how="anti")
    later = (
        pl.concat([again, moved.select(again.columns)])
        .with_columns(new=pl.lit(1), from_date="day")
        .drop("day")
    )
    both = pl.concat([held, later]).sort("person", "scheme", "from_date")
    number = pl.col("person") + pl.col("new") * 400_000
    value = pl.coalesce(
        pl.when(pl.col("scheme") == scheme).then(getattr(synthetic, f"synthetic_{scheme}")(number))
        for scheme in plan
    )
    return both.with_columns(value=value, to_date=pl.col("from_date").shift(-1).over("person", "scheme"))


def _ties(person: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Parents, and couples until they part or one is gone."""
    parents = [
        person.filter(pl.col(who).is_not_null()).select(
            a="person", b=who, kind=pl.lit("parent"), from_date="birth", to_date=pl.lit(None, dtype=pl.Date)
        )
        for who in ("mother", "father")
    ]
    first, second = (person.filter(pl.col("slot") == n).select("home", "person", "death") for n in (0, 1))
    couples = first.join(second, on="home", how="inner", suffix="_b").join(
        apart.select("home", "from_date"), on="home", how="left"
    )
    ended = pl.min_horizontal(pl.col(c).cast(pl.Date) for c in ("death", "death_b", "from_date"))
    tied = couples.select(
        a="person",
        b="person_b",
        kind=pl.lit("spouse_or_partner"),
        from_date=pl.lit(date(2010, 1, 1)),
        to_date=ended,
    )
    whole = [frame.with_columns(pl.col("from_date", "to_date").cast(pl.Date)) for frame in (*parents, tied)]
    return pl.concat(
        [frame.select(pl.col("a", "b").cast(pl.Int64), "kind", "from_date", "to_date") for frame in whole]
    ).sort("a", "b", "kind")


def _events(exposure: pl.DataFrame, apart: pl.DataFrame, seed: int) -> pl.DataFrame:
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
