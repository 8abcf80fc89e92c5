"""A million rows of mixed layouts: the demo's extracts laid end to end, each copy with ids of its own.

The two or three rows that the demo spoils on purpose are left out, since no plain reader gets past them.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import tomlkit

from wholeplace.demo.make import make_demo
from wholeplace.sources.registry import known_layouts
from wholeplace.sources.values.synthetic import synthetic_nhs_number, synthetic_upn

RESIDENTS, SEED = 20_000, 7
SHARES = {
    "looked_after": 0.20,
    "schools": 0.30,
    "adult_care": 0.15,
    "council_tax": 0.25,
    "safeguarding": 0.09,
    "children_in_need": 0.0025,  # children, of about four rows each
}
IDS = {
    "header": ("CHILD",),
    "episodes": ("CHILD",),
    "pupilonroll": ("pupilonrolltableid",),
    "addressesonroll": ("pupilonrolltableid", "addressesonrolltableid"),
    "cld": ("LA Person Unique Identifier", "Event Reference"),
    "ctaccount": ("account_ref",),
    "ctoccupation": ("account_ref", "property_ref"),
    "ctproperty": ("property_ref",),
    "ssd_person": ("pers_person_id",),
    "ssd_address": ("addr_table_id", "addr_person_id"),
    "ssd_mother": ("moth_table_id", "moth_person_id", "moth_childs_person_id"),
    "ssd_family": ("fami_table_id", "fami_family_id", "fami_person_id"),
    "ssd_linked_identifiers": ("link_table_id", "link_person_id"),
    "ssd_early_help_episodes": ("earl_episode_id", "earl_person_id"),
}
NHS_NUMBERS = ("NHS Number", "pers_common_child_id")
PUPIL_NUMBERS = ("UPN", "upn", "link_identifier_value")
FORMS = {"table_of_term": r"\d{4}_(autumn|spring|summer)_"}
CHILD = re.compile(r"<Child>.*?</Child>", re.S)


@dataclass(frozen=True)
class Made:
    """What was written: data rows of the CSV files and children in the XML, by file name."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.rows.values())


def make_rows(folder: Path, rows: int) -> Made:
    """A place of about `rows` rows in `folder`, ready to be read."""
    make_demo(folder, residents=RESIDENTS, seed=SEED)
    kept = _keep_sources(folder)
    whole = sum(SHARES[name] for name in kept)
    made: dict[str, int] = {}
    for name in kept:
        made |= _grow(folder / "extracts" / name, round(rows * SHARES[name] / whole))
    return Made(made)


def _keep_sources(folder: Path) -> list[str]:
    """Take sources out of the place file that are not measured, or whose layout is not there yet."""
    path = folder / "place.toml"
    place = tomlkit.parse(path.read_text(encoding="utf-8"))
    kept = [s for s in place["source"] if s["name"] in SHARES and s["layout"] in known_layouts()]
    place["source"] = kept
    path.write_text(tomlkit.dumps(place), encoding="utf-8")
    return [str(source["name"]) for source in kept]


def _grow(folder: Path, rows: int) -> dict[str, int]:
    """Copy after copy of a source's files until it has about `rows` rows."""
    files = sorted(folder.iterdir())
    if files[0].suffix == ".xml":
        return {files[0].name: _grow_xml(files[0], rows)}
    frames = {path: _as_text(path) for path in files}
    share = rows / sum(frame.height for frame in frames.values())
    return {path.name: _grow_csv(path, frame, share) for path, frame in frames.items()}


def _as_text(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)
    return frame.head(frame.height - 3) if path.stem == "episodes" else frame


def _grow_csv(path: Path, frame: pl.DataFrame, share: float) -> int:
    copies = pl.DataFrame({"_copy": pl.int_range(int(share) + 1, eager=True).cast(pl.String)})
    whole = copies.join(frame, how="cross").head(round(share * frame.height)).with_row_index("_row")
    ids = IDS[re.sub(FORMS["table_of_term"], "", path.stem)]
    fresh = [pl.format("{}X{}", name, "_copy").alias(name) for name in ids]
    numbers = {name: synthetic_nhs_number(pl.col("_row")) for name in NHS_NUMBERS if name in frame.columns}
    numbers |= {name: synthetic_upn(pl.col("_row")) for name in PUPIL_NUMBERS if name in frame.columns}
    known = [pl.when(pl.col(n).is_not_null()).then(new).alias(n) for n, new in numbers.items()]
    whole.with_columns(fresh + known).drop("_copy", "_row").write_csv(path)
    return whole.height


def _grow_xml(path: Path, children: int) -> int:
    text = path.read_text(encoding="utf-8")
    found = CHILD.findall(text)
    copies = -(-children // len(found))
    frame = pl.DataFrame({"text": found * copies}).head(children).with_row_index("_row")
    child_id = pl.format("<LAchildID>X{}</LAchildID>", "_row")
    fresh = pl.col("text").str.replace("<LAchildID>.*?</LAchildID>", child_id)
    upn = pl.format("<UPN>{}</UPN>", synthetic_upn(pl.col("_row")))
    made = frame.select(fresh.str.replace("<UPN>.*?</UPN>", upn))["text"]
    head, tail = text[: text.index("<Child>")], text[text.rindex("</Child>") + len("</Child>") :]
    path.write_text(head + "\n    ".join(made) + tail, encoding="utf-8")
    return children


if __name__ == "__main__":
    make_rows(Path(sys.argv[1]), int(sys.argv[2]))
