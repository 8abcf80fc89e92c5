"""Makes a whole synthetic place: what is true of it, what its services send, its settings, and its likeness."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.demo.area import load_authority, published_counts, scale
from wholeplace.demo.homes import fit, make_start
from wholeplace.demo.likeness.compare import compare
from wholeplace.demo.likeness.counts import present
from wholeplace.demo.lives.make import first_day, world_from
from wholeplace.demo.place_file import place_file
from wholeplace.demo.records import Sheet, spoil, write
from wholeplace.demo.records.mess.rates import load_rates
from wholeplace.demo.services import SERVICES, Service
from wholeplace.demo.services.children.send import school_list
from wholeplace.demo.truth import FOLDER, write_truth
from wholeplace.demo.world import World
from wholeplace.machine import write_text_durably
from wholeplace.system_map.evidence import assumed_share
from wholeplace.system_map.load import load_system_map

REGISTER = "gp"
TITLE = "Demo borough, on published figures for {}"
MESSIER = ", at {:g} times the usual mess"
LIKENESS = "likeness.csv"
AT_ONCE = 2
"""What is written at one time: more only waits for the same processors."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Demo:
    """What was made. rows: data rows by file; likeness: `likeness.compare.COLUMNS`; assumed: share of links."""

    title: str
    as_of: date
    residents: int
    rows: dict[str, int]
    likeness: pl.DataFrame
    assumed: float


def silent(what: str, share: float) -> None:
    """Progress that says nothing."""


def make_demo(
    folder: Path,
    *,
    authority: str = "E09000002",
    residents: int | None = None,
    years: int = 5,
    seed: int = 1,
    register: bool = True,
    mess: float = 1.0,
    progress: Progress = silent,
) -> Demo:
    """Write a made place. The same arguments give the same content on any number of threads, on any day.

    authority: name or code of one with packaged figures. residents: the authority's own number where none is
    given. years: how long lives were watched, up to 31 March 2026. register: whether there is a GP register.
    mess: by how much the rates of all that goes wrong in records are multiplied (none goes beyond 0.95).
    """
    chosen = load_authority(authority)
    people = residents or int(chosen.areas["residents"].sum())
    progress("Making people and their lives", 0.05)
    start = make_start(chosen.code, people, first_day(years), seed)
    world, _, state = world_from(start, seed)
    title = TITLE.format(chosen.name) + ("" if mess == 1 else MESSIER.format(mess))
    world = replace(world, title=title, mess=mess)
    services = [service for service in SERVICES if register or service.name != REGISTER]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        compared = pool.submit(compare, world, fit(start), start.authority.areas, chosen.code)
        saved = pool.submit(state.save, folder / FOLDER)
        sheets, defects = _send(pool, folder, world, services, seed, progress)
        progress("Writing what is true", 0.9)
        write_truth(folder, world, sheets, defects, seed)
        likeness = compared.result()
        saved.result()
    likeness.write_csv(folder / FOLDER / LIKENESS)
    write_text_durably(folder / "population.csv", published_counts(scale(chosen, people, seed)))
    write_text_durably(folder / "schools.csv", school_list())
    write_text_durably(folder / "place.toml", place_file(world, services))
    rows = {sheet.file: sheet.rows.height for sheet in sheets}
    residents_now = present(world, world.as_of).height
    return Demo(
        world.title, world.as_of, residents_now, rows, likeness, assumed_share(load_system_map().links)
    )


def _send(
    pool: ThreadPoolExecutor,
    folder: Path,
    world: World,
    services: list[Service],
    seed: int,
    progress: Progress,
) -> tuple[list[Sheet], pl.DataFrame]:
    """Write every service's files, two services at once; the sheets as sent, and the defects planted in them."""

    rates = load_rates(world.mess)

    def one(service: Service) -> list[tuple[Sheet, pl.DataFrame]]:
        spoiled = [spoil(sheet, seed, rates) for sheet in service.sheets(world, seed)]
        write([sheet for sheet, _ in spoiled], folder / "extracts")
        return spoiled

    sent: list[tuple[Sheet, pl.DataFrame]] = []
    done = zip(services, pool.map(one, services), strict=True)
    for number, (service, spoiled) in enumerate(done, start=1):
        progress(f"Written: what {service.name} sends", 0.5 + 0.4 * number / len(services))
        sent += spoiled
    return [sheet for sheet, _ in sent], pl.concat([planted for _, planted in sent])
