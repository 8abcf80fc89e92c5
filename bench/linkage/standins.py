"""Labelled sets of our own, for what no public set has: a census with a survey, and figures with many records."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

SEED = 11
LETTERS = "abcdefghijklmnopqrstuvwxyz"
KNOWN_AS = {
    "william": ("bill", "will", "wm"), "elizabeth": ("betty", "liz", "eliza"), "robert": ("bob", "rob"),
    "thomas": ("tom", "thos"), "margaret": ("peggy", "meg"), "james": ("jim", "jas"), "john": ("jack", "jno"),
    "richard": ("dick", "rich"), "edward": ("ned", "ted"), "catherine": ("kate", "cathy"),
    "katherine": ("kate", "kathy"), "mary": ("molly", "polly"), "charles": ("chas", "charlie"),
    "henry": ("harry",), "joseph": ("joe", "jos"), "michael": ("mike",), "david": ("dave",),
    "patricia": ("pat", "patty"), "jennifer": ("jenny",), "daniel": ("dan",), "anthony": ("tony",),
}  # fmt: skip


def slip(text: str, luck: random.Random) -> str:
    """The text with one letter or digit wrong, missing, doubled or out of order."""
    if len(text) < 2:
        return text
    at = luck.randrange(len(text) - 1)
    kind = luck.randrange(4)
    if kind == 0:
        other = luck.choice("0123456789" if text[at].isdigit() else LETTERS)
        return text[:at] + other + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def wrong_date(day: str, luck: random.Random) -> str | None:
    """A birth date out by a digit, with day and month turned, or only its year known."""
    year, month, rest = day.split("-")
    kind = luck.random()
    if kind < 0.25 and int(rest) <= 12:
        return f"{year}-{rest}-{month}"
    if kind < 0.4:
        return f"{year}-01-01"
    if kind < 0.7:
        return f"{int(year) + luck.choice((-10, -1, 1, 10))}-{month}-{rest if rest != '29' else '28'}"
    if kind < 0.85:
        return f"{year}-{month}-{luck.randint(1, 28):02d}"
    return f"{year}-{luck.randint(1, 12):02d}-{min(int(rest), 28):02d}"


def known_as(name: str, luck: random.Random) -> str:
    """A short form, or the name."""
    return luck.choice(KNOWN_AS.get(name.lower(), (name,)))


Noise = Callable[[str, random.Random], str | None]


def spoilt(
    row: dict[str, str | None], rates: dict[str, list[tuple[float, Noise]]], luck: random.Random
) -> None:
    """Change each field of the row with the chances given for it."""
    for name, ways in rates.items():
        value = row[name]
        for chance, way in ways:
            if value and luck.random() < chance:
                value = way(value, luck)
        row[name] = value


def gone(_: str, __: random.Random) -> None:
    """Nothing."""


CENSUS_RATES: dict[str, list[tuple[float, Noise]]] = {
    "first_name": [(0.02, known_as), (0.05, slip), (0.01, lambda text, _: text[:1]), (0.01, gone)],
    "last_name": [(0.05, slip), (0.01, gone)],
    "middle_initial": [(0.3, gone)],
    "date_of_birth": [(0.04, wrong_date), (0.02, gone)],
    "sex": [(0.005, lambda text, _: "female" if text.lower() == "male" else "male"), (0.01, gone)],
    "street_name": [(0.05, slip)],
    "street_number": [(0.03, slip)],
    "postcode": [(0.03, slip), (0.01, gone)],
}
MOVED, TAKEN, TURNED, PART_SLIP = 0.05, 0.9, 0.01, 0.01
CENSUS_COLUMNS = (
    "first_name", "middle_initial", "last_name", "date_of_birth", "sex", "street_number", "street_name",
    "unit_number", "postcode",
)  # fmt: skip


def census_and_survey(data: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows of a census, rows of a survey of nine homes in ten, and who lives with whom.

    Homes of one street share a postcode. One in twenty people of the survey has moved to another home.
    """
    luck = random.Random(SEED)
    rows = _people(data)
    homes = sorted({row["household_id"]: row for row in rows}.items())
    taken = {home for home, _ in homes if luck.random() < TAKEN}
    census, survey = [], []
    for number, row in enumerate(rows):
        census.append(_asked(row, f"C{number}", luck))
        if row["household_id"] in taken:
            if luck.random() < MOVED:
                other = luck.choice(homes)[1]
                row = row | {
                    name: other[name] for name in ("street_number", "street_name", "unit_number", "postcode")
                }
            survey.append(_asked(row, f"S{number}", luck))
    lived = pl.DataFrame(rows).select(true_person="simulant_id", true_household="household_id").unique()
    return pl.DataFrame(census), pl.DataFrame(survey), lived.sort("true_person")


