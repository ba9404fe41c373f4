"""One's own name and e-mail address."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain import profile
from accounts.gates import StaffRequest
from accounts.interfaces.profile_forms import AddressForm, NameForm
from delmos.lib.forms import accepted, page_status


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: StaffRequest) -> HttpResponse:
    """Ask for the address at which the person is reached; a link is sent there."""
    person, next_url = request.user, get_next_redirect_url(request) or "/"
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"address": person.email})
    if request.method == "POST" and form.is_valid():
        profile.ask_for_address(address=form.cleaned_data["address"], by=person, now=timezone.now())
        messages.success(request, "Vi har skickat en länk till adressen. Öppna den inom ett dygn för att bekräfta.")
        return redirect(next_url)
    return render(request, "account/address.html", {"form": form, "next_url": next_url}, status=page_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: StaffRequest, token: str) -> HttpResponse:
    """The page behind the link: confirmed by a press, since reading changes nothing."""
    found = profile.address_in(token, person=request.user)
    if request.method == "POST":
        profile.confirm_address(token, by=request.user, now=timezone.now())
        messages.success(request, f"Nu når vi dig på {found}.")
        return redirect("/")
    return render(request, "account/address_confirm.html", {"address": found})


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: StaffRequest) -> HttpResponse:
    """Correct one's name, unless it comes from the e-legitimation."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if (
        request.method == "POST"
        and form.is_valid()
        and accepted(form, lambda: profile.rename(name=form.cleaned_data["name"], by=request.user, now=timezone.now()))
    ):
        messages.success(request, "Namnet är ändrat.")
        return redirect("/")
    follows = profile.name_follows_eid(request.user)
    return render(request, "account/name.html", {"form": form, "follows_eid": follows}, status=page_status(form))
