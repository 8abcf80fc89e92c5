from __future__ import annotations

import csv
from types import ModuleType

import pytest

from reference.pages import commands, errors, layouts, mess, settings
from reference.pages.form import names, prose, table
from wholeplace.sources.registry import known_layouts

REPOSITORY = layouts.DOCS.parent


@pytest.mark.parametrize(
    "module", [commands, errors, layouts, mess, settings], ids=lambda module: module.__name__
)
def test_the_committed_page_is_up_to_date(module: ModuleType) -> None:
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), f"run: python -m {module.__name__}"


def test_every_setting_has_its_meaning_and_no_meaning_is_left_over() -> None:
    every, page = settings.keys(), settings.page()
    assert set(every) == set(settings.MEANINGS)
    assert all(f"| `{key.rpartition('.')[2]}` |" in page for key in every)


def test_bounds_and_choices_of_a_setting_are_told() -> None:
    lines = settings.page().splitlines()
    assert any(line.startswith("| `threshold` | `10` | at least 3, at most 100 |") for line in lines)
    assert any(
        line.startswith('| `permitted_uses` | `[]` | `"planning"`, `"direct_support"`') for line in lines
    )


def test_every_command_and_option_is_told() -> None:
    page = commands.page()
    for name, command in commands.commands().items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert all(
            option in section for one in command.params for option in one.opts if option.startswith("-")
        )
        assert command.help in section


def test_every_error_has_its_exit_code_and_cure_and_none_shares_a_code() -> None:
    kinds = errors.kinds()
    assert {kind.__name__ for kind in kinds} == set(errors.CAUSES)
    assert len({kind.exit_code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert f"| `{kind.__name__}` | {kind.exit_code} |" in errors.page()


def test_every_layout_and_table_is_told_with_its_keys() -> None:
    page = layouts.page()
    for name, layout in known_layouts().items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert layout.title in section
        for spec in layout.tables.values():
            assert f"\n| `{spec.name}` | {len(spec.columns)} | {names(spec.names('key'))} |" in section


def test_a_layout_tells_the_rules_of_its_own() -> None:
    section = layouts.page().split("\n## ssda903\n")[1].split("\n## ")[0]
    rows, warnings = (line for line in section.splitlines() if line.startswith(("- row", "- warning")))
    assert "`child_without_header`" in rows
    assert "`child_without_header`" not in warnings
    assert "`failed_check`" in warnings


def test_packaged_data_is_named_in_sources() -> None:
    with (REPOSITORY / "wholeplace/data/SOURCES.csv").open(encoding="utf-8", newline="") as handle:
        sources = {row["key"]: row for row in csv.DictReader(handle)}
    assert {"ons_baby_names", "faker_en_gb", "ethnicity_codes", "wholeplace_rules"} <= set(sources)
    with (REPOSITORY / "wholeplace/data/names.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["source"] for row in csv.DictReader(handle)} <= set(sources)


def test_a_table_keeps_its_columns_where_a_cell_holds_a_bar() -> None:
    assert table(("a", "b"), [("x|y", "z")]) == "| a | b |\n| --- | --- |\n| x\\|y | z |\n"


def test_lines_of_a_paragraph_are_joined() -> None:
    assert prose("One\n    two.\n\n    Three.\n") == "One two.\n\nThree."
    assert prose(None) == ""
