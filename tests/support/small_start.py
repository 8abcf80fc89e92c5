"""A few hundred people in families, in the form that a made place starts with: enough to try lives on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from wholeplace.dynamics.draws import uniform

AREAS = 4
DWELLINGS = ("owned", "private", "social", "mortgaged")
KINDS = (
    "couple_children",
    "lone_parent",
    "one_person",
    "couple",
    "adult_child",
    "two_homes",
    "sharer",
    "resident",
)
SPECIAL = (
    "hmo",
    "care_home",
    "nursing_home",
    "temporary",
    "refuge",
    "hostel",
    "foster",
    "childrens_home",
    "student",
)


@dataclass(frozen=True)
class SmallAuthority:
    code: str
    name: str
    areas: pl.DataFrame
    copies: int = 1


@dataclass(frozen=True)
class SmallStart:
    authority: SmallAuthority
    address: pl.DataFrame
    household: pl.DataFrame
    person: pl.DataFrame


def small_start(families: int = 160, start: date = date(2021, 4, 1), seed: int = 1) -> SmallStart:
    """`families` blocks, one of each kind in turn; a fifth more dwellings than homes; special places in each area."""
    people: list[dict[str, object]] = []
    homes: list[dict[str, object]] = []
    for family in range(families):
        _family(family, people, homes, start, seed)
    address = _addresses(len(homes) * 6 // 5)
    special = {(r["area_index"], r["kind"]): r["address"] for r in address.to_dicts() if r["kind"] in SPECIAL}
    for home in homes:
        if home["kind"] in ("hmo", "communal"):
            kind = "hmo" if home["kind"] == "hmo" else "care_home"
            home["address"] = special[(int(str(home["family"])) % AREAS, kind)]
    household = pl.DataFrame(homes, schema={"household": pl.Int64, "address": pl.Int64, "family": pl.Int64,
                                            "kind": pl.String})  # fmt: skip
    size = pl.DataFrame(people, schema=PERSON)
    household = household.join(
        size.group_by("household").agg(pl.len().cast(pl.Int32).alias("size")), on="household", how="left"
    ).sort("household")
    return SmallStart(_authority(), address, household, size.sort("person"))


PERSON = {
    "person": pl.Int64, "household": pl.Int64, "second_home": pl.Int64, "family": pl.Int64, "sex": pl.String,
    "birth": pl.Date, "ethnicity": pl.String, "origin": pl.String, "role": pl.String, "mother": pl.Int64,
    "father": pl.Int64, "partner": pl.Int64, "carer": pl.Int64, "disability": pl.Boolean,
}  # fmt: skip


def _family(
    family: int, people: list[dict[str, object]], homes: list[dict[str, object]], start: date, seed: int
) -> None:
    kind = KINDS[family % len(KINDS)]
    home = len(homes)

    def person(age: int, sex: str, role: str, **ties: object) -> int:
        number = len(people)
        days = int(365 * float(uniform(seed, "small_start", number)))
        row = dict.fromkeys(PERSON) | {"person": number, "household": home, "family": family, "sex": sex}
        row |= {
            "birth": start - timedelta(days=365 * age + days + age // 4 + 1),
            "ethnicity": "WBRI",
            "role": role,
        }
        row |= {"origin": "white_british", "disability": number % 9 == 0} | ties
        people.append(row)
        return number

    def house(number: int, called: str) -> None:
        homes.append({"household": number, "address": number, "family": family, "kind": called})

    if kind in ("sharer", "resident"):
        person(30 if kind == "sharer" else 84, "F" if family % 2 else "M", "resident")
        return house(home, "hmo" if kind == "sharer" else "communal")
    house(home, {"adult_child": "other", "two_homes": "lone_parent"}.get(kind, kind))
    woman = person(36 + family % 7 if kind != "one_person" else 76, "F", "head")
    man = None
    if kind in ("couple_children", "couple", "adult_child"):
        man = person(39 + family % 5, "M", "partner", partner=woman)
        people[woman]["partner"] = man
    if kind == "two_homes":
        man = person(40, "M", "head", household=home + 1)
        house(home + 1, "one_person")
    ages = {"couple_children": (3, 9, 14), "lone_parent": (6, 12), "adult_child": (19,), "two_homes": (8,)}
    for age in ages.get(kind, ()):
        second = home + 1 if kind == "two_homes" else None
        role = "adult_child" if age >= 18 else "child"
        person(age, "M" if age % 2 else "F", role, mother=woman, father=man, second_home=second)
    return None


def _addresses(dwellings: int) -> pl.DataFrame:
    rows = [(n % AREAS, "flat" if n % 3 else "house", DWELLINGS[n % 4], 1 + n % 4) for n in range(dwellings)]
    rows += [(area, kind, "none", 10) for area in range(AREAS) for kind in SPECIAL]
    rows += [(area, "temporary", "none", 2) for area in range(AREAS) for _ in range(5)]
    rows += [(-1, kind, "none", 4) for kind in ("foster", "childrens_home") for _ in range(3)]
    return pl.DataFrame(
        [
            {
                "address": n, "number": str(n), "street": "Made Street", "town": "Madetown", "postcode": "ZZ1 1ZZ",
                "uprn": str(n), "area": f"E0100000{area}" if area >= 0 else None, "kind": kind, "tenure": tenure,
                "bedrooms": bedrooms, "area_index": area,
            }
            for n, (area, kind, tenure, bedrooms) in enumerate(rows)
        ],
        schema_overrides={"bedrooms": pl.Int32, "area_index": pl.Int32},
    )  # fmt: skip


def _authority() -> SmallAuthority:
    areas = pl.DataFrame(
        {
            "area": pl.Series(range(AREAS), dtype=pl.Int32),
            "lsoa": [f"E0100000{n}" for n in range(AREAS)],
            "imd_decile": [1, 3, 6, 10],
            "income_score": [0.4, 0.3, 0.15, 0.05],
        }
    )
    return SmallAuthority("E09000002", "Madeborough", areas)
