"""School census as the collection system exports it: a set of CSV tables for each of three terms.

A pupil's row number is of one term, so each term's row is a record of its own; pupils are found again by UPN
and birth date. A row says how things were on census day, and no more: support for special educational needs
is reported as a characteristic from that day, not as a period.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, mapped, pick, stack, where
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.sex import recorded_sex

NAME = "school_census"
ON, OFF = "pupilonrolltableid", "pupilnolongeronrolltableid"
# Absence from a tenth of sessions is what the Department for Education calls persistent absence.
PERSISTENT = 0.10
# Census day: first Thursday of October, third of January, third of May (DfE school census guides).
DAYS = {"autumn": (10, 1), "spring": (1, 3), "summer": (5, 3)}
ADDRESS_LINES = (
    "saon", "paon", "street", "locality", "town", "administrativearea", "posttown",
    "addressline1", "addressline2", "addressline3", "addressline4", "addressline5",
)  # fmt: skip
OF_PUPILS = {
    "pupil_on_roll": ("address_on_roll", "fsm_period", "sen_need", "exclusion_on_roll"),
    "pupil_off_roll": ("address_off_roll", "exclusion_off_roll"),
}


def build(t: Tables) -> Facts:
    """Pupils on and off roll, addresses, suspensions and exclusions, absence, and recorded characteristics."""
    t = {name: _with_day(frame) for name, frame in t.items()}
    return _pupils(t["pupil_on_roll"], ON) + _pupils(t["pupil_off_roll"], OFF) + _beside(t)


def _with_day(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds the term that the file's name states and its census day; empty and null where it states none."""
    # Files are few and rows many, so each name is looked at once.
    return frame.join(_days(frame.select("_of").unique()), on="_of", how="left", maintain_order="left")


def _days(files: pl.DataFrame) -> pl.DataFrame:
    term = pl.col("_of").str.to_lowercase().str.extract(r"(autumn|spring|summer)")
    year = pl.col("_of").str.extract(r"(20\d\d)").cast(pl.Int32)
    month = term.replace_strict(
        {name: day[0] for name, day in DAYS.items()}, default=None, return_dtype=pl.Int8
    )
    week = term.replace_strict(
        {name: day[1] for name, day in DAYS.items()}, default=None, return_dtype=pl.Int8
    )
    first = pl.date(year, month, 1)
    to_thursday = (4 - first.dt.weekday()) % 7 + (week - 1) * 7
    named = pl.concat_str(year.cast(pl.String), term).fill_null("")
    return files.with_columns((first + pl.duration(days=to_thursday)).alias("_day"), named.alias("_term"))


def _id(column: str) -> pl.Expr:
    """A pupil's reference: on or off roll, the term, and the row number that the collection gave."""
    return pl.concat_str(pl.lit("on:" if column == ON else "off:"), "_term", pl.lit(":"), column)


def _pupils(pupils: pl.DataFrame, key: str) -> Facts:
    known = _with_absent(pupils)
    record = pick(
        known, id=_id(key), given_name="forename", middle_names="middlenames", family_name="surname",
        former_family_name="formersurname", birth_date="dob", sex=recorded_sex(pl.coalesce("sex", "gender")),
        ethnicity=canonical_ethnicity(pl.col("ethnicity"), "dfe_extended", "dfe"),
        seen_from="entrydate", seen_to=pl.coalesce("leavingdate", "_day"),
    )  # fmt: skip
    numbers = identifiers(known, id=_id(key), upn="upn", former_upn="formerupn", uln="uniquelearnernumber")
    return Facts(record=[record], identifier=numbers, exposure_reported=_said(known, key))


def _with_absent(pupils: pl.DataFrame) -> pl.DataFrame:
    """Columns that only one of the two pupil tables has, as null in the other."""
    wanted = {
        "leavingdate": pl.Date,
        "senprovision": pl.String,
        "youngcarer": pl.String,
        "servicechild": pl.String,
    }
    wanted |= {"plaa": pl.String, "gender": pl.String, "sex": pl.String, "ethnicity": pl.String}
    absent = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in wanted.items() if name not in pupils.columns
    ]
    return pupils.with_columns(absent)


