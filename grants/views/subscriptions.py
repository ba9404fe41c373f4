"""E-mail on new calls. Reading a page changes nothing: each act is a button, also the one behind a link in a mail."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from applicants.enums import OrganisationType
from delmos.lib.forms import page_status
from delmos.lib.gate import NotYours
from grants.domain import subscriptions
from grants.interfaces.subscription_forms import SubscribeForm

TOO_MANY, GONE = 429, 410
MOST, PERIOD = 10, 60 * 60  # requests from one address of the network, and seconds


@login_not_required
def new(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail. What comes next looks the same whether or not the address subscribes already."""
    form = SubscribeForm(request.POST or None)
    status = page_status(form)
    if form.is_valid():
        if _within_rate(request):
            subscriptions.ask(email=form.cleaned_data["email"], types=form.chosen, now=timezone.now())
            return redirect("subscription_sent")
        form.add_error(None, "Det har kommit många försök härifrån. Försök igen om en timme.")
        status = TOO_MANY
    return render(request, "public/subscription_new.html", {"form": form}, status=status)


@login_not_required
def sent(request: HttpRequest) -> HttpResponse:
    """Look in the mailbox."""
    return render(request, "public/subscription_sent.html", {"days": subscriptions.LINK_HOLDS.days})


@login_not_required
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of the first mail: a button that begins the subscription."""
    now = timezone.now()
    try:
        if request.method == "POST":
            subscriptions.confirm(token, now=now)
            return render(request, "public/subscription_done.html", {"begun": True})
        subscription = subscriptions.asked_by(token, now=now)
    except NotYours:
        return render(request, "public/subscription_gone.html", status=GONE)
    types = [OrganisationType(kind).label.lower() for kind in subscription.wished_types]
    return render(request, "public/subscription_confirm.html", {"types": types})


@login_not_required
@never_cache
@csrf_exempt  # RFC 8058: the mail program posts, without any page of ours; the signed token is its right to do so
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link at the foot of each mail: a button that ends the subscription."""
    try:
        if request.method == "POST":
            subscriptions.end(token)
            return render(request, "public/subscription_done.html", {"begun": False})
        subscriptions.check_end_token(token)
    except NotYours:
        return render(request, "public/subscription_gone.html", status=GONE)
    return render(request, "public/subscription_end.html")


def _within_rate(request: HttpRequest) -> bool:
    """Whether this address of the network, kept as a keyed hash, has asked at most MOST times in the PERIOD."""
    address = get_adapter().get_client_ip(request)
    key = f"subscribe:{salted_hmac('grants.views.subscriptions', address).hexdigest()}"
    cache.add(key, 0, PERIOD)
    try:
        return bool(cache.incr(key) <= MOST)
    except ValueError:  # the period ended between the two lines
        return True
