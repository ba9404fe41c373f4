"""Bank accounts: every series of clearing numbers has the check digit of its bank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from delmos.lib.bank_accounts import bank_account, format_account
from delmos.lib.identity import IdentityError

SIX = st.from_regex(r"[0-9]{6}", fullmatch=True)
NINE = st.from_regex(r"[0-9]{9}", fullmatch=True)
# The weights of the 11-modulus as the banks print them, for clearing number and account together, rightmost last.
PRINTED_WEIGHTS = (1, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)


def eleven(digits: str) -> bool:
    """The check as it is printed, for at most eleven digits."""
    weights = PRINTED_WEIGHTS[len(PRINTED_WEIGHTS) - len(digits) :]
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def accepted(clearing: str, account: str) -> bool:
    try:
        return bank_account(clearing, account) == f"{clearing}-{account}"
    except IdentityError:
        return False


@given(st.sampled_from(["1200", "3000", "5001", "7950", "9060"]), SIX, st.integers(0, 9))
def test_most_banks_leave_out_the_first_digit_of_the_clearing_number(clearing: str, six: str, check: int) -> None:
    account = f"{six}{check}"
    assert accepted(clearing, account) is eleven(clearing[1:] + account)


@given(st.sampled_from(["4000", "2310", "9020", "9550"]), SIX, st.integers(0, 9))
def test_some_banks_count_the_whole_clearing_number(clearing: str, six: str, check: int) -> None:
    account = f"{six}{check}"
    assert accepted(clearing, account) is eleven(clearing + account)


@given(st.sampled_from(["3300", "3782", "9180", "9570"]), NINE, st.integers(0, 9))
def test_ten_digit_accounts_have_a_luhn_digit(clearing: str, nine: str, check: int) -> None:
    assert accepted(clearing, f"{nine}{check}") is luhn.is_valid(f"{nine}{check}")


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.integers(0, 9))
def test_handelsbanken_checks_its_nine_digits(eight: str, check: int) -> None:
    assert accepted("6100", f"{eight}{check}") is eleven(f"{eight}{check}")


def test_swedbank_may_have_a_fifth_digit_in_its_clearing_number() -> None:
    assert bank_account("8327-9", "123 456 789-0") == "83279-1234567890"


@pytest.mark.parametrize(
    ("clearing", "account", "sentence"),
    [
        ("8327-8", "1234567890", "den femte siffran är fel"),
        ("123", "1234567", "Clearingnumret ska ha fyra siffror"),
        ("50011", "1234567", "Clearingnumret ska ha fyra siffror"),
        ("9999", "1234567", "finns inte i vår lista"),
        ("1000", "1234567", "finns inte i vår lista"),
        ("5001", "123456", "Kontonumret ska ha 7 siffror"),
        ("6100", "1234567", "Kontonumret ska ha 8 till 9 siffror"),
        ("5001", "12345a7", "får bara innehålla siffror"),
        ("500१", "1234567", "får bara innehålla siffror"),
        ("", "1234567", "får bara innehålla siffror"),
    ],
)
def test_what_is_no_account_is_refused_with_a_reason(clearing: str, account: str, sentence: str) -> None:
    with pytest.raises(IdentityError, match=sentence):
        bank_account(clearing, account)


@pytest.mark.parametrize(
    ("kept", "shown"), [("83279-1234567890", "8327-9, 1234567890"), ("6100-123456789", "6100, 123456789")]
)
def test_an_account_is_shown_with_its_clearing_number(kept: str, shown: str) -> None:
    assert format_account(kept) == shown
