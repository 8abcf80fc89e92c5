"""Names held as one string: who is named, in which part, and what kind of name it is."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.sources.values.one_string import PERSON_FIELDS, parse_one_string


def parsed(*texts: str | None) -> list[list[dict] | None]:
    frame = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String})
    return frame.select(parse_one_string(pl.col("text")).alias("people"))["people"].to_list()


def people(text: str) -> list[tuple[str | None, ...]]:
    """Title, given, middle and family name of each person in a text that names only people."""
    entries = parsed(text)[0]
    assert entries is not None
    assert {entry["name_kind"] for entry in entries} == {"person"}
    return [tuple(entry[field] for field in PERSON_FIELDS[:4]) for entry in entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SURNAME, MR FORENAME MIDDLE", ("Mr", "FORENAME", "MIDDLE", "SURNAME")),
        ("MR F SURNAME", ("Mr", "F", None, "SURNAME")),
        ("SMITH MR J A", ("Mr", "J", "A", "SMITH")),
        ("SMITH, JOHN ANN", (None, "JOHN", "ANN", "SMITH")),
        ("SMITH,JOHN", (None, "JOHN", None, "SMITH")),
        ("SMITH JOHN MR", ("Mr", "JOHN", None, "SMITH")),
        ("SMITH, JOHN, MR", ("Mr", "JOHN", None, "SMITH")),
        ("SMITH J P", (None, "J", "P", "SMITH")),
        ("MR SMITH J", ("Mr", "J", None, "SMITH")),
        ("John Paul Smith", (None, "John", "Paul", "Smith")),
        ("MR. J.A. O'NEILL", ("Mr", "J", "A", "O'NEILL")),
        ("Mr Smith", ("Mr", None, None, "Smith")),
        ("SMITH MR", ("Mr", None, None, "SMITH")),
        ("MR J", ("Mr", "J", None, None)),
        ("SMITH", (None, None, None, "SMITH")),
        ("DR SMITH-JONES", ("Dr", None, None, "SMITH-JONES")),
        ("Prof. Dr. Ann Other", ("Prof", "Ann", None, "Other")),
        ("Lady Jane Grey", ("Lady", "Jane", None, "Grey")),
        ("LORD, MR JOHN", ("Mr", "JOHN", None, "LORD")),
        ("JOHN LORD", (None, "JOHN", None, "LORD")),
        ("MR J VAN DER BERG", ("Mr", "J", None, "VAN DER BERG")),
        ("MR VAN DER BERG", ("Mr", None, None, "VAN DER BERG")),
        ("DE SILVA, MRS ANA", ("Mrs", "ANA", None, "DE SILVA")),
        ("DE SILVA ANA MRS", ("Mrs", "ANA", None, "DE SILVA")),
        ("MISS ZOË ÜNAL", ("Miss", "ZOË", None, "ÜNAL")),
        ("MR JOHN SMITH JNR", ("Mr", "JOHN", None, "SMITH")),
        ("Mr J Smith MBE", ("Mr", "J", None, "Smith")),
        ("MR J SMITH (TENANT)", ("Mr", "J", None, "SMITH")),
        ("SMITH, JOHN C/O AGE HELP", (None, "JOHN", None, "SMITH")),
        ("MR J SMITH T/A SMITH PROPERTIES", ("Mr", "J", None, "SMITH")),
        ("MR J SMITH & OTHERS", ("Mr", "J", None, "SMITH")),
    ],
)
def test_one_person(text: str, expected: tuple[str | None, ...]) -> None:
    assert people(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MR & MRS A SURNAME", [("Mr", "A", None, "SURNAME"), ("Mrs", None, None, "SURNAME")]),
        ("MR & MRS J & M SMITH", [("Mr", "J", None, "SMITH"), ("Mrs", "M", None, "SMITH")]),
        ("SMITH, MR & MRS A", [("Mr", "A", None, "SMITH"), ("Mrs", None, None, "SMITH")]),
        ("MR/MRS SMITH", [("Mr", None, None, "SMITH"), ("Mrs", None, None, "SMITH")]),
        ("SMITH MR J & MISS K JONES", [("Mr", "J", None, "SMITH"), ("Miss", "K", None, "JONES")]),
        ("SMITH, MR J AND MRS K", [("Mr", "J", None, "SMITH"), ("Mrs", "K", None, "SMITH")]),
        ("MR J & MRS K SMITH", [("Mr", "J", None, "SMITH"), ("Mrs", "K", None, "SMITH")]),
        ("MR SMITH & MISS JONES", [("Mr", None, None, "SMITH"), ("Miss", None, None, "JONES")]),
        ("MR J & MISS JONES", [("Mr", "J", None, "JONES"), ("Miss", None, None, "JONES")]),
        ("JOHN & KATE SMITH", [(None, "JOHN", None, "SMITH"), (None, "KATE", None, "SMITH")]),
        ("J&M SMITH", [(None, "J", None, "SMITH"), (None, "M", None, "SMITH")]),
        (
            "MR A SMITH, MR B JONES & MS C LEE",
            [("Mr", "A", None, "SMITH"), ("Mr", "B", None, "JONES"), ("Ms", "C", None, "LEE")],
        ),
        (
            "MR A LEE & MR B LEE & MR C LEE & MR D LEE & MR E LEE & MR F LEE & MR G LEE",
            [("Mr", letter, None, "LEE") for letter in "ABCDEFG"],
        ),
    ],
)
def test_several_people(text: str, expected: list[tuple[str | None, ...]]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ACME LIMITED", "Acme Ltd.", "Lloyd Example Bank PLC", "Barsetshire County Council", "THE COUNCIL",
        "Hilltop Housing Association", "St Mary's Church", "The Barset Charity", "University of Barset",
        "Barset NHS Trust", "J Smith & Sons", "MR A SMITH & CO", "Smith Estates", "Smith Lettings",
        "SMITH & JONES", "THE TRUSTEES OF THE BARSET FUND", "Oak Properties (Barset) LLP",
    ],
)  # fmt: skip
def test_bodies_keep_their_whole_name(text: str) -> None:
    [entries] = parsed(text)
    assert entries is not None
    assert [entry["name_kind"] for entry in entries] == ["organisation"]
    assert [entry["family_name"] for entry in entries] == [text]
    assert {entries[0][field] for field in ("title", "given_name", "middle_names")} == {None}


@pytest.mark.parametrize(
    "text", ["MR J CHURCH", "CHURCH, MR JOHN", "Bank, Ann", "MRS TEMPLE", "MR SON", "Miss A Tenant"]
)
def test_people_who_are_called_like_bodies_stay_people(text: str) -> None:
    assert len(people(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Executors of the late Mr John Smith", "Exors of Mr John Smith", "THE EXECUTORS OF MR John Smith",
        "Personal Representatives of Mr John Smith", "Pers Reps of Mr John Smith", "Exec'rs of Mr John Smith",
        "The Estate of the late Mr John Smith", "Smith, MR John (EXORS OF)", "Mr John Smith (Executors)",
        "The Executors & Trustees of Mr John Smith", "Legal Reps for Mr John Smith",
    ],
)  # fmt: skip
def test_executors_carry_the_name_of_the_person_who_died(text: str) -> None:
    [entries] = parsed(text)
    assert entries == [
        dict(zip(PERSON_FIELDS, ("Mr", "John", None, "Smith", "executors", True), strict=True)),
    ]


@pytest.mark.parametrize(
    "text", ["Mr J Smith (Deceased)", "MR J SMITH DECEASED", "The late Mr J Smith", "SMITH, MR J (DEC)"]
)
def test_deceased_is_marked_and_is_no_part_of_the_name(text: str) -> None:
    [entries] = parsed(text)
    assert entries is not None
    assert (entries[0]["name_kind"], entries[0]["deceased"], len(entries)) == ("person", True, 1)
    assert [str(entries[0][field]).title() for field in PERSON_FIELDS[:4]] == ["Mr", "J", "None", "Smith"]


def test_only_the_one_who_died_is_marked() -> None:
    [entries] = parsed("MRS M SMITH DEC'D & MR P SMITH")
    assert entries is not None
    assert [(entry["given_name"], entry["deceased"]) for entry in entries] == [("M", True), ("P", False)]


@pytest.mark.parametrize(
    "text",
    [
        "The Occupier", "OWNER/OCCUPIER", "The Owner or Occupier", "NEW OWNER", "THE LIABLE PERSON", "Unknown", "VOID",
        "C/O Jones Solicitors", "Landlord", "Council Tax Payer", "(Deceased)", "MR & MRS", "N/A",
    ],
)  # fmt: skip
def test_texts_that_name_nobody(text: str) -> None:
    [entries] = parsed(text)
    assert entries is not None
    assert {entry["name_kind"] for entry in entries} == {"unnamed"}
    assert {entry[field] for entry in entries for field in ("given_name", "middle_names", "family_name")} == {
        None
    }


def test_nothing_is_null_and_a_name_never_comes_from_another_row() -> None:
    rows = parsed("MR SMITH & MRS K", None, "MR J", "", "ACME LTD", "JONES, MS A", "  ")
    assert [None if row is None else [entry["family_name"] for entry in row] for row in rows] == [
        ["SMITH", "SMITH"],
        None,
        [None],
        None,
        ["ACME LTD"],
        ["JONES"],
        None,
    ]


def test_it_explodes_to_one_row_each_with_the_documented_fields() -> None:
    frame = pl.DataFrame({"account": [1, 2], "text": ["MR & MRS A LEE", None]})
    rows = (
        frame.with_columns(parse_one_string(pl.col("text")).alias("person"))
        .explode("person")
        .unnest("person")
    )
    assert rows.columns == ["account", "text", *PERSON_FIELDS]
    assert rows["account"].to_list() == [1, 1, 2]
    assert rows["name_kind"].to_list() == ["person", "person", None]


def test_an_empty_column_keeps_its_type() -> None:
    empty = pl.DataFrame(schema={"text": pl.String}).select(parse_one_string(pl.col("text")).alias("people"))
    full = pl.DataFrame({"text": ["MR A LEE"]}).select(parse_one_string(pl.col("text")).alias("people"))
    assert empty.schema == full.schema
