"""STANDARD-2025: SFS 2024:199 with the amendments up to SFS 2025:12, in force from 1 August 2025.

The whole consolidated text was read. It has the form that most ordinances on grants to civil society got in 2025, and
is the pattern for a new profile.
"""

from datetime import date

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.ordinances.form_parts import (
    area_questions,
    budget_group,
    goals_group,
    participants_questions,
    project_questions,
)
from grants.ordinances.organisation_parts import association_attachments, declaration_questions, organisation_group
from grants.ordinances.parts import (
    CHANGES_IN_DAYS,
    ON_REQUESTS_FOR_A_DECISION,
    double_funding,
    insolvency,
    mandate,
    payment_account,
    public_owner,
    same_rule,
    seat_or_area,
    years_active,
)
from grants.ordinances.profile import (
    AppealRule,
    ApplicantGroup,
    DefaultCriterion,
    DefaultGroup,
    DefaultQuestion,
    InstalmentRule,
    OrdinanceVersion,
    Requirement,
    SelfCheck,
    StopRule,
)

ACT = "förordningen (2024:199)"
PURPOSE, FUNDS, WHO = Law(ACT, "2 §"), Law(ACT, "4 §"), Law(ACT, "5–7 §§")
DEMOCRACY, EXCLUDED, DOUBLE_FUNDING = Law(ACT, "7 a och 7 b §§"), Law(ACT, "8 §"), Law(ACT, "8 a §")
APPLICATION, DETAILS, PRIORITY, EARLIER = Law(ACT, "10 §"), Law(ACT, "11 §"), Law(ACT, "12 §"), Law(ACT, "14 §")
PAYMENT, AUDIT = Law(ACT, "16 §"), Law(ACT, "19 §")
ASSOCIATIONS = frozenset({OrganisationType.ASSOCIATION})
FOUNDATIONS = frozenset({OrganisationType.FOUNDATION})
FAITH_COMMUNITIES = frozenset({OrganisationType.FAITH_COMMUNITY})

GROUPS = (
    ApplicantGroup(code="civil_society", name="Föreningar och stiftelser", types=ASSOCIATIONS | FOUNDATIONS),
    ApplicantGroup(code="faith", name="Trossamfund", types=FAITH_COMMUNITIES),
)

