"""Assessors: invited beside the officer, on their own and together."""

from datetime import datetime

from grants.domain import assessment, assessors, consensus, drafts
from grants.models import Application, Assessor, Consensus
from tests.factories.drafts import a_draft, a_pdf, sign
from tests.factories.moments import NOW, TODAY
from tests.factories.people import declare_no_conflict, person, signatory_of
from tests.factories.remembered import remembered


@remembered
def received_with_a_file() -> Application:
    """An application that came in with a file which nobody has marked."""
    draft, content = a_draft(), a_pdf()
    drafts.attach(
        draft,
        question=next(asked.key for asked in draft.form.form.questions if asked.kind == "files"),
        name="stadgar.pdf",
        content=content,
        size=len(content.getvalue()),
        by=signatory_of(draft.organisation),
        now=NOW,
    )
    application = sign(draft)
    assert application is not None
    return application


@remembered
def invited(application: Application, *usernames: str, now: datetime = NOW) -> list[Assessor]:
    """These people invited by dag; each has answered on jäv."""
    found = assessors.invite(application, people=[person(name) for name in usernames], by=person("dag"), now=now)
    declare_no_conflict(application, *usernames, now=now)
    return found


@remembered
def assessed_by(application: Application, username: str, *, points: int = 3, now: datetime = NOW) -> Application:
    """The person gives the same points on every criterion, with reasons that name them, and hands in."""
    pointed(application, username, points=points, now=now)
    assessors.hand_in(application, by=person(username), now=now)
    return application


@remembered
def pointed(application: Application, username: str, *, points: int = 3, now: datetime = NOW) -> Application:
    """The same, not handed in."""
    for criterion in application.call.criteria.all():
        assessment.score(
            application, criterion=criterion, points=points, reasons=secret(username), by=person(username), now=now
        )
    return application


def secret(username: str) -> str:
    """The reasons that the person gives everywhere: nobody reads them before their own are in."""
    return f"Hemligt skäl från {username}."


@remembered
def a_meeting(application: Application, **agreed: int) -> Consensus:
    """A note by dag of a meeting; ``agreed`` points by the order of the criterion ("first", "second" …)."""
    criteria = dict(zip(("first", "second", "third", "fourth"), application.call.criteria.all(), strict=False))
    return consensus.note(
        application,
        held_on=TODAY,
        participants="Dag Dahl, Disa Duvall",
        text="Budgeten är tydligare än den såg ut.",
        points={criteria[name].pk: points for name, points in agreed.items()},
        page_key=f"mötet om {application.pk} {sorted(agreed.items())}",
        by=person("dag"),
        now=NOW,
    )
