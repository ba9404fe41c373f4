"""Post from outside the portal (OSL 5 kap. 1–2 §§, FL 22 §): registered where it belongs, with its documents, once."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from accounts.models import User
from delmos.lib.dates import stockholm_date
from delmos.lib.refusal import Refused
from grants.domain import conflicts, post
from grants.domain.messages import Attachment
from grants.domain.queries.timeline import timeline_of
from grants.enums import ApplicationStatus, ConflictAnswer
from grants.models import Application, GeneralCase
from grants.series import GENERAL
from journal.domain import documents
from journal.enums import CounterpartKind, Direction, PostWay
from journal.models import Case, Event, Notice, Post
from tests.factories import NOW, TODAY, application_at, person
from tests.factories.registry import EARLIER, PROTECTED_NAME, a_letter_file, incoming, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return application_at(ApplicationStatus.IN_REVIEW)


def test_a_letter_opens_a_case_in_the_series_with_its_document() -> None:
    made = posted()
    entry = made.items.get().entry
    assert (made.case.number, made.case.title) == ("ALM-2018-00001", "Fråga om stöd till byalag")
    assert (entry.serial, entry.direction, entry.title) == (1, Direction.IN, "Fråga om en utlysning")
    assert GeneralCase.objects.get().case == made.case


def test_the_day_it_came_may_lie_before_today() -> None:
    made = posted(arrived_on=EARLIER)
    assert (made.arrived_on, stockholm_date(made.items.get().entry.occurred_at)) == (EARLIER, EARLIER)


def test_what_comes_today_came_now() -> None:
    assert posted().items.get().entry.occurred_at == NOW


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Refused, match="framåt i tiden"):
        posted(arrived_on=TODAY + timedelta(days=1))
    assert not Case.objects.exists()


def test_several_documents_come_at_once_and_the_first_has_the_title() -> None:
    made = posted(files=[a_letter_file(), a_letter_file("<p>Karta</p>", name="karta.pdf")])
    assert [item.entry.title for item in made.items.all()] == ["Fråga om en utlysning", "Bilaga: karta.pdf"]


def test_what_was_said_on_the_phone_becomes_a_note() -> None:
    made = posted(files=[], way=PostWay.PHONE, said="Hon frågade om sista dagen.")
    entry = made.items.get().entry
    assert entry.direction == Direction.DRAWN_UP
    assert documents.read(entry.document) == "Hon frågade om sista dagen.".encode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "i korthet"),
        ({"counterpart": ""}, "vem handlingen kommer från"),
        ({"counterpart_kind": None}, "organisation eller en privatperson"),
        ({"said": "Hej"}, "bara vid besök"),
        ({"way": PostWay.VISIT, "said": "x" * 8001}, "för lång"),
    ],
    ids=["title", "from whom", "kind", "said in a letter", "too long"],
)
def test_what_is_not_whole_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(Refused, match=message):
        posted(**changes)


@pytest.mark.parametrize(("way", "message"), [(PostWay.LETTER, "minst en handling"), (PostWay.PHONE, "vad som sades")])
def test_post_without_a_document_is_refused(way: PostWay, message: str) -> None:
    with pytest.raises(Refused, match=message):
        posted(files=[], way=way)


def test_a_file_that_is_not_accepted_is_named_and_nothing_is_registered() -> None:
    with pytest.raises(Refused, match=r"virus\.exe") as refused:
        posted(files=[a_letter_file(), Attachment("virus.exe", BytesIO(b"MZ\x90"), 3)])
    assert (refused.value.field, Case.objects.count()) == ("attached", 0)


def test_the_same_post_of_a_page_is_registered_once() -> None:
    def send() -> Post:
        return post.register_in_new_case(
            GENERAL,
            case_title="Fråga",
            incoming=incoming(),
            files=[a_letter_file()],
            page_key="sida",
            by=person("rut"),
            now=NOW,
        )

    assert send() == send()
    assert (Post.objects.count(), Case.objects.count()) == (1, 1)


def test_the_officer_of_the_case_is_told(application: Application) -> None:
    made = posted(application.case)
    notice = Notice.objects.get(key=f"post:{made.pk}")
    assert (notice.recipient_key, notice.case_number) == (person("dag").actor_key, application.case.number)


def test_the_timeline_has_a_line_with_the_day_and_the_documents(application: Application) -> None:
    posted(application.case, arrived_on=EARLIER)
    moment = next(found for found in timeline_of(application, party=False) if found.event == "post_registered")
    assert (moment.title, moment.text) == ("Post registrerad", "Brev. Kom in 27 april 2018.")
    assert [paper.title for paper in moment.papers] == ["Fråga om en utlysning"]


def test_the_party_does_not_see_what_others_send_unless_the_registrar_says_so(application: Application) -> None:
    hidden, shown = posted(application.case), posted(application.case, for_party=True)
    assert [made.items.get().entry.visible_to_party for made in (hidden, shown)] == [False, True]


def test_who_is_jävig_registers_nothing_in_the_case(application: Application) -> None:
    conflicts.declare(application, answer=ConflictAnswer.CONFLICT, ground="Kusin", by=person("rut"), now=NOW)
    with pytest.raises(Refused, match="^Du är eller kan vara jävig i ärendet"):
        posted(application.case)


def test_an_officer_registers_no_post(dag: User, application: Application) -> None:
    with pytest.raises(Refused, match="registrator"):
        post.register(application.case, incoming=incoming(), files=[a_letter_file()], by=dag, now=NOW)


def test_a_closed_case_takes_post_all_the_same() -> None:
    closed = application_at(ApplicationStatus.WRITTEN_OFF)
    assert posted(closed.case).case == closed.case


def test_the_name_of_a_person_is_kept_and_said_to_be_one() -> None:
    entry = posted(counterpart=PROTECTED_NAME, counterpart_kind=CounterpartKind.PERSON).items.get().entry
    assert (entry.counterpart, entry.counterpart_kind) == (PROTECTED_NAME, CounterpartKind.PERSON)


def test_the_event_holds_no_name() -> None:
    posted(counterpart=PROTECTED_NAME, counterpart_kind=CounterpartKind.PERSON, title="Fråga")
    assert [event for event in Event.objects.all() if PROTECTED_NAME in str(event.data)] == []


def test_a_series_that_post_does_not_open_is_refused() -> None:
    with pytest.raises(Refused, match="serie"):
        post.register_in_new_case(
            "BID",
            case_title="Ansökan",
            incoming=incoming(),
            files=[a_letter_file()],
            by=person("rut"),
            now=timezone.now(),
        )
