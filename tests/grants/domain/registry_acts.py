"""The verbs of the diary, ready to be done: post, general cases, marks, and requests for public documents."""

from typing import Any

from accounts.models import User
from grants.domain import general_cases, post, release_decisions, release_masks, releases, secrecy
from grants.domain.release_masks import Cut
from grants.enums import MaskKind, ReleaseOutcome
from grants.models import GeneralCase, Mask, ReleaseItem, ReleaseRequest
from grants.series import GENERAL
from journal.models import Case, Post, RegistryEntry
from tests.factories import NOW, an_attachment, person
from tests.factories.registry import (
    RULE,
    a_cover,
    a_letter_entry,
    general_case,
    incoming,
    marked,
    mask,
    masked,
    release_item,
    release_requested,
    tried,
    written_wanted,
)
from tests.grants.domain.acts import Act, nothing

REGISTRAR = ("rut",)
WHY = "Uppgiften är offentlig."


def post_in_a_new_case(_: None, by: User) -> Post:
    return post.register_in_new_case(
        GENERAL, case_title="Fråga", incoming=incoming(), files=[an_attachment()], by=by, now=NOW
    )


def post_in_a_case(case: Case, by: User) -> Post:
    return post.register(case, incoming=incoming(), files=[an_attachment()], by=by, now=NOW)


def dags_case() -> GeneralCase:
    return general_case(officer="dag")


def answer_letter(general: GeneralCase, by: User) -> Any:
    return general_cases.answer(general, title="Svar", files=[an_attachment()], by=by, now=NOW)


def assign_general(general: GeneralCase, by: User) -> Any:
    return general_cases.assign(general, officer=person("disa"), by=by, now=NOW)


def close_general(general: GeneralCase, by: User) -> Any:
    return general_cases.close(general, reason="Besvarat", by=by, now=NOW)


def set_mark(entry: RegistryEntry, by: User) -> Any:
    return secrecy.mark(entry, sections=["21 kap. 1 §"], by=by, now=NOW)


def lift_mark(entry: RegistryEntry, by: User) -> Any:
    return secrecy.lift(entry, why=WHY, by=by, now=NOW)


def protect(case: Case, by: User) -> Any:
    return secrecy.protect(case, sections=["21 kap. 3 §"], by=by, now=NOW)


def protected() -> Case:
    case = general_case().case
    secrecy.protect(case, sections=["21 kap. 3 §"], by=person("rut"), now=NOW)
    return case


def unprotect(case: Case, by: User) -> Any:
    return secrecy.unprotect(case, why=WHY, by=by, now=NOW)


def ask(_: None, by: User) -> Any:
    return releases.receive(wanted="Brevet", by=by, now=NOW)


def request_and_letter() -> tuple[ReleaseRequest, RegistryEntry]:
    return release_requested(), a_letter_entry()


def choose(chosen: tuple[ReleaseRequest, RegistryEntry], by: User) -> Any:
    return releases.choose(chosen[0], entries=[chosen[1]], by=by, now=NOW)


def drop(item: ReleaseItem, by: User) -> Any:
    return releases.drop(item, by=by, now=NOW)


def try_it(item: ReleaseItem, by: User) -> Any:
    return releases.try_item(item, outcome=ReleaseOutcome.REFUSED, rule=RULE, by=by, now=NOW)


def to_mask() -> ReleaseItem:
    return tried(ReleaseOutcome.MASKED, rule="")


def add_mask(item: ReleaseItem, by: User) -> Any:
    return release_masks.add(item, Cut(MaskKind.PAGE, rule=RULE, page=1), by=by, now=NOW)


def a_mask() -> Mask:
    return mask(to_mask())


def remove_mask(found: Mask, by: User) -> Any:
    return release_masks.remove(found, by=by, now=NOW)


def with_a_mask() -> ReleaseItem:
    item = to_mask()
    mask(item)
    return item


def order_copy(item: ReleaseItem, by: User) -> Any:
    return release_masks.order_copy(item, by=by, now=NOW)


def answer_request(item: ReleaseItem, by: User) -> Any:
    return releases.answer(item.request, write_cover=a_cover, by=by, now=NOW)


def refused() -> ReleaseItem:
    return tried(ReleaseOutcome.REFUSED)


def want_written(item: ReleaseItem, by: User) -> Any:
    return release_decisions.want_written(item.request, by=by, now=NOW)


def decide_refusal(request: ReleaseRequest, by: User) -> Any:
    return release_decisions.decide(request, reasons="Skada.", write_letter=a_cover, by=by, now=NOW)


REGISTRY_ACTS: tuple[Act, ...] = (
    Act("post.register_in_new_case", nothing, post_in_a_new_case, REGISTRAR, "post_registered"),
    Act("post.register", lambda: dags_case().case, post_in_a_case, REGISTRAR, "post_registered"),
    Act("general_cases.answer", dags_case, answer_letter, ("rut", "dag"), "answer_registered"),
    Act("general_cases.assign", dags_case, assign_general, REGISTRAR, "general_case_assigned"),
    Act("general_cases.close", dags_case, close_general, ("rut", "dag"), "general_case_closed"),
    Act("secrecy.mark", a_letter_entry, set_mark, REGISTRAR, "secrecy_marked"),
    Act("secrecy.lift", lambda: marked(a_letter_entry()), lift_mark, REGISTRAR, "secrecy_lifted"),
    Act("secrecy.protect", lambda: general_case().case, protect, REGISTRAR, "secrecy_marked"),
    Act("secrecy.unprotect", protected, unprotect, REGISTRAR, "secrecy_lifted"),
    Act("releases.receive", nothing, ask, REGISTRAR, "release_requested"),
    Act("releases.choose", request_and_letter, choose, REGISTRAR, "release_documents_chosen"),
    Act("releases.drop", release_item, drop, REGISTRAR, "release_document_dropped"),
    Act("releases.try_item", release_item, try_it, REGISTRAR, "release_tried"),
    Act("release_masks.add", to_mask, add_mask, REGISTRAR, "mask_added"),
    Act("release_masks.remove", a_mask, remove_mask, REGISTRAR, "mask_removed"),
    Act("release_masks.order_copy", with_a_mask, order_copy, REGISTRAR, "masked_copy_ordered"),
    Act("releases.answer", masked, answer_request, REGISTRAR, "release_answered"),
    Act("release_decisions.want_written", refused, want_written, REGISTRAR, "written_refusal_wanted"),
    Act(
        "release_decisions.decide",
        lambda: written_wanted(refused()),
        decide_refusal,
        ("eva",),
        "written_refusal_decided",
    ),
)
