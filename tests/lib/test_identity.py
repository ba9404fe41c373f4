import pytest
from hypothesis import given
from hypothesis import strategies as st

from delmos.lib.identity import (
    IdentityError,
    LegalForm,
    bankgiro,
    format_bankgiro,
    format_organisation_number,
    format_plusgiro,
    legal_form,
    make_organisation_number,
    organisation_number,
    personal_identity_number,
    plusgiro,
)

PREFIXES = st.from_regex(r"[0-9]{2}[2-9][0-9]{6}", fullmatch=True)
NUMBERS = PREFIXES.map(make_organisation_number)


def replaced(digits: str, at: int, step: int) -> str:
    """``digits`` with one digit made another, where ``step`` is 1-9."""
    return f"{digits[:at]}{(int(digits[at]) + step) % 10}{digits[at + 1 :]}"


@given(NUMBERS)
def test_an_organisation_number_with_its_check_digit_is_accepted_as_printed(number):
    assert organisation_number(format_organisation_number(number)) == number


@given(NUMBERS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_in_an_organisation_number_is_found(number, at, step):
    with pytest.raises(IdentityError):
        organisation_number(replaced(number, at, step))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("2120000142", "2120000142"),
        ("212000-0142", "2120000142"),
        (" 212000 0142\n", "2120000142"),
        ("212000\N{EN DASH}0142", "2120000142"),
        ("16212000-0142", "2120000142"),
        ("16 556036-0793", "5560360793"),
    ],
)
def test_an_organisation_number_is_read_as_people_write_it(text, digits):
    assert organisation_number(text) == digits


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Organisationsnumret får bara innehålla siffror, mellanslag och bindestreck."),
        ("212000-014a", "Organisationsnumret får bara innehålla siffror, mellanslag och bindestreck."),
        ("٢١٢٠٠٠٠١٤٢", "Organisationsnumret får bara innehålla siffror, mellanslag och bindestreck."),
        ("212000-014", "Organisationsnumret ska ha tio siffror, till exempel 212000-0142."),
        ("19212000-0142", "Organisationsnumret ska ha tio siffror, till exempel 212000-0142."),
        (
            "811228-9874",
            "Numret ser ut som ett personnummer. Skriv organisationens nummer, med minst 2 som tredje siffra.",
        ),
        (
            "212000-0143",
            "Organisationsnumret stämmer inte: kontrollsiffran är fel. Kontrollera att alla siffror är rätt.",
        ),
    ],
)
def test_a_wrong_organisation_number_is_explained(text, sentence):
    with pytest.raises(IdentityError) as error:
        organisation_number(text)
    assert str(error.value) == sentence


@pytest.mark.parametrize("prefix", ["21200001", "2120000142", "21200001x", ""])
def test_a_check_digit_is_made_for_nine_digits_only(prefix):
    with pytest.raises(ValueError, match="^nine digits are needed$"):
        make_organisation_number(prefix)


@pytest.mark.parametrize(
    ("digits", "form"),
    [
        ("2120000142", LegalForm.MUNICIPALITY),
        ("2321000016", LegalForm.REGION),
        ("2220000315", LegalForm.MUNICIPAL_FEDERATION),
        ("2521002411", LegalForm.FAITH_COMMUNITY),
        ("2021001975", LegalForm.STATE_OR_OTHER_PUBLIC),
        ("5560360793", LegalForm.COMPANY),
        ("7164000000", LegalForm.ECONOMIC_ASSOCIATION),
        ("8020024090", LegalForm.ASSOCIATION_OR_FOUNDATION),
        ("9696000000", LegalForm.OTHER),
    ],
)
def test_the_first_digits_tell_the_legal_form(digits, form):
    assert legal_form(digits) is form


@pytest.mark.parametrize(("text", "digits"), [("5050-1055", "50501055"), ("991 2346", "9912346")])
def test_a_bankgiro_number_is_read_as_people_write_it(text, digits):
    assert bankgiro(text) == digits


@pytest.mark.parametrize(("text", "digits"), [("28 65 43-4", "2865434"), ("902003-3", "9020033"), ("18", "18")])
def test_a_plusgiro_number_is_read_as_people_write_it(text, digits):
    assert plusgiro(text) == digits


@given(st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_in_a_bankgiro_number_is_found(at, step):
    with pytest.raises(IdentityError, match="^Bankgironumret stämmer inte: kontrollsiffran är fel"):
        bankgiro(replaced("50501055", at, step))


@given(st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_in_a_plusgiro_number_is_found(at, step):
    with pytest.raises(IdentityError, match="^Plusgironumret stämmer inte: kontrollsiffran är fel"):
        plusgiro(replaced("2865434", at, step))


@pytest.mark.parametrize("text", ["505010", "505010551"])
def test_a_bankgiro_number_has_seven_or_eight_digits(text):
    with pytest.raises(IdentityError, match="^Bankgironumret ska ha sju eller åtta siffror"):
        bankgiro(text)


@pytest.mark.parametrize("text", ["0", "286543400"])
def test_a_plusgiro_number_has_two_to_eight_digits(text):
    with pytest.raises(IdentityError, match="^Plusgironumret ska ha två till åtta siffror"):
        plusgiro(text)


@pytest.mark.parametrize(("digits", "printed"), [("50501055", "5050-1055"), ("9912346", "991-2346")])
def test_a_bankgiro_number_is_printed_with_four_digits_last(digits, printed):
    assert format_bankgiro(digits) == printed


@pytest.mark.parametrize(
    ("digits", "printed"), [("18", "1-8"), ("125", "12-5"), ("2865434", "28 65 43-4"), ("12345674", "1 23 45 67-4")]
)
def test_a_plusgiro_number_is_printed_in_pairs(digits, printed):
    assert format_plusgiro(digits) == printed


@pytest.mark.parametrize("text", ["198112189876", "19811218-9876", "189001019802", "19811278-9873"])
def test_a_personal_identity_number_or_coordination_number_is_accepted(text):
    assert personal_identity_number(text) == text.replace("-", "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Personnumret får bara innehålla siffror, mellanslag och bindestreck."),
        ("8112189876", "Personnumret ska ha tolv siffror."),
        ("198113189876", "Personnumret börjar inte med en födelsedag."),
        ("198112609876", "Personnumret börjar inte med en födelsedag."),
        ("198112189875", "Personnumret stämmer inte: kontrollsiffran är fel. Kontrollera att alla siffror är rätt."),
    ],
)
def test_what_is_no_personal_identity_number_is_refused(text, sentence):
    with pytest.raises(IdentityError) as refused:
        personal_identity_number(text)
    assert str(refused.value) == sentence
