"""SOURCES.csv: every packaged table is named in it, with who published it and on what terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference.__main__ import known_sources, write_sources
from reference.tables import LAYOUTS, read_rows

DATA = LAYOUTS.parent
TABLES = sorted(
    path.relative_to(DATA).as_posix()
    for path in DATA.rglob("*.*")
    if path.name != "SOURCES.csv" and LAYOUTS not in path.parents
)


def test_the_committed_table_is_what_the_compilers_name(tmp_path: Path) -> None:
    write_sources(tmp_path)
    assert (DATA / "SOURCES.csv").read_text(encoding="utf-8") == (tmp_path / "SOURCES.csv").read_text(
        encoding="utf-8"
    ), "run: make reference"


def test_a_key_names_one_source_with_all_that_is_asked_of_it() -> None:
    sources = known_sources()
    assert len({source.key for source in sources}) == len(sources)
    assert all(all(source) for source in sources)


@pytest.mark.parametrize("table", TABLES)
def test_every_packaged_table_is_named(table: str) -> None:
    """In full, or below a folder that the same entry names: "areas/a.csv, b.csv"."""
    folder, _, name = table.rpartition("/")
    built = [source.how_built for source in known_sources()]
    assert any(name in told and f"{folder}/" * bool(folder) in told for told in built)


def test_sources_that_rows_name_by_key_are_there() -> None:
    known = {source.key for source in known_sources()} | {"assumed"}
    assert {row["source"] for row in read_rows(DATA / "targets.csv")} <= known
