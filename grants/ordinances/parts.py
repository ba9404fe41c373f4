"""Pieces that several ordinance profiles share: general law, common checks, grounds and criteria.

What an ordinance itself says stays in its own file.
"""

from collections.abc import Mapping

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.ordinances.profile import AppealRule, DefaultCriterion, Requirement, SelfCheck

# How old a check may be of what can change from one day to the next: debts, bankruptcy, who acts for whom. No ordinance
# says how old; the agency does.
CHANGES_IN_DAYS = 90

FORVALTNINGSLAGEN = "förvaltningslagen (2017:900)"
INTERNAL_CONTROL = Law("myndighetsförordningen (2007:515)", "4 §")
MANDATE_LAW = Law(FORVALTNINGSLAGEN, "14 och 15 §§")
CHANGE_LAW = Law(FORVALTNINGSLAGEN, "37 §")
GENERAL_APPEAL_LAW = Law(FORVALTNINGSLAGEN, "40 och 41 §§")

# For the lawyer: nothing in an ordinance says it, and the portal's letters depend on it.
ON_REQUESTS_FOR_A_DECISION = (
    "12 § förvaltningslagen (2017:900): ett avslag på en begäran om avgörande antas kunna överklagas när ett avslag på "
    "ansökan kan det, och annars inte. Varje sökande, även en kommun eller en region, antas vara enskild part."
)

# Where the ordinance has no rule of its own on payment stop, general law is all that stands between a grant and its
# payment.
CHANGE_TEXT = (
    "Om förutsättningarna för bidraget ändras kan vi behöva ompröva beslutet innan vi betalar ut mer pengar. "
    f"Vi ändrar det till er nackdel bara när förvaltningslagen tillåter det ({CHANGE_LAW})."
)

# The grounds that statsbidrag ordinances have in common; compare with each ordinance's own list.
COMMON_RECLAIM_GROUNDS = (
    "Ni har lämnat oriktiga uppgifter eller på något annat sätt orsakat att bidraget blev felaktigt eller för högt.",
    "Bidraget har av något annat skäl blivit felaktigt eller för högt och ni borde ha insett det.",
    "Ni har inte använt hela bidraget, eller har använt det till något annat än det beviljades för.",
    "Ni har inte redovisat hur bidraget har använts.",
    "Ni har inte följt villkoren i beslutet.",
)


def same_rule(rule: AppealRule) -> Mapping[DecisionKind, AppealRule]:
    """One appeal rule for every kind of decision."""
    return dict.fromkeys(DecisionKind, rule)


def delmos_criteria(relevance: str, purpose_law: Law) -> tuple[DefaultCriterion, ...]:
    """What Delmos told applicants that it assessed; the weights are the agency's to change in each call."""
    return (
        DefaultCriterion(
            name="Relevans och måluppfyllelse",
            description=relevance,
            weight=40,
            law=purpose_law,
        ),
        DefaultCriterion(
            name="Effektivitet",
            description="Om mål, planering, budget och övriga resurser hänger ihop på ett realistiskt sätt.",
            weight=25,
        ),
        DefaultCriterion(
            name="Långsiktighet",
            description="Vilka förutsättningar arbetet har att fortsätta och ge effekt utan statsbidrag.",
            weight=25,
        ),
        DefaultCriterion(
            name="Tidigare redovisningar",
            description="Vad tidigare redovisningar visar. Den som inte har fått bidrag förut bedöms neutralt.",
            weight=10,
        ),
    )


def public_owner(law: Law) -> Requirement:
    """A foundation of the state or a municipality may not apply."""
    return Requirement(
        code="public_owner",
        title="Inte statlig eller kommunal",
        question="Är stiftelsen fristående från stat och kommun?",
        law=law,
        types=frozenset({OrganisationType.FOUNDATION}),
        sources=("Länsstyrelsernas stiftelseregister", "Stiftelseförordnandet"),
        self_check=SelfCheck(
            question="Är stiftelsen statlig eller kommunal?",
            met_by=False,
            unmet="En statlig eller kommunal stiftelse kan inte få bidraget.",
        ),
    )


def insolvency(law: Law) -> Requirement:
    """Neither bankrupt nor being wound up."""
    return Requirement(
        code="insolvency",
        title="Inte i konkurs eller likvidation",
        question="Är det klarlagt att sökanden varken är i konkurs eller i likvidation?",
        law=law,
        valid_days=CHANGES_IN_DAYS,
        sources=("Bolagsverkets konkursregister", "Näringslivsregistret", "Post- och Inrikes Tidningar"),
        self_check=SelfCheck(
            question="Är ni i konkurs eller likvidation?",
            met_by=False,
            unmet="Bidrag lämnas inte till den som är i konkurs eller likvidation.",
        ),
    )


def double_funding(law: Law) -> Requirement:
    """No cost is paid twice by the state (INV-19)."""
    return Requirement(
        code="other_state_grants",
        title="Ingen dubbel finansiering",
        question="Är det klarlagt att inget annat statligt bidrag har lämnats för samma kostnader?",
        law=law,
        sources=("Ansökan", "Andra myndigheters listor över beviljade bidrag", "Tidigare beslut i portalen"),
        self_check=SelfCheck(
            question="Har ni fått annat statligt bidrag för samma kostnader?",
            help="Svara nej om bidragen gäller olika kostnader.",
            met_by=False,
            otherwise="examine",
            unmet="Staten betalar inte samma kostnad två gånger. Berätta i ansökan vilket bidrag det gäller, så "
            "prövar vi vad som kan få stöd.",
        ),
    )


def years_active(law: Law, *, title: str, question: str, years: str, where: str = "") -> Requirement:
    """Active for at least ``years`` (in words) before the application, ``where`` the ordinance counts it."""
    return Requirement(
        code="years_active",
        title=title,
        question=question,
        law=law,
        sources=("Verksamhetsberättelser", "Datum för organisationsnumret"),
        self_check=SelfCheck(
            kind="started_on",
            question=f"När började ni er verksamhet{where}?",
            help="Vet ni inte dagen, skriv den första i månaden. Lämna tomt om ni inte vet alls.",
            unmet=f"Ni behöver ha bedrivit verksamhet{where} i minst {years} år när ni söker.",
        ),
    )


def seat_or_area(law: Law, *sources: str) -> Requirement:
    """Active in Sweden."""
    return Requirement(
        code="seat_or_area",
        title="Verksamhet i Sverige",
        question="Bedriver sökanden verksamhet i Sverige?",
        law=law,
        sources=sources,
        self_check=SelfCheck(
            question="Bedriver ni verksamhet i Sverige?", unmet="Bidrag lämnas för verksamhet i Sverige."
        ),
    )


def mandate(law: Law, *sources: str) -> Requirement:
    """Whoever sent the application may act for the applicant (INV-5)."""
    return Requirement(
        code="mandate",
        title="Behörig företrädare",
        question="Har den som skickade in ansökan rätt att företräda sökanden?",
        law=law,
        valid_days=CHANGES_IN_DAYS,
        sources=sources,
    )


def payment_account() -> Requirement:
    """The account that a grant would be paid to: it stands in the way of a payment (INV-20), and of no decision."""
    return Requirement(
        code="payment_account",
        title="Betalkonto",
        question="Har två ekonomer kontrollerat att kontot är sökandens eget?",
        law=INTERNAL_CONTROL,
        excludes=False,
        valid_days=CHANGES_IN_DAYS,
        sources=("Portalens kontroll av betalkonton", "Bankens bekräftelse"),
    )
