"""Services known to one person."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.privacy import MARK
from wholeplace.report.given import Given
from wholeplace.report.sections import overlap

EMPTY = report_frames.empty_frames()
NOW = date(2025, 3, 1)


def known(number: int, *services: str, month: date = NOW, in_month: int | None = None) -> pl.DataFrame:
    count = len(services) if in_month is None else in_month
    row = {"person_id": "p", "month": month, "services": len(services), "agencies": 1,
           "service_list": ", ".join(sorted(services)), "services_in_month": count, "agencies_in_month": 1}  # fmt: skip
    return pl.DataFrame([row] * number)


def made(*parts: pl.DataFrame) -> Given:
    return place(EMPTY, overlap=pl.concat(parts))


GIVEN = made(
    known(500, "police"),
    known(62, "police", "schools"),
    known(41, "schools", "housing_benefit"),
    known(13, "police", "schools", "housing_benefit"),
)


def test_people_by_number_of_services() -> None:
    assert overlap.known_lately(GIVEN).text == "615"
    assert (overlap.known_to(2, GIVEN).text, overlap.known_to(3, GIVEN).text) == ("115", "15")
    rows = shown(overlap.section(GIVEN), "person-services")
    assert rows == {"1 service": ("500",), "2 services": ("105",), "3 or more services": ("15",)}


def test_only_the_places_own_month_counts_as_now() -> None:
    assert (
        overlap.known_lately(made(known(50, "police"), known(90, "police", month=date(2025, 2, 1)))).text
        == "50"
    )


def test_numbers_in_words_leave_out_what_is_hidden() -> None:
    assert (
        overlap.numbers_in_words(GIVEN) == "115 (19%) were known to two or more, 15 of them to three or more"
    )
    two = made(
        known(500, "police"), known(60, "police", "schools"), known(2, "police", "schools", "housing_benefit")
    )
    assert overlap.numbers_in_words(two) == "60 (11%) were known to two or more"
    assert overlap.numbers_in_words(made(known(500, "police"), known(2, "police", "schools"))) == ""


def test_combinations_are_named_in_words_and_rare_ones_put_together() -> None:
    rare = made(
        known(500, "police"),
        known(60, "police", "schools"),
        known(4, "schools", "housing_benefit"),
        known(7, "police", "housing_benefit"),
    )
    assert tables(overlap.section(rare))["service-combinations"].rows == (
        ("police and schools", "60"),
        ("Other combinations", "10"),
    )
    assert overlap.most_together(rare) == ("police and schools", "60")


def test_no_combinations_where_all_are_rare() -> None:
    assert "service-combinations" not in tables(
        overlap.section(made(known(500, "police"), known(3, "police", "schools")))
    )


def test_each_service_with_the_people_it_shares() -> None:
    rows = shown(overlap.section(GIVEN), "by-service")
    assert rows["Police"] == ("575", "75", "13%")
    assert rows["Housing benefit"] == ("55", "55", "100%")
    lone = shown(
        overlap.section(made(known(500, "police"), known(30, "schools"), known(4, "police", "schools"))),
        "by-service",
    )
    assert lone["Police"] == ("505", MARK, MARK)


def test_months_are_of_people_known_in_that_month() -> None:
    december = date(2024, 12, 1)
    given = made(
        known(40, "police", "schools", month=december, in_month=1),
        known(30, "police", "schools", month=december),
        known(20, "police"),
        known(90, "police", "schools", in_month=0),
    )
    rows = shown(overlap.section(given), "overlap-months")
    assert rows["December 2024"] == ("70", "30", MARK)
    assert rows["March 2025"] == ("20", MARK, MARK)


def test_one_service_alone_can_overlap_with_nothing() -> None:
    settings = report_frames.config()
    one = settings.model_copy(update={"source": settings.source[:1]})
    given = place(EMPTY, one, overlap=known(500, "children_looked_after"))
    assert "can't be told" in said(overlap.section(given))
    assert tables(overlap.section(given)) == {}


def test_nothing_found(nothing: Given) -> None:
    assert said(overlap.section(nothing)).startswith("No contacts were found.")
