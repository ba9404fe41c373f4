"""The list and the protocol of a collective decision: each case under its own number, and the hash of every letter."""

import json
from io import BytesIO

import pikepdf
import pytest

from grants.domain import conflicts
from grants.enums import BatchItemStatus, BatchStatus, ConflictAnswer
from grants.interfaces.batch_papers import NAME, paper_html, render_listing, render_protocol
from tests import factories
from tests.factories import NOW, person

pytestmark = pytest.mark.django_db


def embedded(content: bytes) -> dict:
    with pikepdf.open(BytesIO(content)) as pdf:
        return json.loads(pdf.attachments[NAME].get_file().read_bytes())


def test_the_list_holds_the_hash_of_every_letter_and_names_no_person():
    batch = factories.batch_at(BatchStatus.READY)
    said = embedded(render_listing(batch))
    items = list(batch.items.order_by("place").select_related("application__case", "decision"))
    assert said["number"] == batch.case.number
    assert [(one["case_number"], one["letter_sha256"]) for one in said["decisions"]] == [
        (item.application.case.number, item.decision.letter_id) for item in items
    ]
    assert person("eva").name not in json.dumps(said, ensure_ascii=False)


def test_the_protocol_lists_what_was_decided_and_says_what_was_not():
    cases = factories.some_proposed(2)
    batch = factories.approved_batch(factories.drawn_up_batch(cases))
    conflicts.declare(cases[1], answer=ConflictAnswer.CONFLICT, ground="Svåger", by=person("dag"), now=NOW)
    batch = factories.worked(batch)
    assert [one["case_number"] for one in embedded(render_protocol(batch))["decisions"]] == [cases[0].case.number]
    made = list(batch.items.filter(status=BatchItemStatus.DECIDED))
    html = paper_html(batch, "Protokoll över samlingsbeslut", made)
    decided, left_out = html.split("Ärenden på listan som inte avgjordes")
    assert (cases[0].case.number in decided, cases[1].case.number in decided) == (True, False)
    assert cases[1].case.number in left_out
    assert batch.listing_id in decided and "Svåger" not in html


def test_there_is_no_protocol_of_what_nobody_has_decided():
    with pytest.raises(ValueError, match="nobody has decided"):
        render_protocol(factories.batch_at(BatchStatus.READY))
