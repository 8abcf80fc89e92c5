"""The `read` step: every source's extract to canonical tables, source by source, only those that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from wholeplace.config import Config, Source
from wholeplace.content import file_hash, text_hash
from wholeplace.sources.check import Moment
from wholeplace.sources.contracts import TABLES
from wholeplace.sources.discover import files_of, names_of
from wholeplace.sources.exclusions import NAME, load_exclusions
from wholeplace.sources.read import Extract, read_extract
from wholeplace.sources.registry import layout_of, template_path
from wholeplace.steps import Step, StepInput
from wholeplace.version import VERSION as PROGRAM

VERSION = "3"


def extract_of(source: Source, config: Config) -> Extract:
    """One source's extract, ready to be read."""
    layout = layout_of(source, config)
    files = files_of(source, config)
    as_of = source.as_of or config.as_of
    year = as_of.year + (1 if as_of.month >= layout.year_start > 1 else 0)
    return Extract(source, layout, files, names_of(files), Moment(as_of, year))


def part_marks(config: Config) -> dict[str, str]:
    """For each source the fingerprint of all that its reading depends on."""
    exclusions = config.folder / NAME
    shared = {
        "version": f"{PROGRAM} {VERSION}",
        "exclusions": file_hash(exclusions) if exclusions.exists() else "",
    }
    return {source.name: _mark(source, config, shared) for source in config.source}


def _mark(source: Source, config: Config, shared: Mapping[str, str]) -> str:
    files = files_of(source, config)
    template = template_path(source, config)
    said = source.model_dump(
        mode="json", include={"name", "layout", "files", "service", "agency", "as_of", "template"}
    )
    data = {
        **shared,
        "source": said,
        "as_of": str(source.as_of or config.as_of),
        "files": [(name, file_hash(path)) for name, path in zip(names_of(files), files, strict=True)],
        "template": file_hash(template) if template else "",
    }
    return text_hash(json.dumps(data, sort_keys=True))


def read(given: StepInput) -> dict[str, dict[str, pl.DataFrame]]:
    """Canonical tables by name and source, for every source whose extract or settings changed."""
    exclusions = load_exclusions(given.config.folder / NAME)
    todo = [source for source in given.config.source if source.name not in given.kept]
    done: dict[str, float] = {source.name: 0.0 for source in todo}

    def one(source: Source) -> dict[str, pl.DataFrame]:
        def told(share: float) -> None:
            done[source.name] = share
            given.progress(f"Reading {source.name}", sum(done.values()) / len(done))

        return read_extract(extract_of(source, given.config), given.key, exclusions, told)

    with ThreadPoolExecutor(max(1, given.jobs)) as pool:
        results = list(pool.map(one, todo))
    return {
        table.name: {source.name: tables[table.name] for source, tables in zip(todo, results, strict=True)}
        for table in TABLES
    }


READ = Step(
    name="read",
    title="Read what services sent",
    use="planning",
    reads=(),
    writes=TABLES,
    run=read,
    settings=lambda config: {"as_of": config.as_of, "sources": [source.name for source in config.source]},
    parts=part_marks,
    version=VERSION,
)
