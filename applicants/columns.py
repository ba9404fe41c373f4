"""What the database reckons out of a column, so that an index can stand on it."""

from django.db.models import F, Func, TextField
from django.db.models.expressions import Combinable


class PlainAddress(Func):
    """An address without case, spaces and punctuation.

    On a server whose locale knows no Swedish letters they fall away too: whoever compares checks the words afterwards.
    """

    template = "regexp_replace(lower(%(expressions)s), '[^[:alnum:]]', '', 'g')"
    output_field = TextField()


def plain_address(address: str | Combinable) -> PlainAddress:
    """The column ``address``, or an expression, as addresses are compared."""
    return PlainAddress(F(address) if isinstance(address, str) else address)
