"""The county table, open to everybody: management, the government and the public read the same figures."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from delmos.lib.dates import stockholm_date
from reporting.domain.county_table import CountyRow, CountyTable, years
from reporting.domain.publication import compare
from reporting.domain.roll_up import freshness
from reporting.interfaces.county_table import FOOTNOTES, as_csv, as_json, caption
from reporting.interfaces.forms import CountyTableForm


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page, with the length of its bar in per cent of the longest one."""

    row: CountyRow
    bar: int


@login_not_required
@require_safe
def county_table(request: HttpRequest) -> HttpResponse:
    """The page; 400 with what to correct when the address asks for something that does not exist."""
    form = _asked(request)
    if not form.is_valid():
        return render(request, "reporting/county_table.html", {"form": form}, status=400)
    table = form.table()
    context = {
        "form": form,
        "table": table,
        "lines": _lines(table),
        "caption": caption(table),
        "footnotes": FOOTNOTES,
        "published": compare(table),
        "freshness": freshness(),
        "address": urlencode(form.address()),
    }
    return render(request, "reporting/county_table.html", context)


@login_not_required
@require_safe
def county_table_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file, amounts in öre; 400 with a sentence in plain text."""
    form = _asked(request)
    if not form.is_valid():
        return HttpResponse("\n".join(form.sentences()), status=400, content_type="text/plain; charset=utf-8")
    return _file(form, as_csv, "csv", "text/csv; charset=utf-8")


@login_not_required
@require_safe
def county_table_json(request: HttpRequest) -> HttpResponse:
    """The same table as JSON, amounts in öre; 400 with the sentences under ``errors``."""
    form = _asked(request)
    if not form.is_valid():
        return JsonResponse({"errors": form.sentences()}, status=400, json_dumps_params={"ensure_ascii": False})
    return _file(form, as_json, "json", "application/json")


def _asked(request: HttpRequest) -> CountyTableForm:
    return CountyTableForm(request.GET.dict(), years=years(), today=stockholm_date(timezone.now()))


def _file(form: CountyTableForm, write: Callable[[CountyTable], str], suffix: str, content_type: str) -> HttpResponse:
    name = "-".join(["lan", *form.address().values()])
    return HttpResponse(
        write(form.table()),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{suffix}"'},
    )


def _lines(table: CountyTable) -> list[Line]:
    longest = max(row.amount_ore for row in table.rows)
    return [Line(row, max(row.amount_ore, 0) * 100 // longest if longest > 0 else 0) for row in table.rows]
