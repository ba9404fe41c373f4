"""Swedish bank accounts: clearing number and account number, each series with the check digit its bank uses.

The series follow the banks' common list ("Bankernas kontonummeruppbyggnad", Bankgirot) as it was in 2025. A series that
a bank opens later is refused until it is added here, with a sentence that says to use a bankgiro or plusgiro meanwhile.
That the number is well-formed says nothing of whose account it is: two economists verify that.
"""

from collections.abc import Callable
from dataclasses import dataclass

from stdnum import luhn

from delmos.lib.identity import IdentityError

CLEARING_LENGTH = 4
UNKNOWN = (
    "Clearingnumret finns inte i vår lista över svenska banker. Kontrollera att alla siffror är rätt, "
    "eller ange ett bankgiro eller plusgiro i stället."
)
WRONG = "Kontonumret stämmer inte: kontrollsiffran är fel. Kontrollera clearingnummer och kontonummer."


@dataclass(frozen=True, slots=True)
class Series:
    """How the account numbers of a series are made.

    ``lengths`` are those of the account number without the clearing number; ``is_valid`` takes clearing and account.
    """

    lengths: range
    is_valid: Callable[[str, str], bool]


def bank_account(text_clearing: str, text_account: str) -> str:
    """ "8327-9" and "123 456 789-0" as they are kept: "83279-1234567890". Raises IdentityError.

    A clearing number of Swedbank that begins with 8 may have its own check digit as a fifth digit.
    """
    clearing = _digits(text_clearing, "Clearingnumret")
    account = _digits(text_account, "Kontonumret")
    series = _series(clearing)
    if len(account) not in series.lengths:
        shortest, longest = series.lengths[0], series.lengths[-1]
        wanted = f"{shortest}" if shortest == longest else f"{shortest} till {longest}"
        raise IdentityError(f"Kontonumret ska ha {wanted} siffror med det clearingnumret.")
    if not series.is_valid(clearing, account):
        raise IdentityError(WRONG)
    return f"{clearing}-{account}"


def format_account(kept: str) -> str:
    """A kept account as people read it: "8327-9, 1234567890"."""
    clearing, _, account = kept.partition("-")
    check = f"-{clearing[CLEARING_LENGTH:]}" if len(clearing) > CLEARING_LENGTH else ""
    return f"{clearing[:CLEARING_LENGTH]}{check}, {account}"


def _digits(text: str, subject: str) -> str:
    plain = "".join(sign for sign in text if not sign.isspace() and sign not in "-.‐–−")
    if not plain.isascii() or not plain.isdigit():
        raise IdentityError(f"{subject} får bara innehålla siffror, mellanslag och bindestreck.")
    return plain


def _series(clearing: str) -> Series:
    wide = clearing.startswith("8") and len(clearing) == CLEARING_LENGTH + 1
    if len(clearing) != CLEARING_LENGTH and not wide:
        raise IdentityError("Clearingnumret ska ha fyra siffror, eller fem om det börjar på 8.")
    if wide and not luhn.is_valid(clearing):
        raise IdentityError("Clearingnumret stämmer inte: den femte siffran är fel.")
    number = int(clearing[:CLEARING_LENGTH])
    for first, last, series in _LIST:
        if first <= number <= last:
            return series
    raise IdentityError(UNKNOWN)


def _mod11(digits: str) -> bool:
    """Weights 1, 2 … 10, 1 … from the right; the sum is a multiple of 11."""
    return sum(int(digit) * (place % 10 + 1) for place, digit in enumerate(reversed(digits))) % 11 == 0


def _mod11_without_first(clearing: str, account: str) -> bool:
    return _mod11(clearing[1:] + account)


def _mod11_of_all(clearing: str, account: str) -> bool:
    return _mod11(clearing + account)


def _mod11_of_account(clearing: str, account: str) -> bool:
    return _mod11(account)


def _mod10_of_account(clearing: str, account: str) -> bool:
    return luhn.is_valid(account)


def _unchecked(clearing: str, account: str) -> bool:
    """Swedbank has accounts without a right check digit in this series, and they are good accounts all the same."""
    return True


_SEVEN, _TEN = range(7, 8), range(10, 11)
_A = Series(_SEVEN, _mod11_without_first)  # type 1, comment 1
_B = Series(_SEVEN, _mod11_of_all)  # type 1, comment 2
_C = Series(_TEN, _mod10_of_account)  # type 2, comment 1
_HANDELSBANKEN = Series(range(8, 10), _mod11_of_account)  # type 2, comment 2
_PLUSGIROT = Series(range(2, 11), _mod10_of_account)  # type 2, comment 3
_SWEDBANK = Series(range(6, 11), _unchecked)  # type 2, comment 3

# First and last clearing number; a series within another stands before it.
_LIST: tuple[tuple[int, int, Series], ...] = (
    (3300, 3300, _C),  # Nordea, personkonto
    (3782, 3782, _C),  # Nordea, personkonto
    (1100, 2099, _A),  # Nordea, Danske Bank
    (2300, 2399, _B),  # Ålandsbanken
    (2400, 2499, _A),  # Danske Bank
    (3000, 3999, _A),  # Nordea, Länsförsäkringar Bank
    (4000, 4999, _B),  # Nordea
    (5000, 5999, _A),  # SEB
    (6000, 6999, _HANDELSBANKEN),
    (7000, 7999, _A),  # Swedbank
    (8000, 8999, _SWEDBANK),
    (9020, 9029, _B),  # Länsförsäkringar Bank
    (9040, 9049, _B),  # Citibank
    (9060, 9069, _A),  # Länsförsäkringar Bank
    (9070, 9079, _A),  # Multitude Bank
    (9100, 9109, _B),  # Nordnet Bank
    (9120, 9124, _A),  # SEB
    (9130, 9149, _A),  # SEB
    (9150, 9169, _B),  # Skandiabanken
    (9170, 9179, _A),  # Ikano Bank
    (9180, 9189, _C),  # Danske Bank
    (9190, 9199, _B),  # DNB
    (9230, 9239, _A),  # Marginalen Bank
    (9250, 9259, _A),  # SBAB
    (9260, 9269, _B),  # DNB
    (9270, 9279, _A),  # ICA Banken
    (9280, 9289, _A),  # Resurs Bank
    (9300, 9349, _C),  # Swedbank, förut Sparbanken Öresund
    (9390, 9399, _B),  # Landshypotek
    (9400, 9449, _A),  # Forex Bank
    (9460, 9469, _A),  # Santander
    (9470, 9479, _B),  # BNP Paribas
    (9500, 9549, _PLUSGIROT),  # Nordea
    (9550, 9569, _B),  # Avanza
    (9570, 9579, _C),  # Sparbanken Syd
    (9580, 9589, _A),  # Aion Bank
    (9590, 9599, _B),  # Erik Penser
    (9630, 9639, _A),  # Lån & Spar Bank
    (9640, 9669, _B),  # Nordax (NOBA), MedMera, Svea Bank
    (9670, 9679, _B),  # JAK Medlemsbank
    (9680, 9689, _A),  # Bluestep
    (9700, 9709, _B),  # Ekobanken
    (9710, 9719, _B),  # Lunar Bank
    (9750, 9759, _B),  # Northmill Bank
    (9780, 9789, _B),  # Klarna Bank
    (9880, 9889, _B),  # Riksgälden
    (9890, 9899, _C),  # Riksgälden
    (9960, 9969, _PLUSGIROT),  # Nordea
)