REQUIREMENTS = (
    Requirement(
        code="applicant_type",
        title="Rätt sökande",
        question="Är sökanden en ideell förening, en stiftelse eller ett registrerat trossamfund eller en församling i "
        "ett sådant?",
        law=WHO,
        sources=("Organisationsnumret", "Kammarkollegiets register över trossamfund"),
    ),
    Requirement(
        code="funded_project",
        title="Projekt som bidraget kan gå till",
        question="Kan projektet väntas öka människors engagemang inom det civila samhället?",
        law=FUNDS,
        sources=("Ansökan",),
    ),
    seat_or_area(WHO, "Verksamhetsberättelsen"),
    years_active(
        WHO,
        title="Två års verksamhet",
        question="Har sökanden bedrivit verksamhet i Sverige i minst två år den dag då ansökan lämnades in?",
        years="två",
        where=" i Sverige",
    ),
    Requirement(
        code="democratic_structure",
        title="Demokratiskt uppbyggd",
        question="Är föreningen demokratiskt uppbyggd?",
        law=Law(ACT, "5 §"),
        types=ASSOCIATIONS,
        sources=("Stadgarna", "Årsmötets protokoll"),
        self_check=SelfCheck(
            question="Är föreningen demokratiskt uppbyggd?",
            help="Till exempel med stadgar, årsmöte och en styrelse som medlemmarna väljer.",
            unmet="Föreningen behöver vara demokratiskt uppbyggd.",
        ),
    ),
    public_owner(Law(ACT, "6 §")),
    Requirement(
        code="non_profit",
        title="Utan vinstsyfte",
        question="Saknar stiftelsen vinstsyfte?",
        law=Law(ACT, "6 §"),
        types=FOUNDATIONS,
        sources=("Stiftelseförordnandet", "Årsredovisningen"),
        self_check=SelfCheck(
            question="Saknar stiftelsen vinstsyfte?", unmet="En stiftelse med vinstsyfte kan inte få bidraget."
        ),
    ),
    Requirement(
        code="openness",
        title="Öppen för insyn",
        question="Är stiftelsen öppen för insyn?",
        law=Law(ACT, "6 §"),
        types=FOUNDATIONS,
        sources=("Stiftelseförordnandet", "Årsredovisningen"),
        self_check=SelfCheck(
            question="Är stiftelsen öppen för insyn?", unmet="Stiftelsen behöver vara öppen för insyn."
        ),
    ),
    Requirement(
        code="democracy_condition",
        title="Demokrativillkoret",
        question="Uppfyller sökanden, dess företrädare och samarbetsorganisationer demokrativillkoret, eller finns det "
        "särskilda skäl att ändå lämna bidrag?",
        law=DEMOCRACY,
        sensitive=True,
        sources=("Ansökan", "Stadgarna", "Öppna källor, med anteckning om var och när"),
        self_check=SelfCheck(
            question="Uppfyller ni, era företrädare och era samarbetsorganisationer demokrativillkoret?",
            help="Villkoret gäller bland annat våld, hot, diskriminering och att motarbeta det demokratiska "
            "styrelseskicket.",
            otherwise="examine",
            unmet="Bidrag kan lämnas bara om det finns särskilda skäl. Det prövar vi när ni har sökt.",
        ),
    ),
    insolvency(EXCLUDED),
    Requirement(
        code="tax_debt",
        title="Inga skulder i allmänna mål",
        question="Är sökanden fri från skulder som Kronofogden driver in som allmänt mål?",
        law=EXCLUDED,
        valid_days=CHANGES_IN_DAYS,
        sources=("Kronofogdens allmänna mål",),
        self_check=SelfCheck(
            question="Har ni skulder som Kronofogden driver in som allmänt mål?",
            help="Det är till exempel skulder för skatter och avgifter.",
            met_by=False,
            unmet="Bidrag lämnas inte till den som har skulder i allmänt mål hos Kronofogden.",
        ),
    ),
    Requirement(
        code="own_reclaim",
        title="Inget obetalt återkrav",
        question="Är sökanden fri från återkrav från myndigheten som inte har betalats i tid?",
        law=EXCLUDED,
        valid_days=CHANGES_IN_DAYS,
        sources=("Myndighetens kundreskontra",),
        self_check=SelfCheck(
            question="Har ni ett återkrav från oss som ni inte har betalat i tid?",
            help="Hör av er om ni tycker att återkravet är fel eller om ni har fått anstånd.",
            met_by=False,
            unmet="Bidrag lämnas inte till den som inte har betalat ett återkrav i tid.",
        ),
    ),
    double_funding(DOUBLE_FUNDING),
    mandate(APPLICATION, "Stadgarna", "Protokoll från konstituerande möte", "Fullmakt"),
    payment_account(),
    Requirement(
        code="auditor",
        title="Revisor",
        question="Har sökanden en revisor som kan granska redovisningen, och som är auktoriserad eller godkänd om "
        "bidraget når fem prisbasbelopp?",
        law=AUDIT,
        excludes=False,  # the ordinance demands it of the report
        sources=("Protokoll från årsmötet", "Revisorsinspektionens register"),
    ),
)

RECLAIM_GROUNDS = (
    "Ni har lämnat oriktiga uppgifter eller på något annat sätt orsakat att bidraget blev felaktigt eller för högt.",
    "Bidraget har av något annat skäl blivit felaktigt eller för högt och ni borde ha insett det.",
    "Ni har inte använt hela bidraget, eller har använt det till något annat än det beviljades för.",
    "Ni har inte lämnat redovisningen, eller de uppgifter och handlingar som vi har begärt för att granska den.",
    "Ni har inte följt villkoren i beslutet.",
    "Ni uppfyller inte demokrativillkoret och det finns inte särskilda skäl att ändå lämna bidraget.",
)

