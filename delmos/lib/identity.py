"""Numbers that identify an organisation, its account or a person; each ends in a Luhn check digit."""

import re
from datetime import date
from enum import StrEnum

from stdnum import luhn

_SEPARATORS = re.compile(r"[\s\N{HYPHEN-MINUS}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}]")
_DIGITS = re.compile(r"[0-9]+")

_ORGANISATION_NUMBER_LENGTH = 10
_CENTURY_PREFIX = "16"
_PERSONAL_NUMBER_LENGTH = 12
_COORDINATION = 60  # added to the day of birth in a coordination number


class IdentityError(ValueError):
    """The text is not such a number. ``str()`` is a plain Swedish sentence for the person who wrote it."""


class LegalForm(StrEnum):
    """The kinds of legal person that the first digits of an organisation number tell apart."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    MUNICIPAL_FEDERATION = "municipal_federation"
    STATE_OR_OTHER_PUBLIC = "state_or_other_public"
    ASSOCIATION_OR_FOUNDATION = "association_or_foundation"
    FAITH_COMMUNITY = "faith_community"
    COMPANY = "company"
    ECONOMIC_ASSOCIATION = "economic_association"
    OTHER = "other"


# The longest prefix comes first, since the first that fits decides.
_FORMS: tuple[tuple[str, LegalForm], ...] = (
    ("212000", LegalForm.MUNICIPALITY),
    ("232100", LegalForm.REGION),
    ("222000", LegalForm.MUNICIPAL_FEDERATION),
    ("25", LegalForm.FAITH_COMMUNITY),
    ("2", LegalForm.STATE_OR_OTHER_PUBLIC),
    ("5", LegalForm.COMPANY),
    ("7", LegalForm.ECONOMIC_ASSOCIATION),
    ("8", LegalForm.ASSOCIATION_OR_FOUNDATION),
)


def organisation_number(text: str) -> str:
    """The ten digits of an organisation number written with or without hyphen, spaces and the leading "16".

    The third digit is at least 2 (lagen 1974:174), which parts it from a personal identity number, and the last is the
    check digit. Raises IdentityError.
    """
    digits = _digits(text, "Organisationsnumret")
    if len(digits) == _ORGANISATION_NUMBER_LENGTH + 2 and digits.startswith(_CENTURY_PREFIX):
        digits = digits.removeprefix(_CENTURY_PREFIX)
    if len(digits) != _ORGANISATION_NUMBER_LENGTH:
        raise IdentityError("Organisationsnumret ska ha tio siffror, till exempel 212000-0142.")
    if digits[2] < "2":
        raise IdentityError(
            "Numret ser ut som ett personnummer. Skriv organisationens nummer, med minst 2 som tredje siffra."
        )
    return _checked(digits, "Organisationsnumret")


def make_organisation_number(prefix9: str) -> str:
    """The ten digits that begin with ``prefix9``: the check digit is added. Raises ValueError for any other length."""
    if len(prefix9) != _ORGANISATION_NUMBER_LENGTH - 1 or not _DIGITS.fullmatch(prefix9):
        raise ValueError("nine digits are needed")
    return organisation_number(prefix9 + luhn.calc_check_digit(prefix9))


def format_organisation_number(digits: str) -> str:
    """Ten digits as they are printed: "212000-0142"."""
    return f"{digits[:6]}-{digits[6:]}"


def legal_form(digits: str) -> LegalForm:
    """The legal form that the first digits of an organisation number tell."""
    return next((form for prefix, form in _FORMS if digits.startswith(prefix)), LegalForm.OTHER)


def bankgiro(text: str) -> str:
    """The seven or eight digits of a bankgiro number. Raises IdentityError."""
    digits = _digits(text, "Bankgironumret")
    if len(digits) not in (7, 8):
        raise IdentityError("Bankgironumret ska ha sju eller åtta siffror, till exempel 5050-1055.")
    return _checked(digits, "Bankgironumret")


def format_bankgiro(digits: str) -> str:
    """Seven or eight digits as they are printed: "123-4566" or "5050-1055"."""
    return f"{digits[:-4]}-{digits[-4:]}"


def plusgiro(text: str) -> str:
    """The two to eight digits of a plusgiro number. Raises IdentityError."""
    digits = _digits(text, "Plusgironumret")
    if not 2 <= len(digits) <= 8:
        raise IdentityError("Plusgironumret ska ha två till åtta siffror, till exempel 28 65 43-4.")
    return _checked(digits, "Plusgironumret")


def format_plusgiro(digits: str) -> str:
    """Two to eight digits as they are printed, in pairs from the right before the check digit: "28 65 43-4"."""
    number, check_digit = digits[:-1], digits[-1]
    head = len(number) % 2
    pairs = [number[:head], *(number[at : at + 2] for at in range(head, len(number), 2))]
    return f"{' '.join(filter(None, pairs))}-{check_digit}"


def personal_identity_number(text: str) -> str:
    """The twelve digits of a personal identity number or coordination number (folkbokföringslagen (1991:481) 18 §).

    The century must be there: without it two people may have the same number. Raises IdentityError.
    """
    digits = _digits(text, "Personnumret")
    if len(digits) != _PERSONAL_NUMBER_LENGTH:
        raise IdentityError("Personnumret ska ha tolv siffror.")
    day = int(digits[6:8])
    try:
        date(int(digits[:4]), int(digits[4:6]), day - _COORDINATION if day > _COORDINATION else day)
    except ValueError as error:
        raise IdentityError("Personnumret börjar inte med en födelsedag.") from error
    _checked(digits[2:], "Personnumret")
    return digits


def _digits(text: str, subject: str) -> str:
    plain = _SEPARATORS.sub("", text)
    if not _DIGITS.fullmatch(plain):
        raise IdentityError(f"{subject} får bara innehålla siffror, mellanslag och bindestreck.")
    return plain


def _checked(digits: str, subject: str) -> str:
    if not luhn.is_valid(digits):
        raise IdentityError(f"{subject} stämmer inte: kontrollsiffran är fel. Kontrollera att alla siffror är rätt.")
    return digits
