"""Questions of jäv: raised by a colleague or by the party, and ruled by somebody else."""

from accounts.models import User
from grants.domain import conflict_questions
from grants.enums import ConflictOutcome, ConflictPoint
from grants.models import ConflictQuestion, ConflictRuling
from grants.permissions import Matter
from tests.factories.drafts import a_pdf
from tests.factories.moments import NOW
from tests.factories.people import anybody, declare_no_conflict, person
from tests.factories.remembered import remembered

KINSHIP = "De är syskon."


def a_ruling(ruling: ConflictRuling) -> bytes:
    """A ruling that differs with what it says. The verb takes the writer of letters as an argument."""
    return a_pdf(f"{ruling.question_id} {ruling.outcome} {ruling.reasons}").read()


@remembered
def a_question(
    matter: Matter, about: str | User = "dag", *, by: str = "disa", ground: str = KINSHIP, page_key: str = ""
) -> ConflictQuestion:
    """A colleague says that somebody of the cast may be jävig."""
    return conflict_questions.raise_about(
        matter,
        person=person(about) if isinstance(about, str) else about,
        point=ConflictPoint.PARTY,
        ground=ground,
        page_key=page_key,
        by=person(by),
        now=NOW,
    )


@remembered
def an_objection(
    matter: Matter, about: str = "dag", *, by: str = "anna", ground: str = KINSHIP, page_key: str = ""
) -> ConflictQuestion:
    """The party says so."""
    return conflict_questions.object_to(
        matter,
        name=person(about).name,
        point=ConflictPoint.PARTY,
        ground=ground,
        page_key=page_key,
        by=anybody(by),
        now=NOW,
    )


@remembered
def ruled(
    question: ConflictQuestion,
    outcome: ConflictOutcome = ConflictOutcome.UPHELD,
    *,
    by: str = "gun",
    reasons: str = "De är nära släkt.",
) -> ConflictRuling:
    """Ruled by somebody who is not jävig."""
    matter = conflict_questions.matter_of(question)
    declare_no_conflict(matter, by)
    return conflict_questions.rule(
        question, outcome=outcome, reasons=reasons, write_letter=a_ruling, by=person(by), now=NOW
    )