CONDITIONS = (
    "Bidraget får bara användas till det projekt och de kostnader som beslutet gäller.",
    f"Anmäl utan dröjsmål förändringar som kan påverka rätten till bidraget eller dess storlek ({Law(ACT, '17 §')}).",
    "Redovisa senast den dag som beslutet anger vad pengarna har använts till, vilka resultat ni har nått och hur de "
    f"förhåller sig till syftet ({Law(ACT, '18 §')}).",
    f"En revisor ska granska redovisningen. Bifoga revisorns rapport ({AUDIT}).",
    f"Har ni tagit emot minst fem prisbasbelopp ska revisorn vara auktoriserad eller godkänd ({AUDIT}).",
    f"Lämna de uppgifter och handlingar som vi begär för att granska redovisningen ({Law(ACT, '20 §')}).",
)

FORM = (
    DefaultGroup(
        key="about", title="Om projektet", questions=project_questions("projektet", DETAILS, period_law=PAYMENT)
    ),
    organisation_group(
        active_label="När började ni er verksamhet i Sverige?",
        active_help="Ni behöver ha bedrivit verksamhet i Sverige i minst två år den dag då ni skickar in ansökan.",
        structure_help="Föreningar: berätta om årsmöte, styrelse och medlemskap. Stiftelser: berätta om styrelsen och "
        "hur andra får insyn. Trossamfund och församlingar: berätta om styrelsen och var ni är registrerade.",
        who_law=WHO,
    ),
    goals_group(
        situation_label="Vilket behov ska projektet möta?",
        goals_help="Skriv mål som går att följa upp. Förklara hur de ökar människors engagemang.",
        goals_law=PURPOSE,
        measures_law=FUNDS,
    ),
    DefaultGroup(
        key="participants",
        title="Vilka som deltar och var",
        questions=(*participants_questions(DEMOCRACY), *area_questions(PRIORITY)),
    ),
    budget_group(DOUBLE_FUNDING),
    DefaultGroup(
        key="declarations",
        title="Uppgifter ni intygar, och bilagor",
        questions=(
            *declaration_questions(values_law=DEMOCRACY, debt_law=EXCLUDED, insolvency_law=EXCLUDED),
            DefaultQuestion(
                key="own_reclaim",
                kind="yes_no",
                label="Har ni ett återkrav från oss som ni inte har betalat i tid?",
                help="Hör av er om ni tycker att återkravet är fel eller om ni har fått anstånd.",
                law=EXCLUDED,
            ),
            association_attachments(),
        ),
    ),
)

CRITERIA = (
    DefaultCriterion(
        name="Förutsättningar att uppfylla syftet",
        description="Hur väl projektet kan väntas öka människors engagemang inom det civila samhället.",
        weight=50,
        law=PRIORITY,
    ),
    DefaultCriterion(
        name="Genomförande och budget",
        description="Om mål, planering, budget och övriga resurser hänger ihop på ett realistiskt sätt.",
        weight=20,
        law=DETAILS,
    ),
    DefaultCriterion(
        name="Långsiktighet",
        description="Vilka förutsättningar arbetet har att fortsätta och ge effekt utan statsbidrag.",
        weight=15,
        law=PRIORITY,
    ),
    DefaultCriterion(
        name="Tidigare redovisningar",
        description="Vad tidigare redovisningar visar. Den som inte har fått bidrag förut bedöms neutralt.",
        weight=15,
        law=EARLIER,
    ),
)

