"""Schemas and their yearly differences, and the plain YAML that they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference.plain_yaml import PlainYamlError, parse_yaml
from reference.schemas import Span, column_codes, column_names, merge_spans, read_history, spans

FIRST = """
column_map:
    pupils:
      id:
       &text
       string: "alphanumeric"
       canbeblank: no
      sex:
       category:
       - code: "1"
         name: "Male"
       - code: "2"
       canbeblank: no
      old: *text  # soon gone
      born:
       date: "%d/%m/%Y"
"""
SECOND = """
column_map.pupils.sex.category:
  type: modify
  value:
    - code: "M"
    - code: "2"
column_map.pupils:
  type: remove
  value:
    - old
    - never
column_map.pupils.born:
  type: rename
  value:
    dob
column_map.marks:
  type: add
  value:
    mark:
      category:
      - code: "\\\\"
"""


@pytest.fixture
def history(tmp_path: Path) -> dict:
    (tmp_path / "x_schema_2017.yml").write_text(FIRST)
    (tmp_path / "x_schema_2020.diff.yml").write_text(SECOND)
    return read_history(tmp_path)


def test_columns_have_the_years_of_the_schemas(history: dict) -> None:
    assert spans(history, column_names("pupils")) == {
        "id": Span(None, None), "sex": Span(None, None), "old": Span(None, 2019),
        "born": Span(None, 2019), "dob": Span(2020, None),
    }  # fmt: skip


def test_codes_have_the_years_of_the_schemas(history: dict) -> None:
    assert spans(history, column_codes("pupils", "sex")) == {
        "1": Span(None, 2019), "2": Span(None, None), "M": Span(2020, None),
    }  # fmt: skip
    assert list(spans(history, column_codes("marks", "mark"))) == ["\\"]


def test_a_difference_leaves_the_year_before_as_it_was(history: dict) -> None:
    assert list(history[2017]["pupils"]) == ["id", "sex", "old", "born"]
    assert list(history[2020]["pupils"]) == ["id", "sex", "dob"]


def test_years_of_several_terms_are_taken_together() -> None:
    autumn, spring = (
        {"a": Span(2016, 2018), "b": Span(None, 2016)},
        {"a": Span(2017, None), "b": Span(2017, 2020)},
    )
    assert merge_spans(autumn, spring) == {"a": Span(2016, None), "b": Span(None, 2020)}


def test_plain_yaml_keeps_every_scalar_as_text() -> None:
    text = "a:\n- code: NO\n- code: 01\n- '1'\nb: &x\n  c: yes\nd: *x\ne: {}\n"
    assert parse_yaml(text) == {
        "a": [{"code": "NO"}, {"code": "01"}, "1"], "b": {"c": "yes"}, "d": {"c": "yes"}, "e": {},
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a: *x\n", "a:\n    b: 1\n  c: 2\n", "a: 1\n- b\n"])
def test_what_the_plain_reader_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(PlainYamlError):
        parse_yaml(text)
