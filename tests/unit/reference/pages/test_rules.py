from __future__ import annotations

import pytest

from reference.pages.layouts import ANY_TIME
from reference.pages.rules import (
    files_in_code,
    first_arguments,
    texts_in_code,
    told_of_files,
    told_of_layouts,
)
from wholeplace.sources.cells import read_cell
from wholeplace.sources.layout import Layout
from wholeplace.sources.registry import known_layouts, packaged_templates
from wholeplace.sources.rules import RULES

LAYOUTS = known_layouts() | packaged_templates()


def test_every_rule_of_the_list_is_used_in_code() -> None:
    assert set(RULES) - texts_in_code() == set()


def test_every_rule_named_in_code_is_in_the_list() -> None:
    named = first_arguments("issue_frame", "RowRule")
    assert len(named) > 8
    assert named - set(RULES) == set()


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_rule_a_layout_can_give_is_in_the_list(layout: Layout) -> None:
    cells = [read_cell(c, spec, layout, ANY_TIME) for spec in layout.tables.values() for c in spec.columns]
    given = {rule for cell in cells for rule in (*cell.flags, *cell.checks)}
    given |= {rule.rule for rule in layout.row_rules}
    assert given
    assert given - set(RULES) == set()


def test_every_rule_of_opening_files_is_told_with_its_level_and_no_other() -> None:
    assert {(said.rule, said.level) for said in told_of_files()} == files_in_code()


def test_every_rule_says_why_and_what_to_do() -> None:
    for said in (*told_of_files(), *told_of_layouts()):
        assert said.level in ("file", "row", "warning")
        assert said.why
        assert said.cure


def test_no_rule_has_two_meanings() -> None:
    names = [said.rule for said in (*told_of_files(), *told_of_layouts())]
    assert len(names) == len(set(names))
