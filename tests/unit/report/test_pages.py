"""Pages: self-contained, escaped, sound HTML that a keyboard and a screen reader can follow."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from typing import Any

import pytest

from tests.support.html import Html, parsed
from tests.support.report_pages import texts
from wholeplace.privacy import MARK
from wholeplace.report.figures.gate import Gate
from wholeplace.report.given import Given
from wholeplace.report.pages import render
from wholeplace.report.step import FIRST, PAGES
from wholeplace.report.view import (
    Aside,
    Chart,
    Column,
    DataTable,
    Figure,
    Headlines,
    Listing,
    Page,
    Panel,
    Prose,
    Section,
    Sentence,
)  # fmt: skip

EVIL = '<script>alert("x")</script>\'"&--><!--'
GATE = Gate(10, 5)


def page(*blocks: Any, **changes: Any) -> Page:
    told = {"place": "P", "as_of": "31 March 2025", "synthetic": "", "unstated": (), "version": "1"}
    return Page(**{**told, **changes}, sections=(Section("matters", "What matters", blocks),))


def table(*rows: tuple[str, ...], **changes: Any) -> DataTable:
    columns = (Column("Kind", "text"), Column("People"))
    return DataTable("t", "Title", columns, rows, "Source: here.", **changes)


def chart(**changes: Any) -> Chart:
    panel = Panel({"mark": "bar", "data": {"values": [{"label": EVIL}]}}, EVIL, EVIL)
    return Chart("c", "Chart", "people", (panel,), table(("a", "10")), **changes)


@pytest.fixture(scope="session")
def report(given: Given) -> dict[str, str]:
    return texts(given)


@pytest.fixture(scope="session", params=[file for file, _, _ in PAGES])
def whole(report: dict[str, str], request: pytest.FixtureRequest) -> str:
    return report[request.param]


@pytest.fixture(scope="session")
def read(whole: str) -> Html:
    return parsed(whole)


def test_nothing_is_fetched_from_anywhere(read: Html) -> None:
    led = [*read.values("href"), *read.values("src"), *read.values("srcset"), *read.values("action")]
    assert led
    own = tuple(file for file, _, _ in PAGES)
    assert [to for to in led if not to.startswith(("#", "data:", *own))] == []
    assert "@import" not in "".join(read.visible)


def test_style_reaches_for_nothing(whole: str) -> None:
    style = whole[whole.index("<style>") : whole.index("</style>")]
    assert "url(" not in style
    assert "@font-face" not in style


def test_only_the_pages_own_scripts_may_run(read: Html) -> None:
    policy = next(a["content"] for t, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    run = read.scripts[1:]  # the first holds figures, not a program
    assert {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run} == allowed


def test_no_attribute_runs_a_script(read: Html) -> None:
    assert [name for _, attributes in read.tags for name in attributes if name.startswith("on")] == []


def test_vega_is_there_once_and_only_where_something_is_drawn(whole: str) -> None:
    assert whole.count("vegaEmbed = ") + whole.count("vegaEmbed=") == int("data-drawing" in whole)
    assert "vegaEmbed" not in render(page(Aside("x")), GATE)


def test_the_page_is_small(whole: str) -> None:
    assert len(whole.encode()) < 3_000_000


def test_every_id_is_there_once_and_every_link_leads_somewhere(read: Html) -> None:
    ids = read.values("id")
    assert sorted(set(ids)) == sorted(ids)
    assert {to[1:] for to in read.values("href") if to.startswith("#")} <= set(ids)
    assert set(read.values("aria-labelledby")) <= set(ids)


def test_every_link_to_another_page_leads_to_something_there(report: dict[str, str]) -> None:
    ids = {file: set(parsed(text).values("id")) for file, text in report.items()}
    led = [
        to.partition("#") for text in report.values() for to in parsed(text).values("href") if ".html" in to
    ]
    assert len(led) > 40
    assert [to for to in led if to[2] and to[2] not in ids[to[0]]] == []


def test_what_readers_ask_is_two_steps_away_at_the_most(report: dict[str, str]) -> None:
    first = parsed(report[FIRST]).values("href")
    assert {file for file, _, _ in PAGES} <= {to.partition("#")[0] for to in first}
    assert {"cost.html#concentration", "services.html#overlap", "sources.html#coverage"} <= set(first)


def test_every_drawing_is_described_and_has_its_figures(read: Html, whole: str) -> None:
    drawings = [attributes for _, attributes in read.tags if "data-drawing" in attributes]
    assert all(each["role"] == "img" and each["aria-label"] for each in drawings)
    specs = json.loads(read.scripts[0])["drawings"] if read.scripts else {}
    assert {each["data-drawing"] for each in drawings} == set(specs)
    figures = whole.split("<figure")[1:]
    assert all("<table" in figure.split("</figure>")[0] for figure in figures)


def test_tables_say_which_cells_are_headings(read: Html) -> None:
    scopes = [attributes.get("scope") for tag, attributes in read.tags if tag == "th"]
    assert set(scopes) in ({"row", "col"}, set())


def test_headings_go_down_one_step_at_a_time(read: Html) -> None:
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_reader_can_skip_to_the_report(read: Html) -> None:
    first = next(attributes for tag, attributes in read.tags if tag == "a")
    assert first["href"] == "#main"
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in read.tags}
    assert read.tags[0] == ("html", {"lang": "en-GB"})


@pytest.mark.parametrize(
    "block",
    [
        table((EVIL, EVIL), notes=(EVIL,)),
        DataTable("t", EVIL, (Column(EVIL, "text"),), ((EVIL,),), EVIL, folded=True),
        chart(notes=(EVIL,)),
        Prose((EVIL,)),
        Aside(EVIL),
        Listing(((EVIL, EVIL),)),
        Headlines((Figure(EVIL, EVIL, "#matters", EVIL),), (Sentence(EVIL, EVIL, "#matters"),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_text_never_becomes_markup(block: Any) -> None:
    html = render(page(block, place=EVIL, synthetic=EVIL, unstated=(EVIL,), version=EVIL), GATE)
    assert "<script>alert" not in html
    assert "alert(" in parsed(html).text


def test_figures_cannot_end_their_script() -> None:
    html = parsed(render(page(chart()), GATE))
    drawn = json.loads(html.scripts[0])["drawings"]["c-1"]
    assert drawn["data"]["values"] == [{"label": EVIL}]


def test_a_table_can_be_taken_away_as_csv_and_as_a_workbook() -> None:
    html = parsed(render(page(table(("a", "10"))), GATE))
    assert html.values("download") == ["t-31-march-2025.csv", "t-31-march-2025.xlsx"]
    kinds = [to.partition(";")[0] for to in html.values("href") if to.startswith("data:") and len(to) > 9]
    assert kinds == [
        "data:text/csv",
        "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]


def test_a_hidden_figure_is_explained_where_it_stands() -> None:
    bites = parsed(render(page(table(("a", "10"), ("b", MARK))), GATE)).text
    assert "[c]: hidden, because it is fewer than 10 or would give such a number away" in bites
    assert "[c]: hidden" not in parsed(render(page(table(("a", "10"))), GATE)).text


def test_a_chart_of_hidden_figures_is_told_in_words() -> None:
    blank = Chart("c", "Chart", "people", (Panel({}, "x"),), table(("a", MARK)))
    html = parsed(render(page(blank), GATE))
    assert "No figures are shown" in html.text
    assert "figure" not in {tag for tag, _ in html.tags}


def test_banners_stand_only_where_they_must() -> None:
    quiet = render(page(Aside("x")), GATE)
    assert "Synthetic data" not in quiet
    assert "No lawful basis" not in quiet
    loud = parsed(
        render(page(Aside("x"), synthetic="Nobody exists.", unstated=("Police", "Schools")), GATE)
    ).text
    assert "Synthetic data: invented people. Nobody exists." in loud
    assert (
        "No lawful basis or agreement recorded: not for decisions or sharing. Sources: Police, Schools."
        in loud
    )


def test_the_same_pages_are_written_the_same(given: Given, report: dict[str, str]) -> None:
    assert texts(given) == report
