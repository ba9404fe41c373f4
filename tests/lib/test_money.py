import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.money import MoneyError, format_sek, format_tkr, parse_sek, tkr

ORE = st.integers(min_value=-(10**14) + 1, max_value=10**14 - 1)
UNREADABLE = "Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 eller 1 000,50."


@given(ORE)
def test_what_is_printed_can_be_read_back(ore):
    assert parse_sek(format_sek(ore)) == ore


@given(ORE)
def test_a_thousand_is_never_more_than_half_a_thousand_away(ore):
    assert abs(tkr(ore) * 100_000 - ore) <= 50_000


@given(ORE)
def test_thousands_of_a_debt_mirror_those_of_a_claim(ore):
    assert tkr(-ore) == -tkr(ore)


@given(ORE, ORE)
def test_a_larger_amount_has_no_fewer_thousands(one, other):
    assert tkr(min(one, other)) <= tkr(max(one, other))


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1 000,50 kr", 100_050),
        ("1000,50", 100_050),
        ("1000.5", 100_050),
        ("1000,05", 100_005),
        ("300\N{NO-BREAK SPACE}000 kr", 30_000_000),
        ("300\N{NARROW NO-BREAK SPACE}000\N{THIN SPACE}SEK", 30_000_000),
        (" 300000 kronor ", 30_000_000),
        ("300 000:-", 30_000_000),
        ("300 000,-", 30_000_000),
        ("0", 0),
        ("-12,34", -1_234),
        ("\N{MINUS SIGN}12,34 kr", -1_234),
        ("999 999 999 999,99", 99_999_999_999_999),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, ore):
    assert parse_sek(text) == ore


@pytest.mark.parametrize(
    "text",
    ["tusen", "1.000", "1,000", "1 00", "12 34", "1,2,3", "1e5", "0x10", "٣٠٠", "½", "1 000 tkr", "--1", "1 000 kr kr"],
)
def test_an_amount_that_can_be_misread_is_refused(text):
    with pytest.raises(MoneyError) as error:
        parse_sek(text)
    assert str(error.value) == UNREADABLE


@pytest.mark.parametrize("text", ["", " ", "\N{NO-BREAK SPACE}\n"])
def test_no_amount_at_all_is_asked_for(text):
    with pytest.raises(MoneyError) as error:
        parse_sek(text)
    assert str(error.value) == "Skriv ett belopp i kronor, till exempel 250 000."


@pytest.mark.parametrize("text", ["1 000 000 000 000", "9" * 10_000])
def test_an_amount_beyond_a_state_budget_is_refused(text):
    with pytest.raises(MoneyError) as error:
        parse_sek(text)
    assert str(error.value) == "Beloppet är för stort. Kontrollera att du har skrivit det i kronor."


@pytest.mark.parametrize(
    ("ore", "text"),
    [
        (100_050, "1\xa0000,50\xa0kr"),
        (30_000_000, "300\xa0000\xa0kr"),
        (5, "0,05\xa0kr"),
        (0, "0\xa0kr"),
        (-100_050, "\N{MINUS SIGN}1\xa0000,50\xa0kr"),
        (123_456_789_000, "1\xa0234\xa0567\xa0890\xa0kr"),
    ],
)
def test_an_amount_is_printed_with_no_break_spaces(ore, text):
    assert format_sek(ore) == text


@pytest.mark.parametrize(
    ("ore", "text"),
    [
        (3_831_800_000, "38\xa0318"),
        (50_000, "1"),
        (49_999, "0"),
        (-50_000, "\N{MINUS SIGN}1"),
        (-49_999, "0"),
        (0, "\N{EN DASH}"),
    ],
)
def test_thousands_are_printed_as_the_county_table_prints_them(ore, text):
    assert format_tkr(ore) == text
