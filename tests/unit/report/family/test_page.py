"""`family`: a page of one invented family, logged, never of real people, and never with what must stay hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import polars as pl
import pytest

from tests.support.html import parsed
from wholeplace import enquiry
from wholeplace.errors import PrivacyError
from wholeplace.place import Place

Command = Callable[..., tuple[int, str, str]]


def member_of(place: Place, *, protected: bool) -> str:
    """Somebody in a family of two or more."""
    safe = place.store.read("protection")
    named = pl.concat([safe["person_id"], safe["other_person_id"].drop_nulls()]).unique()
    member = place.store.read("family_member").join(place.store.read("contact"), on="person_id", how="semi")
    of = member.filter(pl.col("person_id").is_in(named.implode()) == protected).sort("family_id", "person_id")
    return (of if of.height else member.sort("person_id"))["person_id"][0]


def test_it_is_written_to_private_and_noted_first(wholeplace: Command, place: Place) -> None:
    who = member_of(place, protected=False)
    code, out, _ = wholeplace("family", place.folder, who, "--json")
    path = place.folder / "private" / "family.html"
    assert (code, json.loads(out)["file"]) == (0, str(path))
    log = (place.store.zones["identity"] / "access.jsonl").read_text().splitlines()
    assert json.loads(log[-1])["what"] == f"family {who}"
    page = parsed(path.read_text(encoding="utf-8"))
    assert "Person 1, asked about" in page.text
    assert "Synthetic data: invented people." in page.text
    assert "it was asked for with a purpose" in page.text
    assert "What is not known" in page.text
    assert path.stat().st_mode & 0o077 == 0


def test_a_record_leads_to_the_same_page(place: Place) -> None:
    who = member_of(place, protected=False)
    record = place.store.read("record_person").filter(pl.col("person_id") == who)["record_id"][0]
    first = enquiry.family(place, who, purpose="test").read_text(encoding="utf-8")
    assert enquiry.family(place, record, purpose="test").read_text(encoding="utf-8") == first


def test_nobody_has_no_page(wholeplace: Command, place: Place) -> None:
    code, _, said = wholeplace("family", place.folder, "nobody")
    assert (code, "nobody has that id" in said) == (15, True)


def test_a_real_place_is_refused_and_nothing_is_written(place: Place) -> None:
    place.config = place.config.model_copy(update={"synthetic": False})
    with pytest.raises(PrivacyError, match="only for synthetic places"):
        enquiry.family(place, member_of(place, protected=False), purpose="a reason")
    assert not (place.folder / "private").exists()


@pytest.mark.parametrize("protected", [True, False])
def test_no_id_name_number_or_address_of_anybody_is_on_it(place: Place, protected: bool) -> None:
    who = member_of(place, protected=protected)
    html = enquiry.family(place, who, purpose="test").read_text(encoding="utf-8")
    text = parsed(re.sub(r"(?s)<script.*?</script>", "", html)).text
    drawn = re.search(r'<script type="application/json" id="drawings">(.*?)</script>', html, re.DOTALL)
    seen = set(re.findall(r"[\w'-]+", f"{text} {drawn.group(1) if drawn else ''}"))
    assert not any(word.startswith(("p0", "f0", "a0", "r0", "h0")) and len(word) > 20 for word in seen)
    assert "adopt" not in html.lower().split("<script>")[0]
    people = place.store.read("family_member").filter(pl.col("person_id") == who)["family_id"]
    members = place.store.read("family_member").filter(pl.col("family_id").is_in(people.implode()))[
        "person_id"
    ]
    links = place.store.read("record_person").filter(pl.col("person_id").is_in(members.implode()))[
        "record_id"
    ]
    for table, columns in (
        ("record", ("family_name", "former_family_name")),
        ("identifier", ("value",)),
        ("address", ("postcode", "uprn", "address_text")),
    ):
        rows = place.store.read(table).filter(pl.col("record_id").is_in(links.implode()))
        for name in (column for column in columns if column in rows.columns):
            told = {str(value) for value in rows[name].drop_nulls() if len(str(value)) > 3}
            assert told & seen == set(), f"{table}.{name}"
            assert not any(value in text for value in told if " " in value), f"{table}.{name}"
