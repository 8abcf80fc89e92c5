"""Names by coarse origin, for the audit of linkage alone: `data/audit_names.csv`.

From the lists of names by language or country in `data/names/` (each with its own source), put together into six
groups. A name's weight in a group is the average of its shares in the group's lists.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl

from reference.tables import REPOSITORY, Source, write_table
from wholeplace.sources.values.names import match_name

NAMES = REPOSITORY / "wholeplace" / "data" / "names"
OUT = REPOSITORY / "wholeplace" / "data"
LEAST = 1e-5
GROUPS = {
    "british_or_irish": ("english", "irish"),
    "other_european": (
        "polish", "romanian", "hungarian", "italian", "spanish", "portuguese", "brazilian", "french", "german",
    ),
    "south_asian": ("indian", "pakistani", "bangladeshi"),
    "east_asian": ("chinese", "vietnamese", "indonesian"),
    "african": ("yoruba", "igbo", "nigerian", "hausa", "ghanaian", "kenyan", "zulu", "somali"),
    "turkish_or_arab": ("turkish", "algerian"),
}  # fmt: skip
COLUMNS = ("kind", "name", "group", "weight", "source")
SOURCES = (
    Source(
        key="wholeplace_audit_names",
        publisher="The Wholeplace maintainers",
        title="Names by coarse origin, for the audit of linkage alone",
        year="2026",
        licence="MIT; OGL 3.0 for the shares of ONS baby names",
        attribution="Wholeplace; contains public sector information licensed under the Open Government Licence v3.0",
        url_or_repository="this repository",
        how_built="audit_names.csv: names/given.csv and names/surname.csv put together into six groups; each row names "
        "the lists' own sources. Never used to match.",
    ),
)


def compile_audit_names(names: Path = NAMES, out: Path = OUT) -> None:
    """Write audit_names.csv: kind (given, family), name as compared, group, weight (share of the group), source."""
    rows = [*_rows("given", names / "given.csv"), *_rows("family", names / "surname.csv")]
    write_table("audit_names", COLUMNS, rows, out)


def _rows(kind: str, path: Path) -> list[tuple[object, ...]]:
    group_of = {each: group for group, lists in GROUPS.items() for each in lists}
    table = pl.read_csv(path.read_bytes()).filter(pl.col("list").is_in(list(group_of)))
    share = pl.col("weight") / pl.col("weight").sum().over("list")
    told = table.with_columns(share.alias("share"), name=match_name(pl.col("name"))).drop_nulls("name")
    weights: dict[tuple[str, str], float] = defaultdict(float)
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, of, part, source in told.select("name", "list", "share", "source").iter_rows():
        key = (name, group_of[of])
        weights[key] += part / len(GROUPS[group_of[of]])
        sources[key].add(source)
    return [
        (kind, name, group, f"{weight:.6f}", " ".join(sorted(sources[name, group])))
        for (name, group), weight in sorted(weights.items())
        if weight >= LEAST
    ]
