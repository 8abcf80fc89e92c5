"""Rows written wrongly on purpose: which the reader found, and what it refused that was right."""

from __future__ import annotations

from typing import Any

import polars as pl

from wholeplace.score.share import simple

PLACE = ["source", "file", "line"]


def score_refused(refused: pl.DataFrame, defect: pl.DataFrame) -> dict[str, Any]:
    """found: the share of defects refused or warned about by their rule; noticed: by any rule, on their line.

    A defect of a whole file (line null) is found where the file has a row of the rule on any line. refused,
    warned: rows of each level, and those on a line (or in a file) that has no defect.
    """
    noted = refused.with_columns(pl.col("line").cast(pl.Int64))
    noticed = _is_in(defect, noted, PLACE)
    by_rule = _is_in(defect, noted, [*PLACE, "rule"])
    marked = defect.with_columns(noticed=noticed, found=by_rule | (noticed & defect["rule"].is_null()))
    rules = marked.with_columns(pl.col("rule").fill_null("any")).partition_by("rule", as_dict=True)
    return {
        "found": _share(marked, "found"),
        "noticed": _share(marked, "noticed"),
        "by_rule": {
            str(rule[0]): {"found": _share(part, "found"), "noticed": _share(part, "noticed")}
            for rule, part in sorted(rules.items())
        },
        "refused": _unfounded(noted.filter(pl.col("level") != "warning"), defect),
        "warned": _unfounded(noted.filter(pl.col("level") == "warning"), defect),
    }


def _is_in(defect: pl.DataFrame, noted: pl.DataFrame, on: list[str]) -> pl.Series:
    """Whether each defect has a note at its place (and rule)."""
    of_file = [name for name in on if name != "line"]
    rows = defect.with_row_index("i")
    by_line = rows.join(noted, on=on, how="semi", nulls_equal=True)
    by_file = rows.filter(pl.col("line").is_null()).join(noted, on=of_file, how="semi", nulls_equal=True)
    return rows["i"].is_in(pl.concat([by_line["i"], by_file["i"]]).implode())


def _share(marked: pl.DataFrame, column: str) -> dict[str, Any]:
    return simple(int(marked[column].sum()), marked.height)


def _unfounded(noted: pl.DataFrame, defect: pl.DataFrame) -> dict[str, Any]:
    """Rows noted, once a line, and those of them where nothing was wrong, by rule."""
    lines = noted.select(*PLACE, "rule").unique()
    whole = defect.filter(pl.col("line").is_null()).select("source", "file")
    clean = lines.join(defect, on=PLACE, how="anti", nulls_equal=True).join(
        whole, on=["source", "file"], how="anti"
    )
    by_rule = clean.group_by("rule").len().sort("rule")
    return {
        "rows": lines.select(PLACE).n_unique(),
        "without_defect": clean.select(PLACE).n_unique(),
        "without_defect_by_rule": dict(by_rule.iter_rows()),
    }
