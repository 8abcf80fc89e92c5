"""The `report` step: pages for leaders, from place tables alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wholeplace.config import Config
from wholeplace.content import file_hash, text_hash
from wholeplace.report import words
from wholeplace.report.given import USE, Given
from wholeplace.report.pages import render
from wholeplace.report.sections import circumstances, cost, homes, matters, overlap, people, tracks
from wholeplace.report.sections.together import fragmentation, patterns
from wholeplace.report.sections.trust import arrival, coverage, linked, made
from wholeplace.report.sections.where import areas
from wholeplace.report.view import Page, Part, Section
from wholeplace.steps import Step, StepInput
from wholeplace.system_map import load_system_map
from wholeplace.version import VERSION

OWN_MAP = "system_map.toml"
HEADLINES = "headlines.json"
READS = (
    "arrival", "refused", "person", "household", "residence", "review", "coverage", "known_parent", "family", "overlap",
    "track_month", "family_member", "exposure", "spell", "cost", "population",
    "family_year", "assessment", "conflict", "pattern", "pattern_feature",
    "link_quality", "unassigned",
)  # fmt: skip
FIRST = "index.html"
PAGES: tuple[tuple[str, str, tuple[Callable[[Given], Section], ...]], ...] = (
    (FIRST, "What matters", (matters.section, matters.questions)),
    (
        "people.html",
        "People and families",
        (people.section, linked.section, homes.household_section, homes.family_section),
    ),
    ("services.html", "Services and where they meet", (overlap.section, tracks.section)),
    (
        "families.html",
        "Services around families",
        (fragmentation.at_once, fragmentation.again, fragmentation.conflicts, patterns.section),
    ),
    ("circumstances.html", "Circumstances", (circumstances.section, circumstances.before_care)),
    ("cost.html", "Cost", (cost.section, cost.concentration)),
    ("areas.html", "Areas", (areas.section, areas.support, areas.lived_with, areas.spent)),
    ("sources.html", "What arrived and what it covers", (coverage.section, arrival.section)),
    ("made.html", "How this was made", (made.section,)),
)
"""The report's pages in order: file, title, and what makes each of its sections."""


def report(given: StepInput) -> dict[str, dict[str, str]]:
    """The report's pages as texts, by file name."""
    told = Given(given.config, given.tables, load_system_map(_own_map(given.config)))
    given.progress("Writing the report", 0.1)
    texts = {file: render(page, told.gate) for file, page in pages(told).items()}
    return {"pages": {**texts, HEADLINES: _headlines(told)}}


def _headlines(given: Given) -> str:
    """The first page's headline figures alone, for the command line to say."""
    figures = [
        {"value": one.value, "label": one.label, "detail": one.detail} for one in matters.figures(given)
    ]
    return json.dumps(figures, indent=1, ensure_ascii=False) + "\n"


def pages(given: Given) -> dict[str, Page]:
    """Every page by its file name: what matters first, and all that it rests on."""
    made_of = {file: tuple(make(given) for make in sections) for file, _, sections in PAGES}
    parts = tuple(Part(file, title, tuple(each.id for each in made_of[file])) for file, title, _ in PAGES)
    unstated = tuple(words.plain(name) for name in given.config.unstated)
    about = (given.config.name, given.as_of, _synthetic(given), unstated)
    return {
        part.file: Page(*about, made_of[part.file], VERSION, about=part.title, parts=parts) for part in parts
    }


def _synthetic(given: Given) -> str:
    """Whose people are invented; nothing where all are real."""
    if given.config.synthetic:
        return "Nobody in this report exists."
    names = [words.plain(source.name) for source in given.sources if source.synthetic]
    return f"In part: {words.listed(names)}." if names else ""


def _own_map(config: Config) -> Path | None:
    path = config.folder / OWN_MAP
    return path if path.is_file() else None


def _outlines(config: Config) -> Path | None:
    path = config.folder / config.report.outlines if config.report.outlines else None
    return path if path and path.is_file() else None


def _depends_on(config: Config) -> dict[str, Any]:
    own, drawn = _own_map(config), _outlines(config)
    return {
        "config": config.model_dump(mode="json", exclude={"folder", "identity_folder"}),
        "system_map": file_hash(own) if own else None,
        "outlines": file_hash(drawn) if drawn else None,
        "program": VERSION,
    }


def _own_text() -> str:
    """All that this part of the program says, so that pages are written anew when it changes."""
    here = Path(__file__).parent
    return "".join(
        path.read_text(encoding="utf-8") for path in sorted(here.rglob("*.*")) if path.suffix in _KINDS
    )


_KINDS = (".py", ".html", ".css", ".js")

REPORT = Step(
    name="report",
    title="Write the report",
    use=USE,
    reads=READS,
    writes=(),
    run=report,
    settings=_depends_on,
    version=text_hash(_own_text()),
    pages=True,
)
