"""Templates of the `mapped` layout: their form, what can be wrong with them, and what they make of rows."""

from wholeplace.sources.mapping.facts import build
from wholeplace.sources.mapping.form import Template
from wholeplace.sources.mapping.load import load_template, packaged_names
from wholeplace.sources.mapping.row_rules import row_rules
from wholeplace.sources.mapping.tables import OTHER_ROWS, balances, own_tables, past_dates, which_table

__all__ = [
    "OTHER_ROWS",
    "Template",
    "balances",
    "build",
    "load_template",
    "own_tables",
    "packaged_names",
    "past_dates",
    "row_rules",
    "which_table",
]
