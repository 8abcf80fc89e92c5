"""Commands about made places: making one with its page of likeness, continuing it, and scoring what was linked."""

from __future__ import annotations

from pathlib import Path

from wholeplace.demo.futures import continue_demo
from wholeplace.demo.likeness.missing import MISSING
from wholeplace.demo.make import Demo, make_demo
from wholeplace.errors import UsageError
from wholeplace.machine import write_text_durably
from wholeplace.place import Place
from wholeplace.report.likeness import likeness_page
from wholeplace.report.words import day
from wholeplace.score import Score, score_place
from wholeplace.score.truth import FOLDER
from wholeplace.steps import Progress

LIKENESS_PAGE = "likeness.html"
__all__ = ["LIKENESS_PAGE", "continue_demo", "make", "score_made"]


def make(
    folder: Path,
    authority: str,
    residents: int | None,
    years: int,
    seed: int,
    register: bool,
    mess: float,
    progress: Progress,
) -> Demo:
    """Make a place, with the page that holds it against published figures. Refuses a folder that has a place."""
    if (folder / "place.toml").exists():
        raise UsageError("there is a place here already", where=str(folder), cure="Choose another folder")
    demo = make_demo(
        folder,
        authority=authority,
        residents=residents,
        years=years,
        seed=seed,
        register=register,
        mess=mess,
        progress=progress,
    )
    page = likeness_page(demo.title, day(demo.as_of), demo.likeness, MISSING)
    write_text_durably(folder / "reports" / LIKENESS_PAGE, page)
    return demo


def score_made(place: Place) -> Score:
    """The place's stored tables held against its truth. Raises UsageError where the place has none."""
    if not (place.folder / FOLDER).is_dir():
        raise UsageError(
            "there is no truth to hold the place against", where=str(place.folder / FOLDER),
            cure="Score a place made by wholeplace demo, or one with a labelled truth",
        )  # fmt: skip
    if not place.store.manifest().tables:
        raise UsageError(
            "nothing is stored yet", where=str(place.folder), cure=f"wholeplace run {place.folder}"
        )
    return score_place(place.folder, place.store.read, place.config.as_of, place.config)