UNCERTAIN = (
    "Hela förordningen: texten är läst i en sammanställning till och med SFS 2025:12. Kontrollera senare ändringar.",
    "8 och 9 §§: förordningen pekar ut Myndigheten för ungdoms- och civilsamhällesfrågor. En annan myndighet behöver "
    "sin egen förordning och en egen profil.",
    "12 § andra stycket: företräde för områden med socioekonomiska utmaningar och samarbete med en kommun kommer i ett "
    "andra steg. Det ingår därför inte i kriteriernas vikter.",
    "16 §: pengarna betalas ut vid ett tillfälle, eller två om bidraget överstiger fem prisbasbelopp. Portalen räknar "
    "med beslutsårets prisbasbelopp och med beloppet för varje bidragsår för sig. Ange om det är rätt. Prisbasbeloppen "
    "för 2021 och 2026 behöver också bekräftas.",
    "19 §: kravet på auktoriserad eller godkänd revisor räknas på mottaget bidrag. Ange vilket års prisbasbelopp som "
    "gäller.",
    "22 §: paragrafen säger inte om ett hinder mot utbetalning kan upphävas när skälen har fallit bort. Portalen låter "
    "myndigheten besluta det, och räknar det hindrade som beviljat till dess att bidraget är slutredovisat.",
    "25 §: förbudet att överklaga antas gälla även avvisning av en ansökan enligt förordningen. Pröva om en avvisning "
    "enligt 20 § förvaltningslagen (2017:900) ska kunna överklagas.",
    "Län: att en utlysning får begränsas till arbete i vissa län antas följa av att bidrag lämnas i mån av tillgång på "
    "medel. Kontrollera stödet innan en utlysning begränsas.",
    ON_REQUESTS_FOR_A_DECISION,
)

VERSIONS: tuple[OrdinanceVersion, ...] = (
    OrdinanceVersion(
        sfs="2024:199",
        title="om statsbidrag för att öka engagemanget inom det civila samhället",
        short_title="Statsbidrag för engagemang i civilsamhället",
        valid_from=date(2025, 8, 1),
        valid_to=None,
        purpose="Syftet med bidraget är att stödja åtgärder för att öka människors engagemang inom det civila "
        "samhället.",
        purpose_law=PURPOSE,
        who_law=WHO,
        availability_law=Law(ACT, "1 §"),
        groups=GROUPS,
        funds=(
            "Projekt som utvecklar kompetens, resurser och verktyg i organisationen för att skapa nya former för "
            "engagemang eller nå nya målgrupper.",
            "Projekt som på annat sätt ökar människors engagemang inom det civila samhället.",
        ),
        funds_law=FUNDS,
        requirements=REQUIREMENTS,
        decision_law=Law(ACT, "15 §"),
        payment_law=PAYMENT,
        report_law=Law(ACT, "18 §"),
        stop_law=Law(ACT, "22 §"),
        reclaim_law=Law(ACT, "23 och 24 §§"),
        stop_text="Vi får besluta att bidraget helt eller delvis inte ska betalas ut om ni inte längre uppfyller "
        f"villkoren eller om det finns grund för återbetalning ({Law(ACT, '22 §')}). Ett sådant beslut gäller genast.",
        stop=StopRule(
            grounds={
                "conditions": "Ni uppfyller inte längre villkoren för bidraget.",
                "reclaim": "Det finns grund för återbetalning.",
            },
            no_appeal=Law(ACT, "25 §"),
        ),
        reclaim_grounds=RECLAIM_GROUNDS,
        appeal=same_rule(AppealRule(appealable=False, law=Law(ACT, "25 §"))),
        form=FORM,
        criteria=CRITERIA,
        # Not before submission: a missing power of attorney can be supplied afterwards (15 and 20 §§ FL), and a queue
        # at the agency on the last day must never cost an applicant its right to have applied in time.
        mandate_review="before_decision",
        instalments=InstalmentRule(law=PAYMENT, most=2, above_base_amounts=5),
        standard_conditions=CONDITIONS,
        change_duty_law=Law(ACT, "17 §"),
        minimum_years_active=2,
        source="Förordningen (2024:199) i lydelse till och med SFS 2025:12, läst i sin helhet i en sammanställning.",
        uncertain=UNCERTAIN,
    ),
)
