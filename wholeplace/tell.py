"""What `why`, `history` and `review` print, in words or as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import polars as pl

from wholeplace.enquiry import Standing
from wholeplace.linkage.explain.why import Answer
from wholeplace.linkage.review.queue import MASK, SHOWN
from wholeplace.show import as_json_text, grid, say

CHANGES = {
    "created": "came into being with {records} from {other}",
    "joined": "took in {records} of {other}",
    "merged": "became part of {other}",
    "split": "gave {records} to {other}",
    "ended": "ended",
}


def why(answer: Answer, as_json: bool) -> None:
    """A sentence, a paragraph, and the weights."""
    if as_json:
        data = {
            "together": answer.together, "practitioner": answer.practitioner, "resident": answer.resident,
            "steps": answer.steps.to_dicts(), "weights": answer.weights.to_dicts(), "start_bits": answer.start_bits,
        }  # fmt: skip
        say(as_json_text(data))
        return
    say(answer.practitioner)
    say("")
    say(answer.resident)
    if answer.steps.height:
        grid(["record", "record", "strength", "because of"], answer.steps.rows(), "\nStep by step")
    if answer.weights.height:
        rows = answer.weights.rows()
        grid(
            answer.weights.columns, rows, "\nWhat each likeness tells, in bits (2 bits: four times as often)"
        )
        say(f"Any two records begin at {answer.start_bits} bits; 0 is even.")


def history(changes: pl.DataFrame, as_json: bool) -> None:
    """What became of an id, oldest first."""
    if as_json:
        say(as_json_text(changes.to_dicts()))
        return
    if changes.is_empty():
        say("No merge and no split: the id has always meant the same.")
    for row in changes.iter_rows(named=True):
        count = (
            "records" if row["records"] is None else f"{row['records']} record{'s' * (row['records'] != 1)}"
        )
        told = CHANGES[row["change"]].format(records=count, other=row["other_person_id"])
        say(f"{row['as_of']}: {row['person_id']} {told}, because {row['cause']}.")


def written(path: Path, as_json: bool) -> None:
    """Where a page was written."""
    say(
        as_json_text({"file": str(path)}) if as_json else f"Wrote {path}. It is about single people: keep it."
    )


def standing(how: Standing, as_json: bool) -> None:
    """How many questions wait, by reason."""
    if as_json:
        say(as_json_text({**asdict(how), "by_reason": how.by_reason.to_dicts()}))
        return
    say(f"{how.questions:,} questions wait; {how.decided:,} decisions stand.")
    if how.questions:
        grid(["reason", "two reviewers", "questions"], how.by_reason.rows())
    for number in how.unmatched:
        say(f"Rule {number} of [[safeguarding.rule]] names somebody whom no table knows. Check its ids.")


def questions(asked: pl.DataFrame, as_json: bool) -> None:
    """Each question with its two records side by side; a line that neither of them knows is left out."""
    if as_json:
        say(as_json_text(asked.to_dicts()))
        return
    if asked.is_empty():
        say("No question waits.")
    for question in asked.partition_by("question", maintain_order=True):
        two = ", asks two reviewers" if question["two_reviewers"][0] else ""
        both = [(name.replace("_", " "), *question[name]) for name in (*SHOWN, "record_id")]
        say(f"\nQuestion {question['question'][0]}{two} ({question['review_id'][0]})")
        told = [row for row in both if any(row[1:]) and MASK not in row]
        grid(["", "one record", "the other"], told)
        if MASK in question["source"]:
            say("Somebody here is protected: nothing else is shown.")


def exported(count: int, path: Path, as_json: bool) -> None:
    """How many questions were written."""
    say(
        as_json_text({"questions": count, "file": str(path)})
        if as_json
        else f"Wrote {count:,} questions to {path}."
    )


def decided(numbers: list[int], folder: Path, as_json: bool) -> None:
    """The numbers of new decisions."""
    if as_json:
        say(as_json_text({"decisions": numbers}))
    elif numbers:
        say(f"Decisions {numbers[0]} to {numbers[-1]} are noted. Next: wholeplace run {folder}")
    else:
        say("No question had a verdict; nothing was noted.")
