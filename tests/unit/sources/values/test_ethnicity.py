"""Ethnic groups of every list to DfE's main codes."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import SettingsError
from wholeplace.sources.values import ethnicity
from wholeplace.sources.values.ethnicity import canonical_ethnicity

SAMPLES = Path(__file__).parents[5] / "shared" / "data" / "returns"
ROWS = list(csv.DictReader((files("wholeplace") / "data" / "ethnicity.csv").read_text("utf-8").splitlines()))


def code(text: str | None, *schemes: str) -> str | None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(canonical_ethnicity(pl.col("text"), *schemes)).item()


@pytest.mark.parametrize(
    ("text", "schemes", "expected"),
    [
        ("wbri", ("dfe",), "WBRI"),
        ("WENG", ("dfe",), None),
        ("WENG", ("dfe", "dfe_extended"), "WBRI"),
        ("MWAP", ("dfe_extended",), "MWAS"),
        ("R", ("nhs",), "CHNE"),
        ("A1", ("nhs",), "WBRI"),
        ("A1", ("police",), "AIND"),
        ("A1", ("police", "nhs"), "AIND"),
        ("A1", ("nhs", "police"), "AIND"),
        ("99", ("nhs",), "NOBT"),
        ("99", ("shbe",), "OOTH"),
        ("99", ("shbe", "nhs"), "OOTH"),
        ("99", ("nhs", "shbe"), "NOBT"),
        ("Z", ("nhs",), "REFU"),
        ("O2", ("police",), "OOTH"),
        ("White - Irish", ("cld",), "WIRI"),
        ("white: irish", ("cld",), "WIRI"),
        ("No data: Undeclared or not known", ("cld",), "NOBT"),
        ("Gypsy / Roma", ("words",), "WROM"),
        ("Martian", ("words", "cld"), None),
        ("", ("words",), None),
        (None, ("nhs",), None),
    ],
)
def test_codes(text: str | None, schemes: tuple[str, ...], expected: str | None) -> None:
    assert code(text, *schemes) == expected


def test_every_row_of_the_file_is_read_as_it_says() -> None:
    for scheme in ethnicity.ethnicity_schemes():
        rows = [row for row in ROWS if row["scheme"] == scheme]
        frame = pl.DataFrame({"code": [row["code"] for row in rows]})
        got = frame.select(canonical_ethnicity(pl.col("code"), scheme)).to_series().to_list()
        assert got == [row["canonical"] for row in rows]


def test_every_canonical_code_is_one_of_the_twenty() -> None:
    main = ethnicity.ethnicity_labels()
    assert len(main) == 20
    assert {row["canonical"] for row in ROWS} == set(main)
    assert set(ethnicity.UNSTATED) < set(main)
    assert all(row["label"] for row in ROWS)


@pytest.mark.parametrize("scheme", ["nhs", "police", "shbe", "cld", "words"])
def test_every_list_reaches_every_group_it_can(scheme: str) -> None:
    reached = {row["canonical"] for row in ROWS if row["scheme"] == scheme}
    groups = set(ethnicity.ethnicity_labels()) - set(ethnicity.UNSTATED)
    # The 2001 lists have no group for Gypsy, Roma and Irish Travellers; the police list has one for them.
    assert groups - reached == {"nhs": {"WIRT", "WROM"}, "shbe": {"WIRT", "WROM"}, "police": {"WROM"}}.get(
        scheme, set()
    )


@pytest.mark.parametrize("schemes", [(), ("ons",), ("dfe", "ons")])
def test_an_unknown_list_is_refused_with_those_there_are(schemes: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match="dfe_extended"):
        canonical_ethnicity(pl.col("text"), *schemes)


@pytest.mark.samples
def test_every_label_of_adult_social_care_is_known() -> None:
    folder = SAMPLES / "cld"
    if not folder.exists():
        pytest.skip("the public code lists of adult social care are not beside the project")
    second = (folder / "codes_release2_grouped.tsv").read_text("utf-8").splitlines()
    # The first of the file's lists, up to the next heading; DHSC adds one label of its own to it.
    ends = next(place for place, line in enumerate(second) if line.startswith("Event_Outcome"))
    labels = [line.split("\t")[0] for line in second[1:ends] if not line.startswith("Invalid")]
    with (folder / "codes_release1.csv").open(encoding="utf-8") as file:
        labels += [row[1] for row in csv.reader(file) if row[0] == "Ethnicity_Description"]
    assert len(labels) > 40
    assert [label for label in labels if code(label, "cld") is None] == []
