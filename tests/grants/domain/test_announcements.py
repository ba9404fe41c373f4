"""Who is told of a call: each subscriber once when it is published, each who has begun or applied when it is not."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from applicants.enums import OrganisationType
from applicants.models import Organisation
from delmos.lib.refusal import Refused
from grants.domain import announcements, calls, subscriptions
from grants.enums import AnnouncementKind
from grants.models import Announcement, Call, Subscription
from grants.tasks import announce, announce_waiting
from journal.models import Event, Mail, Notice
from tests import factories
from tests.factories import NOW
from tests.factories.calls import REASON
from tests.processes import wait_until

pytestmark = pytest.mark.django_db
T = OrganisationType


def subscribe(email: str, *types: OrganisationType, confirmed: bool = True) -> Subscription:
    return Subscription.objects.create(
        email=email, types=list(types), requested_at=NOW, confirmed_at=NOW if confirmed else None
    )


def of(call: Call, kind: AnnouncementKind) -> Announcement:
    return Announcement.objects.get(call=call, kind=kind)


def told(call: Call, **more: Any) -> list[str]:
    """Tell of the published call, batch by batch; to whom."""
    row = of(call, AnnouncementKind.PUBLISHED)
    while announcements.tell_batch(row.pk, now=NOW, **more):
        pass
    return sorted(Mail.objects.filter(key__startswith="new-call:").values_list("to", flat=True))


# --- published --------------------------------------------------------------------------------------------------------


def test_those_who_want_calls_of_this_kind_are_told() -> None:
    subscribe("all@example.se")
    subscribe("associations@example.se", T.REGION, T.ASSOCIATION)
    subscribe("regions@example.se", T.REGION)
    subscribe("unconfirmed@example.se", confirmed=False)
    assert told(factories.a_call()) == ["all@example.se", "associations@example.se"]


def test_the_mail_says_what_may_be_applied_for_and_how_to_end(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.se"
    subscription = subscribe("kim@example.se")
    call = factories.a_call()
    told(call)
    mail = Mail.objects.get()
    end = f"https://portal.example.se/bevaka/avsluta/{subscriptions.end_token(subscription)}/"
    assert (mail.subject, mail.headers) == (
        f"Ny utlysning: {call.title}",
        {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    lines = [call.purpose, "Kan sökas av: föreningar och stiftelser.", end]
    assert [line for line in lines if line not in mail.text] == []


def test_the_mail_of_a_call_in_two_steps_speaks_of_both() -> None:
    subscribe("kim@example.se")
    told(factories.a_call_in_two_steps())
    mail = Mail.objects.get()
    said = "De som bjuds in ansöker senast 15 juni 2018 kl. 23.59."
    assert [said in " ".join(text.split()) for text in (mail.text, mail.html)] == [True, True]


def test_nobody_is_told_twice_however_often_the_task_runs() -> None:
    for number in range(5):
        subscribe(f"{number}@example.se")
    call = factories.a_call()
    row = of(call, AnnouncementKind.PUBLISHED)
    announce(row.pk)
    Announcement.objects.update(done_at=None, told_to="")
    announce(row.pk)
    announce_waiting()
    assert Mail.objects.count() == 5


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_batches_of_any_size_reach_everybody(size: int) -> None:
    for number in range(5):
        subscribe(f"{number}@example.se")
    assert told(factories.a_call(), size=size) == [f"{number}@example.se" for number in range(5)]


def test_a_worker_that_dies_leaves_the_rest_to_the_next() -> None:
    for number in range(3):
        subscribe(f"{number}@example.se")
    row = of(factories.a_call(), AnnouncementKind.PUBLISHED)
    announcements.tell_batch(row.pk, now=NOW, size=2)
    assert (Mail.objects.count(), announcements.waiting()) == (2, [row.pk])
    announce_waiting()
    assert (Mail.objects.count(), announcements.waiting()) == (3, [])


def test_a_call_called_off_before_the_mails_went_out_is_not_announced_as_new() -> None:
    subscribe("kim@example.se")
    assert told(factories.a_cancelled_call()) == []


def test_publishing_that_fails_announces_nothing(dag: User) -> None:
    with pytest.raises(Refused):
        calls.publish(factories.an_unpublished_call(frame_ore=None), by=dag, now=NOW)
    assert Announcement.objects.count() == 0


# --- called off -------------------------------------------------------------------------------------------------------


@pytest.fixture
def concerned(association: Organisation, cecilia: User) -> Iterator[Call]:
    """A call with a draft of the association, an application of another, and nothing of Gävle; called off and told."""
    call = factories.a_call()
    factories.a_draft(call)
    other = factories.an_association(7)
    factories.application_at("received", call=call, organisation=other)
    factories.a_cancelled_call(call=call)
    Notice.objects.all().delete()
    announce(of(call, AnnouncementKind.CANCELLED).pk)
    yield call


def test_everybody_with_a_draft_or_an_application_is_told(concerned: Call, anna: User, bo: User, cecilia: User) -> None:
    signatory = factories.signatory_of(Organisation.objects.get(name="Föreningen 7"))
    recipients = sorted(Notice.objects.values_list("recipient_key", flat=True))
    assert recipients == sorted(person.actor_key for person in (anna, bo, signatory))


def test_the_notice_leads_to_the_page_that_says_why(concerned: Call, anna: User) -> None:
    notice = Notice.objects.get(recipient_key=anna.actor_key)
    assert (notice.title, notice.url) == (
        "Utlysningen ”Statsbidrag mot segregation 2018” är inställd",
        f"/utlysningar/{concerned.slug}/",
    )


def test_telling_again_tells_nobody(concerned: Call) -> None:
    Announcement.objects.update(done_at=None, told_to="")
    announce_waiting()
    assert Notice.objects.count() == 3


def test_the_log_names_nobody_who_has_a_draft(concerned: Call) -> None:
    """INV-4."""
    events = Event.objects.filter(stream_id=concerned.stream).order_by("serial")
    assert [(event.name, event.data) for event in events][-1] == ("call_cancelled", {"reason": REASON})


@pytest.mark.slow
def test_a_worker_tells_right_after_publishing(celery_worker_process: Any) -> None:
    """No sweep runs here: the message of the publishing itself is what the worker acts on."""
    subscribe("kim@example.se")
    factories.a_call()
    wait_until(lambda: Mail.objects.filter(to="kim@example.se").exists())
    assert Mail.objects.count() == 1
