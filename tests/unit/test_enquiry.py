"""Enquiry, tell and the commands over them: why, history, review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import wholeplace as package
from wholeplace import enquiry
from wholeplace.errors import PrivacyError, QueryError, UsageError
from wholeplace.linkage.review.decisions import load_decisions
from wholeplace.place import Place

Command = Callable[..., tuple[int, str, str]]
BY = ("--by", "R. Reviewer", "--why", "both files were read")


def log_of(place: Place) -> list[dict[str, object]]:
    path = place.store.zones["identity"] / "access.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def joined(place: Place) -> tuple[str, str, str]:
    """Two records of one person whom nothing protects, and the person."""
    safe = place.store.read("protection")["person_id"]
    links = place.store.read("record_person").filter(~pl.col("person_id").is_in(safe.implode()))
    whole = (
        links.group_by("person_id").agg(pl.col("record_id").sort()).filter(pl.col("record_id").list.len() > 1)
    )
    person, records = whole.sort("person_id").row(0)
    return records[0], records[1], person


def test_why_tells_a_practitioner_a_resident_and_an_analyst_and_is_logged(
    wholeplace: Command, place: Place
) -> None:
    a, b, person = joined(place)
    before = len(log_of(place))
    code, out, _ = wholeplace("why", place.folder, a, b)
    assert code == 0
    assert out.startswith("These two are one person")
    assert "If this is wrong" in out
    assert "Step by step" in out
    entry = log_of(place)[before]
    assert entry["what"] == f"why {a} {b}"
    told = json.loads(wholeplace("why", place.folder, a, person, "--json")[1])
    assert told["together"]
    assert {step["record_a"] for step in told["steps"]} | {step["record_b"] for step in told["steps"]} >= {a}


def test_why_of_strangers_weighs_nothing(wholeplace: Command, place: Place) -> None:
    links = place.store.read("record_person").sort("record_id")
    a = links.row(0, named=True)
    b = links.filter(pl.col("person_id") != a["person_id"]).row(0, named=True)
    told = json.loads(wholeplace("why", place.folder, a["record_id"], b["record_id"], "--json")[1])
    assert (told["together"], told["steps"], told["weights"]) == (False, [], [])
    assert told["practitioner"] == "Nothing that we hold is enough to say that these two are one person."


def test_ids_of_nobody_are_refused(wholeplace: Command, place: Place) -> None:
    a, _, _ = joined(place)
    for arguments in (("why", place.folder, a, "nobody"), ("history", place.folder, "nobody")):
        code, out, err = wholeplace(*arguments)
        assert (code, out) == (15, "")
        assert "nobody" in err


def test_nothing_is_shown_without_a_purpose_where_people_are_real(place: Place) -> None:
    a, b, person = joined(place)
    real = place.config.model_copy(update={"synthetic": False})
    place.config = real
    place.key = lambda: package.open(place.folder).key()  # type: ignore[method-assign]
    for ask in (
        lambda: enquiry.why(place, a, b, purpose=None),
        lambda: enquiry.history(place, person, purpose=None),
        lambda: enquiry.asked(place, purpose=None),
    ):
        with pytest.raises(PrivacyError):
            ask()


def test_history_says_that_an_id_has_always_meant_the_same_or_what_became_of_it(
    wholeplace: Command, place: Place
) -> None:
    a, b, person = joined(place)
    assert "always meant the same" in wholeplace("history", place.folder, person)[1]
    assert wholeplace("review", "decide", place.folder, a, b, "not_same", *BY)[0] == 0
    place.run(last="link")
    told = wholeplace("history", place.folder, person)[1]
    assert "because a reviewer parted them" in told
    rows = json.loads(wholeplace("history", place.folder, a, "--json")[1])
    assert {row["change"] for row in rows} <= {"split", "created", "joined"}
    assert wholeplace("review", "undo", place.folder, "1", *BY)[0] == 0
    place.run(last="link")
    links = dict(place.store.read("record_person").select("record_id", "person_id").rows())
    assert links[a] == links[b]
    assert "because a reviewer" not in wholeplace("history", place.folder, a)[1].splitlines()[-1]


def test_the_review_goes_out_to_a_sheet_and_back(wholeplace: Command, place: Place, tmp_path: Path) -> None:
    status = json.loads(wholeplace("review", "status", place.folder, "--json")[1])
    assert status["questions"] == place.store.read("review").height > 0
    assert f"{status['questions']:,} questions wait" in wholeplace("review", "status", place.folder)[1]
    code, shown = wholeplace("review", "list", place.folder, "--most", "1")[:2]
    assert code == 0
    assert shown.count("Question ") == 1
    assert "one record" in shown
    sheet = tmp_path / "questions.xlsx"
    assert wholeplace("review", "export", place.folder, sheet, "--most", "1")[0] == 0
    frame = pl.read_excel(sheet, engine="calamine", infer_schema_length=0)
    assert frame.height == 2
    answer = {"verdict": "not same", "by": "R. Reviewer", "why": "two files", "on": "2026-03-31"}
    filled = frame.head(1).with_columns(pl.lit(text).alias(name) for name, text in answer.items())
    pl.concat([filled, frame.tail(1)]).write_csv(tmp_path / "filled.csv")
    told = wholeplace("review", "import", place.folder, tmp_path / "filled.csv")[1]
    assert "Decisions 1 to 1 are noted" in told
    assert place.status()[1]["fresh"] is False, "a run sees that somebody decided"
    place.run(last="link")
    after = json.loads(wholeplace("review", "status", place.folder, "--json")[1])
    assert after["questions"] < status["questions"]
    assert after["decided"] == 1
    assert "No question had a verdict" in wholeplace("review", "import", place.folder, sheet)[1]


def test_a_decision_on_nobody_is_refused_and_nothing_is_noted(wholeplace: Command, place: Place) -> None:
    a, b, _ = joined(place)
    assert wholeplace("review", "decide", place.folder, a, "nobody", "same", *BY)[0] == 2
    assert wholeplace("review", "decide", place.folder, a, b, "perhaps", *BY)[0] == 2
    assert wholeplace("review", "undo", place.folder, "7", *BY)[0] == 2
    assert not (place.folder / "decisions.csv").exists()
    with pytest.raises(UsageError):
        enquiry.decide(place, [enquiry.today_judgement("same", "A", "b", records=("x", "y"))])


def test_protection_is_lifted_for_a_person_by_any_id(wholeplace: Command, place: Place) -> None:
    a, _, person = joined(place)
    assert json.loads(wholeplace("review", "lift", place.folder, person, *BY, "--json")[1]) == {
        "decisions": [1]
    }
    line = load_decisions(place.folder).row(0, named=True)
    assert (line["verdict"], line["record_a"], line["by"]) == ("lift", a, "R. Reviewer")


def test_a_rule_that_names_nobody_is_told(wholeplace: Command, place: Place) -> None:
    with (place.folder / "place.toml").open("a") as handle:
        handle.write('\n[[safeguarding.rule]]\nkind = "hide_address"\nwho = "rnobody"\n')
        handle.write('reason = "court order"\nby = "A. Person"\n')
    assert "Rule 1 of [[safeguarding.rule]]" in wholeplace("review", "status", place.folder)[1]


def test_history_of_nobody_raises(place: Place) -> None:
    with pytest.raises(QueryError):
        enquiry.history(place, "nobody", purpose="a test of ours")
