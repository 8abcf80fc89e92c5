from __future__ import annotations

from tests.support.link_places import table
from wholeplace.linkage.addresses import lived_in, with_place


def places(text: str, hide: tuple[str, ...] = ()) -> list[str | None]:
    return with_place(table("address", text), hide)["place"].to_list()


def test_the_uprn_is_the_place_and_else_postcode_and_text() -> None:
    assert places(
        """
        record_id  uprn          postcode  address_text
        a          999000000001  AA1~1AA   1~Mill~Lane
        b          -             AA1~1AB   Flat~2,~9~High~St.
        c          -             AA1~1AB   flat~2~9~high~st~AA1~1AB
        """
    ) == ["uprn 999000000001", "text AA1 1AB FLAT29HIGHST", "text AA1 1AB FLAT29HIGHST"]


def test_a_written_address_is_the_uprn_that_all_others_give_it() -> None:
    one = """
        record_id  uprn          postcode  address_text
        a          999000000001  AA1~1AA   1~Mill~Lane
        b          -             AA1~1AA   1,~MILL~LANE
        """
    assert places(one) == ["uprn 999000000001"] * 2
    two = one + "    c  999000000002  AA1~1AA  1~Mill~Lane"
    assert places(two)[1] == "text AA1 1AA 1MILLLANE"


def test_a_postcode_or_a_text_alone_is_no_place() -> None:
    assert places(
        """
        record_id  postcode  address_text
        a          AA1~1AA   -
        b          -         1~Mill~Lane
        c          AA1~1AA   AA1~1AA
        """
    ) == [None, None, None]


def test_kinds_to_be_hidden_are_hidden() -> None:
    address = table(
        "address", "record_id uprn kind hidden\na 3 placement false\nb 4 home true\nc 5 home false"
    )
    assert with_place(address, ["placement"])["hidden"].to_list() == [True, True, False]


def test_where_nothing_has_a_postcode_people_live_at_the_text_that_begins_with_a_number() -> None:
    rows = """
        record_id  address_text
        a          5112~145th~st,~Anytown
        b          Anytown
        """
    assert lived_in(table("address", rows), ())["place"].to_list() == ["text 5112145THSTANYTOWN", None]
    assert places(rows) == [None, None]
    coded = table("address", "record_id postcode address_text\na - 5112~145th~st\nb AA1~1AA 1~Mill~Lane")
    assert lived_in(coded, ())["place"].to_list() == [None, "text AA1 1AA 1MILLLANE"]


KNOWN = """
        record_id  uprn          postcode  address_text
        a          999000000001  AA1~1AA   1~Mill~Lane,~Anytown
        """


def test_a_text_without_a_postcode_is_the_one_uprn_that_is_written_so() -> None:
    bare = KNOWN + "    b  -  -  1,~Mill~Lane,~ANYTOWN"
    assert places(bare) == ["uprn 999000000001"] * 2
    assert places(bare + "\n        c  999000000002  BB2~2BB  1~Mill~Lane,~Anytown")[1] is None


def test_so_is_a_text_at_a_postcode_one_character_off() -> None:
    slip = KNOWN + "    b  -  AA1~1AB  1~Mill~Lane,~Anytown"
    assert places(slip) == ["uprn 999000000001"] * 2
    far = KNOWN + "    b  -  BB1~1AB  1~Mill~Lane,~Anytown"
    assert places(far)[1] == "text BB1 1AB 1MILLLANEANYTOWN"
    torn = slip + "\n        c  999000000002  AA1~1AC  1~Mill~Lane,~Anytown"
    assert places(torn)[1] == "text AA1 1AB 1MILLLANEANYTOWN"
    two_there = slip + "\n        c  999000000002  AA1~1AB  1~Mill~Lane,~Anytown"
    assert places(two_there)[1] == "uprn 999000000002"
