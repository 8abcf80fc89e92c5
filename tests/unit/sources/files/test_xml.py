from __future__ import annotations

import gc

import pytest

from wholeplace.sources.files.model import FileRefused, Node
from wholeplace.sources.files.xml import MAX_DEPTH, children, is_well_formed, read_xml, text

CENSUS = b"""<?xml version="1.0" encoding="UTF-8"?>
<m:Message xmlns:m="urn:council" m:year="2024">
  <Child id="7">
    <Upn> A1 </Upn>
    <Upn/>
    <Note>one &amp; <b>two</b> three</Note>
  </Child>
  <!-- nobody -->
  <Child><Upn>A2</Upn></Child>
</m:Message>
"""


def _root(data: bytes = CENSUS) -> Node:
    return read_xml(data, "census", "census.xml").root


def test_local_names_lines_text_and_attributes() -> None:
    root = _root()
    assert (root.name, root.line, dict(root.attributes)) == ("Message", 2, {"year": "2024"})
    first, second = children(root, "Child")
    assert (first.line, second.line, dict(first.attributes), dict(second.attributes)) == (
        3,
        9,
        {"id": "7"},
        {},
    )
    assert [(node.name, node.line, node.text) for node in first.children] == [
        ("Upn", 4, "A1"), ("Upn", 5, ""), ("Note", 6, "one &  three"),
    ]  # fmt: skip
    assert second.children[0].children == ()


def test_text_of_the_first_child_of_a_name() -> None:
    first, second = children(_root(), "Child")
    assert (text(first, "Upn"), text(second, "Upn"), text(second, "Note")) == ("A1", "A2", None)
    assert text(Node("a", 1, children=[Node("b", 1)]), "b") is None


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="windows-1252"?><a>Zoë</a>'.encode("cp1252"),
        '<?xml version="1.0" encoding="UTF-16"?><a>Zoë</a>'.encode("utf-16"),
        '<?xml version="1.0"?><a>Zoë</a>'.encode("utf-8-sig"),
        '<?xml version="1.0" encoding="iso-8859-1"?><a>Zoë</a>'.encode("latin-1"),
    ],
)
def test_stated_encodings(data: bytes) -> None:
    assert _root(data).text == "Zoë"


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (b"", "not_well_formed", 1),
        (b"<a>\n<b>\n</a>", "not_well_formed", 3),
        (b"<a/>\n<b/>", "not_well_formed", 2),
        (b"<a>\n&nobody;</a>", "not_well_formed", 2),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not_well_formed", 1),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "not_well_formed", 1),
        (b"<!DOCTYPE a>\n<a/>", "unsafe_xml", 1),
        (b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>\n<a>&c;</a>', "unsafe_xml", 1),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "unsafe_xml", 1),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "http://localhost/">]><a>&b;</a>', "unsafe_xml", 1),
        (b"<a>" * MAX_DEPTH + b"\n<a>", "too_deep", 2),
        (b"<HTML><body/></HTML>", "not_a_table", 1),
    ],
)
def test_trees_that_are_refused(data: bytes, rule: str, line: int) -> None:
    with pytest.raises(FileRefused) as caught:
        _root(data)
    assert (caught.value.problem.rule, caught.value.problem.line) == (rule, line)
    assert caught.value.__cause__ is None


def test_the_depth_allowed_is_reached() -> None:
    node = _root(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        (node,) = node.children
    assert node.children == ()


@pytest.mark.parametrize("on", [True, False])
def test_collection_is_left_as_it_was_found(on: bool) -> None:
    was_on = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        with pytest.raises(FileRefused):
            _root(b"<a>")
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_sound_xml_is_told_from_unsound_piece_by_piece() -> None:
    assert is_well_formed([b"<a><b", b"/></a>"])
    assert not is_well_formed([b"<a><b", b"></a>"])
    assert not is_well_formed([b"<!DOCTYPE a><a/>"])
