"""Days of clocks as columns: what ``clocks`` counts for one case, counted by the database for all of them."""

from django.db.models import DateField, Func, Value
from django.db.models.expressions import Combinable

MONTHS_TO_DECIDE = 6  # 12 § FL


class SwedishDay(Func):
    """The calendar day in Stockholm of a column with moments: as `delmos.lib.dates.stockholm_date`."""

    template = "(%(expressions)s AT TIME ZONE 'Europe/Stockholm')::date"
    output_field = DateField()


class MonthsAfter(Func):
    """A day some months later; in a month that lacks the number the last day, as 1 § lagen (1930:173) has it.

    It gives the same day as `delmos.lib.dates.same_day_later`.
    """

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    output_field = DateField()


def swedish_day(moment: str) -> SwedishDay:
    """The calendar day in Stockholm of the column ``moment``."""
    return SwedishDay(moment)


def months_after(day: Func, months: int | Combinable) -> MonthsAfter:
    """``day`` and ``months`` later."""
    return MonthsAfter(day, Value(months) if isinstance(months, int) else months)
