"""Money is integer öre. Here a person's amount becomes öre, and öre becomes an amount a person reads. Never a float."""

import re

ORE_PER_KRONA = 100
ORE_PER_TKR = 100_000
MAX_KRONOR_DIGITS = 12

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NIL = "\N{EN DASH}"

_KRONOR = r"(?P<kronor>\d{1,3}(?: \d{3})+|\d+)"
_ORE = r"(?:[,.](?P<ore>\d{1,2})|[,:]-)?"
_AMOUNT = re.compile(rf"(?P<sign>[-{MINUS}]?) ?{_KRONOR}{_ORE}(?: ?(?:kr|kronor|sek))?", re.ASCII | re.IGNORECASE)
_SPACES = re.compile(r"\s+")


class MoneyError(ValueError):
    """The text is not an amount of money. ``str()`` is a plain Swedish sentence for the person who wrote it."""


def parse_sek(text: str) -> int:
    """The amount in öre that a person wrote in kronor: ``"1 000,50 kr"`` is 100050.

    Thousands may be parted by any space; öre come after a comma, or after a point when one or two digits follow it.
    ``"1.000"`` is refused, since it is a thousand to one reader and one to another. Raises MoneyError.
    """
    plain = _SPACES.sub(" ", text).strip()
    if not plain:
        raise MoneyError("Skriv ett belopp i kronor, till exempel 250 000.")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise MoneyError("Beloppet går inte att läsa. Skriv kronor med siffror, till exempel 250 000 eller 1 000,50.")
    kronor = match["kronor"].replace(" ", "")
    if len(kronor.lstrip("0")) > MAX_KRONOR_DIGITS:
        raise MoneyError("Beloppet är för stort. Kontrollera att du har skrivit det i kronor.")
    ore = int(kronor) * ORE_PER_KRONA + int((match["ore"] or "0").ljust(2, "0"))
    return -ore if match["sign"] else ore


def format_sek(ore: int) -> str:
    """``ore`` in kronor with no-break spaces: 100050 is "1 000,50 kr", and whole kronor have no decimals."""
    kronor, rest = divmod(abs(ore), ORE_PER_KRONA)
    decimals = f",{rest:02d}" if rest else ""
    return f"{_sign(ore)}{_grouped(kronor)}{decimals}{NO_BREAK_SPACE}kr"


def tkr(ore: int) -> int:
    """``ore`` in whole thousands of kronor; half a thousand rounds away from zero, so that −x mirrors x."""
    rounded = (abs(ore) + ORE_PER_TKR // 2) // ORE_PER_TKR
    return -rounded if ore < 0 else rounded


def format_tkr(ore: int) -> str:
    """``ore`` in thousands of kronor as the county table prints it: "38 318", and "–" for nothing at all.

    An amount that only rounds to zero prints "0": it is small, not absent.
    """
    if ore == 0:
        return NIL
    thousands = tkr(ore)
    return f"{_sign(thousands)}{_grouped(abs(thousands))}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", NO_BREAK_SPACE)


def _sign(number: int) -> str:
    return MINUS if number < 0 else ""