def _people(data: Path) -> list[dict[str, str]]:
    frame = pl.read_parquet(data / "pseudopeople_sample" / "decennial_census.parquet")
    frame = frame.filter(pl.col("year") == 2020, pl.col("housing_type") == "Household")
    born = pl.col("date_of_birth").dt.strftime("%Y-%m-%d")
    texts = frame.with_columns(pl.all().exclude("date_of_birth").cast(pl.String), born.alias("date_of_birth"))
    streets = texts.with_columns(pl.col("street_name").rank("dense").cast(pl.Int64).alias("street")).sort(
        "simulant_id"
    )
    code = pl.format(
        "{}{} {}{}",
        pl.col("street").mod(40).replace_strict(dict(enumerate(_DISTRICTS))),
        (pl.col("street") // 40 % 9) + 1,
        pl.col("street") // 360 % 10,
        (pl.col("street") // 3600).replace_strict(dict(enumerate(("AB", "DE", "LN", "QX")))),
    )
    return streets.with_columns(code.alias("postcode")).to_dicts()


_DISTRICTS = [
    f"{area}{number}" for area in ("LS", "BD", "HX", "HU", "YO", "DN", "WF", "HG") for number in range(1, 6)
]
# "LS1" and a digit make LS11 to LS59: district, then sector and unit.


def _asked(row: dict[str, str], key: str, luck: random.Random) -> dict[str, str | None]:
    asked: dict[str, str | None] = {name: row[name] for name in CENSUS_COLUMNS}
    spoilt(asked, CENSUS_RATES, luck)
    if luck.random() < TURNED:
        asked["first_name"], asked["last_name"] = asked["last_name"], asked["first_name"]
    born = (asked.pop("date_of_birth") or "--").split("-")
    parts = dict(zip(("birth_year", "birth_month", "birth_day"), born, strict=True))
    parts = {name: slip(part, luck) if luck.random() < PART_SLIP else part for name, part in parts.items()}
    line = f"{asked.pop('street_number') or ''} {asked.pop('street_name') or ''} {asked.pop('unit_number') or ''}"
    return {"row_key": key, "true_person": row["simulant_id"], **asked, **parts, "address_line": line.strip()}


TRADES = ("politician", "painter", "writer", "actor", "engineer", "priest", "lawyer", "soldier", "composer",
          "physician", "botanist", "merchant", "poet", "cricketer", "journalist", "judge", "architect")  # fmt: skip
FIGURE_RATES: dict[str, list[tuple[float, Noise]]] = {
    "dob": [(0.1, wrong_date), (0.17, gone)],
    "postcode": [(0.08, slip), (0.05, gone)],
    "gender": [(0.2, gone)],
    "birth_place": [(0.06, slip), (0.15, gone)],
    "occupation": [(0.15, lambda _, luck: luck.choice(TRADES)), (0.3, gone)],
}
HARD_RATES: dict[str, list[tuple[float, Noise]]] = {
    "dob": [(0.3, wrong_date), (0.35, gone)],
    "postcode": [(0.3, slip), (0.35, gone)],
    "gender": [(0.35, gone)],
    "birth_place": [(0.3, slip), (0.35, gone)],
    "occupation": [(0.3, lambda _, luck: luck.choice(TRADES)), (0.45, gone)],
}
"""Rates at which plain Splink's groups come to an F1 of 0.84; on a public set of 50,000 such records to 0.83."""
YEAR_ONLY, ELSEWHERE, ELSEWHERE_HARD, OTHER_NAMES = 0.3, 0.25, 0.6, 0.2
"""Figures of whom every source knows the year of birth alone; records at another postcode of the same town; of the hard
set that too, and the share of names that are wholly others."""
KIN = 0.15
"""Figures who are a parent, child or sibling of the one before: family name, town and often given name alike."""


def figures(data: Path, count: int, *, hard: bool = False) -> pl.DataFrame:
    """Records of that many invented people, one to twenty each. hard: at the rates of HARD_RATES, and other names."""
    luck = random.Random(SEED)
    frame = pl.read_parquet(data / "pseudopeople_sample" / "social_security.parquet")
    texts = frame.sort("simulant_id").with_columns(pl.col("sex", "first_name", "last_name").cast(pl.String))
    names = {
        sex: texts.filter(pl.col("sex") == sex).drop_nulls("first_name")["first_name"].to_list()
        for sex in ("Male", "Female")
    }
    families = texts["last_name"].drop_nulls().to_list()
    towns = [f"{luck.choice(_START)}{luck.choice(_END)}" for _ in range(200)]
    rows: list[dict[str, str | None]] = []
    person: dict[str, Any] = {}
    for number in range(count):
        person = _figure(person if number and luck.random() < KIN else {}, names, families, towns, luck)
        if hard:
            person["called"] += _other_names(person, names, families, luck)
        times = min(40, 1 + int(luck.expovariate(1 / 9)))
        rows += [_written(person, f"{number}-{time}", str(number), luck, hard=hard) for time in range(times)]
    luck.shuffle(rows)
    return pl.DataFrame(rows)


_START = (
    "ash",
    "bark",
    "brad",
    "chel",
    "dun",
    "east",
    "hart",
    "lang",
    "mar",
    "nor",
    "pres",
    "rad",
    "stan",
    "wal",
)
_END = (
    "bourne",
    "bury",
    "by",
    "combe",
    "cott",
    "field",
    "ford",
    "ham",
    "ley",
    "stead",
    "thorpe",
    "ton",
    "wick",
    "worth",
)


def _figure(
    kin: dict[str, Any],
    names: dict[str, list[str]],
    families: list[str],
    towns: list[str],
    luck: random.Random,
) -> dict[str, Any]:
    sex = luck.choice(("Male", "Male", "Male", "Female"))
    given = luck.choice(names[sex])
    if kin and kin["sex"] == sex and luck.random() < 0.3:
        given = kin["given"]
    born = date(1600, 1, 1) + timedelta(days=luck.randrange(130_000))
    if kin:
        born = kin["date"] + timedelta(days=luck.choice((800, 1500, 9_000, 11_000)))
    # A few towns have most of those who are remembered, and so most of their namesakes.
    town = kin.get("town") or luck.randrange(1 + int(len(towns) * luck.random() ** 3))
    person: dict[str, Any] = {
        "sex": sex, "given": given, "middle": luck.choice(names[sex]) if luck.random() < 0.4 else "",
        "family": kin.get("family") or luck.choice(families), "date": born, "town": town,
        "born": f"{born.year}-01-01" if luck.random() < YEAR_ONLY else str(born), "birth_place": towns[town],
        "postcode": _postcode(town, luck), "trade": luck.choice(TRADES),
    }  # fmt: skip
    return person | {"called": _called(person, families, towns, luck)}


def _postcode(town: int, luck: random.Random) -> str:
    """One of forty of the town."""
    unit = luck.choice("ABCDEFGH") + luck.choice("ABDEH")
    return f"{_DISTRICTS[town % len(_DISTRICTS)]} {town % 9 + 1}{unit}"


def _called(person: dict[str, Any], families: list[str], towns: list[str], luck: random.Random) -> list[str]:
    """The ways in which sources name a person, the usual one first and several times."""
    given, middle, family = person["given"], person["middle"], person["family"]
    whole = f"{given} {middle} {family}" if middle else f"{given} {family}"
    ways = (
        [f"{given} {family}"] * 3
        + [whole] * 2
        + [f"{known_as(given, luck)} {family}", f"{given[:1]} {family}"]
    )
    if middle:
        ways += [f"{middle} {family}"] * (luck.random() < 0.2) + [f"{given[:1]} {middle[:1]} {family}"]
    if luck.random() < 0.15:
        title = _title(towns, luck)
        ways += [f"{whole}, {title}", f"{given} {family}, {title}", f"{given} {title}"]
    if luck.random() < 0.1:
        ways += [f"sir {given} {family}", f"{given} {family} esq"]
    if person["sex"] == "Female" and luck.random() < 0.3:
        ways += [f"{given} {luck.choice(families)}"] * 2
    return ways


def _other_names(
    person: dict[str, Any], names: dict[str, list[str]], families: list[str], luck: random.Random
) -> list[str]:
    """Names with another family name, half of them with another given name too."""
    given = [luck.choice((person["given"], luck.choice(names[person["sex"]]))) for _ in person["called"]]
    return [f"{name} {luck.choice(families)}" for name in given if luck.random() < OTHER_NAMES]


def _title(towns: list[str], luck: random.Random) -> str:
    which, rank = luck.choice(("1st", "2nd", "3rd", "4th")), luck.choice(("baron", "earl", "duke"))
    return f"{which} {rank} of {luck.choice(towns)}"


def _written(
    person: dict[str, Any], key: str, who: str, luck: random.Random, *, hard: bool
) -> dict[str, str | None]:
    """One record: its name in one of the ways the person is called, the rest spoilt."""
    words = luck.choice(person["called"]).split(" ")
    name = " ".join(slip(word, luck) if luck.random() < 0.12 else word for word in words)
    elsewhere = luck.random() < (ELSEWHERE_HARD if hard else ELSEWHERE)
    row: dict[str, str | None] = {
        "full_name": name, "dob": person["born"],
        "postcode": _postcode(person["town"], luck) if elsewhere else person["postcode"],
        "gender": person["sex"], "birth_place": person["birth_place"], "occupation": person["trade"],
    }  # fmt: skip
    spoilt(row, HARD_RATES if hard else FIGURE_RATES, luck)
    return {"row_key": key, "true_person": who, **row}
