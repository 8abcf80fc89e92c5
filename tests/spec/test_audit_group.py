"""Where a name is usual is known to the audit of linkage alone, and is never used to match."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.places import FEW, made_place
from wholeplace.linkage.audit import origin
from wholeplace.linkage.contracts import AUDIT_GROUP
from wholeplace.linkage.step import LINK, link
from wholeplace.place import STEPS
from wholeplace.steps import StepInput

JUDGED = ("audit_group", "link_quality", "unassigned")


def test_no_step_reads_or_remembers_it_and_it_lies_in_the_identity_part() -> None:
    assert AUDIT_GROUP.zone == "identity"
    assert not any("audit_group" in (*step.reads, *step.remembers) for step in STEPS)


def test_linkage_is_the_same_whatever_the_lists_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = made_place(tmp_path / "place", 200, last="link", services=FEW)
    nothing = {table.name: table.empty() for table in LINK.writes if table.name in LINK.remembers}
    given = StepInput(
        place.config, lambda name: nothing[name] if name in nothing else place.store.read(name), place.key()
    )
    before = link(given)
    listed = origin._lists

    def turned(kind: str) -> pl.DataFrame:
        lists = listed(kind)
        names = [name for name in lists.columns if name != "name"]
        return lists.rename(dict(zip(names, reversed(names), strict=True))).select("name", *sorted(names))

    monkeypatch.setattr(origin, "_lists", turned)
    after = link(given)
    assert not before["audit_group"].equals(after["audit_group"])
    assert before["audit_group"]["audit_group"].n_unique() > 1
    for table in LINK.writes:
        if table.name not in JUDGED:
            assert before[table.name].equals(after[table.name]), table.name
