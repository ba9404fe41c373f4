"""Parts of files: the header Range of RFC 9110, section 14."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.ranges import NotSatisfiable, Part, part_asked_for

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-499", 0, 499),
        ("bytes=500-", 500, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-500", 500, 999),
        ("bytes=-5000", 0, 999),
        ("bytes=999-", 999, 999),
        ("bytes=900-100000", 900, 999),
        ("Bytes= 1-2 ", 1, 2),
    ],
)
def test_a_part_is_read_as_the_standard_says(header: str, first: int, last: int) -> None:
    assert part_asked_for(header, size=SIZE) == Part(first, last)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-4",
        "bytes=0-1,5-6",
        "items=0-5",
        "bytes=+1-2",
        "bytes=١-",
    ],
)
def test_what_is_no_single_range_of_bytes_is_ignored(header: str) -> None:
    assert part_asked_for(header, size=SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_part_outside_the_file_is_not_satisfiable(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        part_asked_for(header, size=SIZE)


def test_a_number_longer_than_any_file_is_ignored() -> None:
    assert part_asked_for(f"bytes={'9' * 5000}-", size=SIZE) is None


@given(first=st.integers(0, 2000), length=st.integers(1, 2000), size=st.integers(1, 1500))
def test_a_part_is_never_outside_its_file(first: int, length: int, size: int) -> None:
    try:
        part = part_asked_for(f"bytes={first}-{first + length - 1}", size=size)
    except NotSatisfiable:
        assert first >= size
    else:
        assert part == Part(first, min(first + length, size) - 1)


@given(st.text(max_size=40), st.integers(0, 100))
def test_no_header_is_an_error(text: str, size: int) -> None:
    try:
        part_asked_for(f"bytes={text}", size=size)
    except NotSatisfiable:
        return