def _said(pupils: pl.DataFrame, key: str) -> list[pl.DataFrame]:
    def said(condition: pl.Expr, factor: str, **more: str) -> pl.DataFrame:
        return pick(where(pupils, condition), id=_id(key), factor=pl.lit(factor), from_date="_day", **more)

    absent = pl.col("termlysessionsauthorised").fill_null(0) + pl.col("termlysessionsunauthorised").fill_null(
        0
    )
    possible = pl.col("termlysessionspossible")
    return [
        said((possible > 0) & (absent / possible >= PERSISTENT), "school_absence"),
        said(
            pl.col("senprovision").is_in(_codes("senprovision")),
            "special_educational_needs",
            code="senprovision",
        ),
        said(pl.col("youngcarer").is_in(_codes("youngcarer")), "caring_burden", code="youngcarer"),
        said(
            pl.col("servicechild").is_in(_codes("servicechild")), "armed_forces_family", code="servicechild"
        ),
        said(pl.col("plaa").is_in(_codes("plaa")), "care_experience", code="plaa"),
    ]


def _codes(column: str) -> list[str]:
    return list(load_spec(NAME)["pupil_on_roll"].canonical(column))


def _beside(t: Tables) -> Facts:
    """What stands in the tables beside the pupils': addresses, free meals, needs, suspensions."""
    out = [_excluded(t["exclusion_on_roll"], ON), _excluded(t["exclusion_off_roll"], OFF)]
    meals = pick(
        t["fsm_period"], id=_id(ON), factor=pl.lit("poverty"), from_date="fsmstartdate", to_date="fsmenddate",
        code=pl.lit("free school meals"),
    )  # fmt: skip
    need = mapped("sentype", load_spec(NAME)["sen_need"].canonical("sentype"))
    needs = pick(t["sen_need"], id=_id(ON), factor=need, from_date="_day", code="sentype")
    suspended = [pick(frame, id="id", factor=pl.lit("school_exclusion"), from_date="date") for frame in out]
    return Facts(
        address=[_addresses(t["address_on_roll"], ON), _addresses(t["address_off_roll"], OFF)],
        event=out,
        exposure_reported=[meals, needs, *suspended],
    )


def _addresses(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    lines = [column for column in ADDRESS_LINES if column in rows.columns]
    text = (
        pl.concat_str([pl.col(line) for line in lines], separator=", ", ignore_nulls=True)
        if lines
        else pl.lit("")
    )
    return pick(
        rows, id=_id(key), address_text=text.replace({"": None}), postcode="postcode",
        uprn="uniquepropertyreferencenumber",
    )  # fmt: skip


def _excluded(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    kind = (
        pl.when(pl.col("category") == "PERM")
        .then(pl.lit("permanent_exclusion"))
        .otherwise(pl.lit("suspension"))
    )
    reason = stack([rows]).select(pl.coalesce("reason1", "reason").alias("_reason"))
    return pick(
        rows.with_columns(reason), id=_id(key), kind=kind, date="startdate", code="_reason",
        outcome="category",
    )  # fmt: skip


def _without_pupil(table: str, pupils: str, key: str) -> RowRule:
    """Rows whose pupil did not arrive: nobody's, so refused."""

    def find(t: Tables) -> pl.DataFrame:
        if t[pupils].is_empty():
            return t[table].clear()
        known = _with_day(t[pupils]).select(key, "_term").unique()
        return _with_day(t[table]).join(known, on=[key, "_term"], how="anti", maintain_order="left")

    return RowRule("child_without_header", table, find)


LAYOUT = Layout(
    name=NAME,
    title="School census (CSV tables of the collection system)",
    service="schools",
    agency="schools",
    build=build,
    dates=("%Y-%b-%d %H:%M:%S", "%Y-%b-%d", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y"),
    past=("dob",),
    year_start=1,
    # A row that stands unchanged in two terms' files is news of both: only the file itself is named here.
    resubmitted=dict.fromkeys(load_spec(NAME), ("_of",)),
    row_rules=tuple(
        _without_pupil(table, pupils, ON if pupils == "pupil_on_roll" else OFF)
        for pupils, tables in OF_PUPILS.items()
        for table in tables
    ),
)
