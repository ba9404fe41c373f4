"""Pages that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (lag 2018:1937 13 §)."""
    return render(request, "accessibility.html")
