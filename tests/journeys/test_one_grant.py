"""The main job: one grant from the call to the county table, each step by its own person, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

from accounts.models import User
from applicants.models import Organisation
from delmos.lib.dates import stockholm_date
from grants.domain import ledger
from grants.models import Application, Call
from journal.domain import events
from tests.factories import a_pdf
from tests.journeys.browser import Visitor
from tests.processes import wait_until

Visit = Callable[..., Visitor]
TITLE = "Mötesplatser i hela kommunen"
PROJECT = "Grannar möts på torget"
YEAR = stockholm_date(timezone.now()).year


@pytest.mark.usefixtures("beat")
def test_a_grant_goes_from_the_call_to_the_county_table(
    cast: dict[str, User], association: Organisation, visit: Visit, tmp_path: Path
) -> None:
    the_officer_publishes_a_call(visit("dag"))
    the_agent_fills_in_the_application(visit("bo"), tmp_path)
    number = the_signatory_signs_it(visit("anna"))
    the_registrar_assigns_the_case(visit("rut"), number)
    the_officer_prepares_it(visit("dag"), number)
    management_delegates(visit("gun"), cast["eva"])
    the_decider_decides(visit("eva"), number, tmp_path)
    the_registrar_sends_the_decision(visit("rut"), number)
    the_recipient_reads_it_and_states_an_account(visit("anna"), number, association, tmp_path)
    the_economists_pay(visit("farah"), visit("filip"), number)
    the_recipient_reports(visit("anna"), number)
    the_officer_approves_the_report(visit("dag"), number)
    the_table_shows_it(visit("gun"))
    the_money_comes_back_and_the_books_balance(visit("farah"), number)
    assert list(events.verify_all()) == []


def the_officer_publishes_a_call(dag: Visitor) -> None:
    today = stockholm_date(timezone.now())
    dag.look("officer-home").go("/utlysningar/hantera/").look().go("/utlysningar/hantera/ny/").look("call-new")
    dag.page.get_by_label("2024:199").check()
    dag.write("Rubrik", TITLE).write("Ändamål", "Bidraget ska stödja mötesplatser som minskar segregation.")
    dag.write("Budgetår", str(YEAR))
    dag.write("Öppnar", f"{today}T00:00").write("Stänger", f"{today + timedelta(days=20)}T16:00")
    dag.write("Tidigaste projektstart", f"{today}").write("Senaste projektslut", f"{today + timedelta(days=300)}")
    dag.write("Sista dag för slutredovisning", f"{today + timedelta(days=360)}").write("Kontakt", "bidrag@example.se")
    dag.page.locator("main form button[type=submit]").click()
    call = Call.objects.get()
    base = f"/utlysningar/hantera/{call.slug}/"
    dag.go(base).look("call-tasks").go(f"{base}ramar/").look()
    dag.write("Belopp för föreningar och stiftelser", "1 000 000 kr").write("Belopp för trossamfund", "500 000")
    dag.page.locator("main form button[type=submit]").first.click()
    for page in ("fragor/", "kriterier/", "forhandsgranska/"):
        dag.go(f"{base}{page}").look(f"call-{page.strip('/')}")
    dag.go(f"{base}publicera/").look()
    dag.page.locator("main form button[type=submit]").first.click()
    dag.page.wait_for_load_state()
    call.refresh_from_db()
    assert call.status == "published"
    dag.go(f"/utlysningar/{call.slug}/").look("call-public")


def the_agent_fills_in_the_application(bo: Visitor, folder: Path) -> None:
    bo.look("applicant-home").go("/utlysningar/").look("calls").follow(TITLE).look()
    bo.follow("Ansök för Föreningen Grannsamverkan Öster").look("draft")
    today = stockholm_date(timezone.now())
    bo.follow("Om projektet").look("draft-questions")
    bo.write("Vad heter projektet?", PROJECT).write("Sammanfatta vad ni vill göra", "Vi bjuder in alla grannar. 🎉")
    bo.write("När börjar projektet?", f"{today}").write("När är projektet klart?", f"{today + timedelta(days=200)}")
    bo.follow("Spara och fortsätt").look()
    bo.write("När började ni er verksamhet i Sverige?", "2009-05-01").write("Hur många medlemmar har ni?", "120")
    bo.write("Hur är ni organiserade, och vem bestämmer?", "Årsmötet väljer styrelse.").follow("Spara och fortsätt")
    for label in (
        "Vilket behov ska projektet möta?",
        "Vad ska ha förändrats när ni är klara?",
        "Vad ska ni göra, och när?",
        "Hur ska ni följa upp resultaten?",
        "Hur lever arbetet vidare när bidraget är slut?",
    ):
        bo.write(label, "Vi svarar med några meningar, och räknar med å, ä och ö.")
    bo.follow("Spara och fortsätt").look()
    for label in (
        "Vilka ska ni nå?",
        "Vilka samarbetar ni med?",
        "I vilka kommuner och områden görs arbetet?",
    ):
        bo.write(label, "Grannar i Öster.")
    bo.choose("Gävleborgs län").choose("Uppsala län").follow("Spara och fortsätt")
    rows = [("Projektledare", "200 000"), ("Lokal", "50 000,50 kr"), ("Material", "30 000")]
    for number, (label, amount) in enumerate(rows, start=1):
        bo.page.get_by_label(f"Kostnadsslag, rad {number}").fill(label)
        bo.page.get_by_label(f"Belopp i kronor, rad {number}").fill(amount)
    assert bo.page.locator("output[data-total]").inner_text().replace("\u00a0", " ") == "280 000,50 kr"
    bo.choose("Nej", within="Har ni fått eller sökt något annat statligt bidrag för samma arbete?")
    bo.look("draft-budget").follow("Spara och fortsätt").look()
    bo.choose("Ja", within="Respekterar ni demokratin, alla människors lika värde och förbudet mot diskriminering?")
    for group in (
        "Har ni skulder för skatter eller avgifter hos Kronofogden?",
        "Är ni i konkurs eller i likvidation?",
        "Har ni ett återkrav från oss som ni inte har betalat i tid?",
    ):
        bo.choose("Nej", within=group)
    bo.follow("Spara")
    file = folder / "Stadgar för föreningen.pdf"
    file.write_bytes(a_pdf().getvalue())
    bo.page.get_by_label("Välj en fil").set_input_files(file)
    bo.follow("Lägg till filen").look("draft-file")
    assert bo.sees("Stadgar för föreningen.pdf")
    bo.go(bo.page.url.removeprefix(bo.base_url).split("del/")[0]).look().follow("Granska och skriv under").look()
    assert bo.sees("Du kan fylla i den, men inte skriva under.")


def the_signatory_signs_it(anna: Visitor) -> str:
    anna.follow(TITLE).follow("Granska och skriv under").look("check-and-sign")
    anna.page.locator("input[name=statement]").check()
    anna.follow("Skriv under och skicka in").look("receipt")
    number = Application.objects.get().case.number
    assert anna.sees(number)
    anna.follow("Följ ärendet").look("own-case")
    return number


def the_registrar_assigns_the_case(rut: Visitor, number: str) -> None:
    rut.look("registrar-home").press("Föreningen Grannsamverkan Öster").look("assign")
    rut.page.get_by_label("Handläggare", exact=True).select_option(label="Dag Dahl")
    rut.press("Registrera och fördela").look()
    assert rut.sees(f"{number} är registrerat och fördelat till Dag Dahl.")


def the_officer_prepares_it(dag: Visitor, number: str) -> None:
    base = f"/handlaggning/{number}/"
    dag.go("/handlaggning/").look("worklist").go(base).look("case-before-conflict")
    dag.press("Ta ställning till jäv").look("conflict").choose("Jag är inte jävig").press("Spara").look("case")
    dag.press("Formella kontroller").look("checks")
    links = dag.page.locator("tbody th a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for link in links:
        dag.go(link).choose("Uppfyllt").write("Var har du hämtat uppgiften?", "Ansökan och register")
        dag.press("Spara kontrollen")
    dag.look("checks-done").go(f"{base}bedomning/").look()
    for order in range(1, 5):
        dag.go(f"{base}bedomning/{order}/").look("score" if order == 1 else "").choose("4 – Bra")
        dag.write("Motivering", "Planen är tydlig och genomförbar.").press("Spara bedömningen")
    dag.look("scores").go(f"{base}forslag/").look("proposal").choose("Delvis bifall")
    dag.write("Föreslås för ”Lokal”", "50 000").write("Föreslås för ”Material”", "0")
    dag.press("Lämna förslaget").look()
    assert dag.sees("Förslaget är lämnat.")


def management_delegates(gun: Visitor, eva: User) -> None:
    gun.go("/delegation/").look().press("Ge en delegation")
    gun.page.get_by_label("Beslutsfattare").select_option(str(eva.pk))
    for kind in ("Bifall", "Delvis bifall"):
        gun.choose(kind, within="Vilka beslut?")
    gun.write("Högsta belopp för ett beslut", "500 000")
    gun.write("Stöd i arbetsordningen", "Arbetsordningen, bilaga 2 punkt 4").look("delegation-new")
    gun.press("Ge delegationen").look("delegations")
    assert gun.sees("Eva Ek har fått delegationen.")


def the_decider_decides(eva: Visitor, number: str, folder: Path) -> None:
    eva.look("decider-home").press("Föreningen Grannsamverkan Öster").look()
    eva.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    eva.go(f"/handlaggning/{number}/beslut/").look("decision-before").press("Skriv beslutet").look("decision-compose")
    eva.press("Upprätta brevet").look("decision-letter")
    letter = fetched(eva, "Läs brevet (PDF)", folder)
    with pikepdf.open(letter) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked), "/AcroForm" in pdf.Root) == ("sv", True, False)
    eva.press("Fatta beslutet").look("decision-made")
    with pikepdf.open(fetched(eva, "Läs brevet (PDF)", folder)) as sealed:
        assert str(sealed.Root.AcroForm.Fields[0].T) == "Sigill"
    assert eva.sees("Beslutet är fattat.")


def the_registrar_sends_the_decision(rut: Visitor, number: str) -> None:
    rut.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    rut.go(f"/handlaggning/{number}/beslut/").press("Skicka beslutet").look()
    assert rut.sees("Beslutet är skickat.")


def the_recipient_reads_it_and_states_an_account(
    anna: Visitor, number: str, association: Organisation, folder: Path
) -> None:
    anna.press(PROJECT).look("own-case-decided")
    anna.press("Läs beslutsbrevet").look("own-letter").press("Öppna brevet").look()
    fetched(anna, "Hämta brevet (PDF)", folder)
    anna.go(f"/organisation/{association.organisation_number}/").look("organisation")
    anna.choose("Bankgiro").write("Nummer", "5050-1055").press("Spara konto").look()
    assert anna.sees("Två ekonomer hos oss kontrollerar det före en utbetalning.")


def the_economists_pay(farah: Visitor, filip: Visitor, number: str) -> None:
    for economist in (farah, filip):
        economist.go("/betalkonton/").look("accounts").press("Föreningen Grannsamverkan Öster").look("account")
        economist.write("Vad bygger kontrollen på?", "Utdrag från Bankgirot i dag")
        economist.press("Kontot tillhör organisationen")
        economist.go(f"/handlaggning/{number}/jav/").choose("Jag är inte jävig").press("Spara")
    farah.go("/").look("economist-home").go(f"/handlaggning/{number}/utbetalning/").look("payment-prepare")
    farah.press("Upprätta utbetalningen").look("payments")
    filip.go("/utbetalningar/").press(number).look("payment-attest").press("Attestera").look("payment-paid")
    filip.press("Markera som utbetald").look()
    assert filip.sees("Utbetalningen är markerad som gjord och bokförd.")


def the_recipient_reports(anna: Visitor, number: str) -> None:
    anna.go(f"/arenden/{number}/").press("Slutredovisning").look("report")
    anna.write("Vilka resultat har ni nått?", "Hundra grannar har mötts.")
    anna.write("Hur förhåller sig resultaten till ändamålet med bidraget?", "Fler känner varandra.")
    anna.write("Hur följs åtgärderna upp framöver?", "Varje år.")
    for field, amount in zip(anna.page.locator("td input").all(), ("190 000", "30 000", "10 000"), strict=True):
        field.fill(amount)
    anna.press("Skriv under och lämna in").look("report-submitted")
    assert anna.sees("Slutredovisningen är inlämnad.")


def the_officer_approves_the_report(dag: Visitor, number: str) -> None:
    dag.go(f"/handlaggning/{number}/slutredovisning/").look("report-review").press("Godkänn slutredovisningen").look()
    balance = ledger.balance_of(Application.objects.get())
    assert (balance.disbursed, balance.cost_approved, balance.outstanding) == (250_000_00, 230_000_00, 20_000_00)
    assert balance.holds


def the_table_shows_it(gun: Visitor) -> None:
    def listed() -> bool:
        gun.go(f"/statistik/lan/?ar={YEAR}&grund=utbetalt")
        row = gun.page.locator("tr", has=gun.page.get_by_role("rowheader", name="Fler än ett län"))
        return row.count() == 1 and "250" in row.inner_text()

    gun.look("manager-home")
    wait_until(listed, seconds=20)
    gun.look("county-table")


def the_money_comes_back_and_the_books_balance(farah: Visitor, number: str) -> None:
    farah.go(f"/handlaggning/{number}/utbetalning/").look("repayment")
    farah.write("Belopp", "20 000").write("Dag då pengarna kom in", f"{stockholm_date(timezone.now())}")
    farah.write("Bankens referens", "BG-1").press("Bokför återbetalningen").look()
    application = Application.objects.get()
    assert (application.status, ledger.balance_of(application).settled) == ("closed", True)
    farah.go(f"/handlaggning/{number}/").look("case-closed")


def fetched(visitor: Visitor, link: str, folder: Path) -> Path:
    """Fetch a file through the link and return where it was saved."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=link, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
