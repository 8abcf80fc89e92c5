"""What leaders ask is answered within two clicks of the first page, by following its links as a browser would."""

from __future__ import annotations

import re

import pytest

from tests.support.html import Html, parsed
from tests.support.report_pages import texts
from wholeplace.report.given import Given

ASKED = {
    "Who is known to three or more services?": ("services.html", "people were known to at least one"),
    "What do the costliest 5% of families cost, and whom?": ("cost.html", "Who pays for the costliest 5%"),
    "Which circumstances were recorded before children entered care?": (
        "circumstances.html",
        "children entered care for the first time",
    ),
    "Where do people live whom several services know, and where does it cost?": (
        "areas.html",
        "Known to three or more services",
    ),
    "What do we not know?": ("sources.html", "have no parent or carer in any source"),
}


@pytest.fixture(scope="module")
def pages(given: Given) -> dict[str, str]:
    return texts(given)


def links(page: str) -> dict[str, str]:
    """Where each link of a page leads, by its words."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {" ".join(re.sub("<[^>]*>", "", text).split()): to for to, text in found}


@pytest.mark.parametrize("question", ASKED)
def test_each_question_is_answered_within_two_clicks(pages: dict[str, str], question: str) -> None:
    file, answer = ASKED[question]
    led, _, part = links(pages["index.html"])[question.replace("'", "&#39;")].partition("#")
    assert led == file
    page = parsed(pages[led])
    assert answer in page.text
    assert part in page.values("id")


def test_every_link_leads_somewhere(pages: dict[str, str]) -> None:
    made = {file: parsed(text) for file, text in pages.items()}
    broken = [
        (file, to) for file, page in made.items() for to in page.values("href") if not leads(to, file, made)
    ]
    assert broken == []


def leads(to: str, file: str, pages: dict[str, Html]) -> bool:
    if to.startswith("data:"):
        return True
    name, _, part = to.partition("#")
    page = pages.get(name or file)
    return page is not None and (not part or part in page.values("id"))
