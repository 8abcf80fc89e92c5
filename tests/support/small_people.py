"""Who lives in a small made place: people, their names and numbers, and the addresses there are."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

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


def day(seed: int, channel: str, ids: np.ndarray) -> np.ndarray:
    """A day of the period for each id."""
    return FIRST + (uniform(seed, channel, ids) * (LAST - FIRST).astype(int)).astype("timedelta64[D]")


def people_of(homes: int, seed: int) -> pl.DataFrame:
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
                ("white_british", "white_other", "bangladeshi", "pakistani", "african", "indian", "mixed")
            )[group],
            "mother": pl.Series(np.where(child & has_mother, first, -1)).replace({-1: None}),
            "father": pl.Series(
                np.where(child & (has_father | ~has_mother), first + (has_mother & has_father), -1)
            ).replace({-1: None}),
            "death": np.where(
                (age > 70) & (uniform(seed, "death", ids) < 0.15), day(seed, "died", ids), NEVER
            ),
        }
    )


def addresses(homes: int, seed: int) -> pl.DataFrame:
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


def names(person: pl.DataFrame, safe: pl.DataFrame, seed: int) -> pl.DataFrame:
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
        surname=family, why=pl.lit("marriage"), from_date=pl.Series(day(seed, "wed", ids)).cast(pl.Date)
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


def identifiers(person: pl.DataFrame, safe: pl.DataFrame, seed: int) -> pl.DataFrame:
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
