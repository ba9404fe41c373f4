"""Mandates on a phone: invited by a mailed link, claimed from the list, shown and reviewed, changed, and left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from applicants.models import Invitation, Mandate, Organisation
from delmos.lib.identity import make_organisation_number
from grants.models import Draft
from tests import factories
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Visitor]
SOLNA = make_organisation_number("212000900")
GONE = 404


def organisation_page(organisation: Organisation) -> str:
    return reverse("organisation", args=[organisation.organisation_number])


def status_of(visitor: Visitor, path: str) -> int:
    """What the server answers this person; the page need not be there."""
    response = visitor.page.goto(f"{visitor.base_url}{path}")
    assert response is not None
    return response.status


def test_the_invited_follows_the_link_acts_at_once_and_leaves(
    cecilia: User, association: Organisation, visit: Visit
) -> None:
    """Cecilia acts for Gävle kommun already, and always sees for whom."""
    call = factories.an_open_call_today()
    invite(visit("anna", narrow=True), association)
    visitor = visit("cecilia", narrow=True)
    accept(visitor)
    draft = begin_for_the_association(visitor, call.title)
    assert (draft.organisation, draft.created_by) == (association, cecilia)
    leave(visitor, association, draft)


def invite(anna: Visitor, association: Organisation) -> None:
    anna.go(organisation_page(association)).look().press("Bjud in någon")
    anna.write("E-postadress", "cecilia@example.se").choose("Medarbetare – skriver i ansökningar och redovisningar")
    anna.look("invitation-new").press("Skicka inbjudan").look("invitation-sent")
    assert anna.sees("Inbjudan är skickad till cecilia@example.se.")


def accept(visitor: Visitor) -> None:
    link = reverse("invitation", args=[factories.token_of(Invitation.objects.get())])
    visitor.go(link).look("invitation")
    assert visitor.sees("Anna Andersson bjuder in dig som medarbetare.")
    visitor.follow("Acceptera").look("home-two-organisations")
    assert [visitor.sees(name) for name in ("Gävle kommun", "Föreningen Grannsamverkan Öster")] == [True, True]
    visitor.go(link).look("invitation-used")
    assert visitor.sees("Inbjudan är redan använd.")


def begin_for_the_association(visitor: Visitor, call: str) -> Draft:
    visitor.go("/utlysningar/").follow(call).look("call-two-organisations")
    visitor.page.get_by_label("Vem söker du för?").select_option(label="Föreningen Grannsamverkan Öster")
    visitor.follow("Börja ansöka").look("draft-for-whom")
    assert visitor.sees("Föreningen Grannsamverkan Öster")
    return Draft.objects.get()


def leave(visitor: Visitor, association: Organisation, draft: Draft) -> None:
    mandate = Mandate.objects.get(person__username="cecilia", organisation=association)
    visitor.go(reverse("mandate", args=[mandate.pk])).look("mandate-contributor").follow("Lämna organisationen")
    assert not visitor.sees("Föreningen Grannsamverkan Öster")
    paths = [organisation_page(association), reverse("draft", args=[draft.pk])]
    assert [status_of(visitor, path) for path in paths] == [GONE, GONE]


def test_a_municipality_is_claimed_shown_and_reviewed(bo: User, rut: User, visit: Visit, tmp_path: Path) -> None:
    visitor = visit("bo", narrow=True)
    claim(visitor)
    show(visitor, tmp_path)
    review(visit("rut"))
    visitor.go(reverse("notices")).look().follow("Din behörighet för Solna kommun är godkänd").look("mandate-approved")
    assert visitor.sees("Granskad") and visitor.sees("Delegationsordningen visar det.")


def claim(visitor: Visitor) -> None:
    visitor.go("/").follow("Företräd en kommun eller region").look("claim")
    visitor.page.get_by_label("Kommun eller region").select_option(label="Solna kommun")
    visitor.write("Organisationsnummer", SOLNA).choose(
        "Ombud – sköter uppgifter, konto, personer och ärenden, men skriver inte under"
    )
    visitor.follow("Fortsätt").look("home-claimed")
    assert visitor.sees("Nu företräder du Solna kommun.")


def show(visitor: Visitor, folder: Path) -> None:
    file = folder / "Delegationsordning.pdf"
    file.write_bytes(factories.a_pdf("delegation").getvalue())
    visitor.go(reverse("mandate", args=[Mandate.objects.get(organisation__organisation_number=SOLNA).pk]))
    visitor.look("mandate")
    visitor.page.get_by_label("Välj en fil").set_input_files(file)
    visitor.follow("Skicka underlaget").look("mandate-shown")
    assert visitor.sees("Underlaget är inskickat. Vi granskar det.")


def review(rut: Visitor) -> None:
    rut.go("/").look().follow("Solna kommun").look("mandate-review")
    assert rut.sees("Delegationsordning.pdf")
    rut.choose("Underlaget visar behörigheten").write("Vad visar underlaget?", "Delegationsordningen visar det.")
    rut.follow("Spara granskningen").look("mandate-list")
    assert rut.sees("Granskningen av Bo Berg för Solna kommun är sparad.")


def test_the_last_signatory_hands_over_and_closes_the_account(
    anna: User, bo: User, association: Organisation, visit: Visit
) -> None:
    visitor = visit("anna", narrow=True)
    visitor.go("/mina-uppgifter/").look().follow("Avsluta ditt konto").look("account-close-last")
    assert visitor.sees("Du är den enda firmatecknaren för Föreningen Grannsamverkan Öster")
    visitor.follow("Gör Bo Berg till firmatecknare").look("mandate-role")
    visitor.choose("Firmatecknare – skriver under, och allt nedan").follow("Ändra rollen").look("mandate-changed")
    assert visitor.sees("Bo Berg är nu firmatecknare.")
    visitor.go("/mina-uppgifter/avsluta/").look()
    visitor.choose("Ja, jag vill avsluta mitt konto").follow("Avsluta kontot").look("account-closed")
    assert visitor.sees("Ditt konto är avslutat.")
    anna.refresh_from_db()
    assert (anna.is_active, Mandate.objects.get(ended_at=None).person) == (False, bo)
