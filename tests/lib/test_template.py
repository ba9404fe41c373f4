from datetime import UTC, date, datetime

import pytest

from delmos.lib.template import datum, kr, message_tone, orgnr, tidpunkt, tkr

NEW_YEAR_IN_STOCKHOLM = datetime(2018, 12, 31, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("filter_", "value", "text"),
    [
        (kr, 30_000_000, "300\xa0000\xa0kr"),
        (kr, 0, "0\xa0kr"),
        (tkr, 3_831_800_000, "38\xa0318"),
        (tkr, 0, "\N{EN DASH}"),
        (datum, date(2018, 5, 15), "15 maj 2018"),
        (datum, NEW_YEAR_IN_STOCKHOLM, "1 januari 2019"),
        (tidpunkt, NEW_YEAR_IN_STOCKHOLM, "1 januari 2019 kl. 00.05"),
        (orgnr, "2120000142", "212000-0142"),
    ],
)
def test_a_filter_prints_the_value_as_people_read_it(filter_, value, text):
    assert filter_(value) == text


@pytest.mark.parametrize("filter_", [kr, tkr, datum, tidpunkt, orgnr])
def test_a_filter_prints_nothing_for_no_value(filter_):
    assert filter_(None) == ""


@pytest.mark.parametrize(
    ("level_tag", "tone"), [("success", "success"), ("warning", "warning"), ("error", "danger"), ("info", "active")]
)
def test_a_message_has_the_tone_of_its_level(level_tag, tone):
    assert message_tone(level_tag) == tone
