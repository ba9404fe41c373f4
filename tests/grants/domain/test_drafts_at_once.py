"""Many drafts saving themselves at once, and many people on one: real threads, each with its own connection."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from grants.domain import drafts
from grants.domain.saving import Opened
from grants.models import Draft, DraftRevision
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Do ``work`` in so many threads that start at the same moment."""
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def keep(draft: Draft, page: str, **answers: str) -> None:
    by = factories.signatory_of(draft.organisation)
    drafts.keep_group(draft, group="about", answers=answers, opened=Opened(0, page), by=by, now=NOW)


def test_twelve_drafts_save_themselves_at_once_and_none_is_lost() -> None:
    call = factories.a_call()
    begun = [
        drafts.start(call, organisation=made, by=factories.signatory_of(made), now=NOW)
        for made in map(factories.an_association, range(12))
    ]

    def type_three_times(number: int) -> None:
        for text in ("G", "Gr", f"Grannar {number}"):
            keep(begun[number], f"page{number}", title=text)

    in_threads(12, type_three_times)
    titles = [Draft.objects.get(pk=draft.pk).answers["title"] for draft in begun]
    assert titles == [f"Grannar {number}" for number in range(12)]
    assert DraftRevision.objects.count() == 36


def test_eight_people_write_the_same_answer_at_once_and_every_text_is_kept(association: object) -> None:
    draft = drafts.start(factories.a_call(), organisation=factories.association(), by=factories.person("anna"), now=NOW)
    in_threads(8, lambda number: keep(draft, f"page{number}", title=f"Namn {number}"))
    acts = sorted(DraftRevision.objects.values_list("act", flat=True))
    texts = sorted(after["title"] for after in DraftRevision.objects.values_list("after", flat=True))
    assert (acts, texts) == (["saved", *["set_aside"] * 7], [f"Namn {number}" for number in range(8)])


def test_four_people_on_four_questions_do_not_disturb_each_other(association: object) -> None:
    draft = drafts.start(factories.a_call(), organisation=factories.association(), by=factories.person("anna"), now=NOW)
    answers = [("title", "Namn"), ("summary", "Text"), ("period_start", "2018-06-01"), ("period_end", "2018-12-31")]
    in_threads(4, lambda number: keep(draft, f"page{number}", **dict([answers[number]])))
    draft.refresh_from_db()
    assert draft.answers == dict(answers)
