"""SFS 2018:118, the grant to municipalities and county councils, in the wording of 6 April 2018.

A paragraph is cited only where its wording was read or follows from an amendment. A law without a paragraph means that
the ordinance rules the matter in a paragraph whose wording has not been read; ``uncertain`` says so.
"""

from datetime import date

from applicants.enums import OrganisationType
from delmos.lib.refusal import Law
from grants.ordinances.form_parts import (
    area_questions,
    attachments_question,
    budget_group,
    goals_group,
    participants_questions,
    project_questions,
)
from grants.ordinances.parts import (
    CHANGE_LAW,
    CHANGE_TEXT,
    COMMON_RECLAIM_GROUNDS,
    GENERAL_APPEAL_LAW,
    MANDATE_LAW,
    ON_REQUESTS_FOR_A_DECISION,
    delmos_criteria,
    double_funding,
    mandate,
    payment_account,
    same_rule,
)
from grants.ordinances.profile import (
    AppealRule,
    ApplicantGroup,
    DefaultGroup,
    DefaultQuestion,
    InstalmentRule,
    OrdinanceVersion,
    Requirement,
    SelfCheck,
)

ACT = "förordningen (2018:118)"
UNREAD = Law(ACT)
PURPOSE, WHO, FUNDS, LEGAL_DUTY = Law(ACT, "2 §"), Law(ACT, "3 §"), Law(ACT, "4 §"), Law(ACT, "5 §")

GROUPS = (
    ApplicantGroup(
        code="local_government",
        name="Kommuner och regioner",
        types=frozenset(
            {OrganisationType.MUNICIPALITY, OrganisationType.REGION, OrganisationType.MUNICIPAL_FEDERATION}
        ),
    ),
)

REQUIREMENTS = (
    Requirement(
        code="applicant_type",
        title="Rätt sökande",
        question="Är sökanden en kommun, ett landsting (region) eller ett kommunalförbund?",
        law=WHO,
        sources=("Organisationsnumret", "SCB:s register över kommuner och regioner"),
    ),
    Requirement(
        code="funded_measure",
        title="Åtgärd som bidraget kan gå till",
        question="Gäller ansökan samordning, erfarenhetsutbyte och nätverk eller kunskaps- och metodutveckling?",
        law=FUNDS,
        sources=("Ansökan",),
    ),
    Requirement(
        code="legal_duty",
        title="Inte en lagstadgad uppgift",
        question="Gäller ansökan bara sådant som sökanden inte är skyldig att utföra enligt lag eller förordning?",
        law=LEGAL_DUTY,
        sources=("Ansökan", "Den lag som styr verksamheten, till exempel socialtjänstlagen eller skollagen"),
        self_check=SelfCheck(
            question="Är insatsen något som ni måste göra enligt lag eller förordning?",
            met_by=False,
            otherwise="examine",
            unmet="Bidraget kan inte gå till det ni är skyldiga att göra. Visa i ansökan vad som går utöver det.",
        ),
    ),
    double_funding(UNREAD),
    mandate(MANDATE_LAW, "Delegationsordningen", "Protokoll eller fullmakt"),
    payment_account(),
)

CONDITIONS = (
    "Bidraget får bara användas till den insats och de kostnader som beslutet gäller.",
    "Bidraget får inte användas till uppgifter som ni är skyldiga att utföra enligt lag eller förordning "
    f"({LEGAL_DUTY}).",
    "Hör av er till oss innan ni ändrar insatsens inriktning, tidsplan eller budget.",
    "Ni ska redovisa hur bidraget har använts och vilka resultat ni har nått, senast den dag som beslutet anger.",
    "Spara underlagen till kostnaderna så att vi kan granska redovisningen.",
)

FORM = (
    DefaultGroup(
        key="about",
        title="Om insatsen",
        questions=(
            *project_questions("insatsen", FUNDS),
            DefaultQuestion(
                key="measure_kind",
                kind="choice",
                label="Vad handlar insatsen mest om?",
                help="Välj det som passar bäst. Insatsen får innehålla mer än en sak.",
                law=FUNDS,
                choices=(
                    "Samordning av arbetet mot segregation",
                    "Erfarenhetsutbyte och nätverk",
                    "Kunskaps- och metodutveckling",
                ),
            ),
            DefaultQuestion(
                key="beyond_duty",
                kind="long_text",
                label="Hur skiljer sig insatsen från det ni är skyldiga att göra enligt lag?",
                help="Bidraget kan inte gå till uppgifter som lag eller förordning redan kräver av er.",
                max_length=2000,
                law=LEGAL_DUTY,
            ),
        ),
    ),
    goals_group(
        situation_label="Hur ser segregationen ut hos er, och vad vet ni om orsakerna?",
        goals_help="Skriv mål som går att följa upp. Förklara hur de minskar eller motverkar segregation på sikt.",
        goals_law=PURPOSE,
        measures_law=FUNDS,
    ),
    DefaultGroup(key="participants", title="Vilka som deltar", questions=participants_questions(FUNDS)),
    DefaultGroup(key="area", title="Var arbetet görs", questions=area_questions(PURPOSE)),
    budget_group(UNREAD),
    DefaultGroup(
        key="attachments",
        title="Bilagor",
        questions=(attachments_question("Lägg till det som styrker ansökan, till exempel en avsiktsförklaring."),),
    ),
)

UNCERTAIN = (
    "Rater: högst två under ett budgetår, den andra efter en godkänd lägesrapport, är Delmos praxis från 2020. "
    "Paragrafen om utbetalning har inte lästs.",
    "1–5 §§: den ursprungliga texten har inte lästs. 1 och 3–5 §§ är återgivna efter SFS 2019:1128, som av allt att "
    "döma bara bytte ordet landsting mot regioner.",
    "2 §: syftet är återgivet efter Delmos beskrivning från 2018. Paragrafen fick ny lydelse 2021.",
    "3 §: texten nämner kommuner och landsting. Kommunalförbund står i förordningen först från den 1 februari 2021. "
    "Delmos likställde dem med kommuner redan dessförinnan, och den praxisen följs här.",
    "4 §: den lydelse som gällde 2018 kan ha haft ett andra stycke om inriktningen av åtgärderna.",
    "6–18 §§: prövning, ansökan, beslut, utbetalning och redovisning har inte lästs. Lagrummen saknar därför paragraf.",
    "Dubbel finansiering: något uttryckligt hinder i förordningen har inte hittats. Kontrollera stödet för att avslå.",
    "Återbetalning: grunderna är de vanliga i statsbidragsförordningar. Jämför med förordningens egen lista.",
    "Villkor: kontrollera att myndigheten får förena beslutet med villkor och vilka redovisningskrav som gäller.",
    "Hinder mot utbetalning: 15 a § infördes först 2021. Till dess används förvaltningslagens regler om ändring.",
    "Överklagande: 19 § i 2018 års lydelse har inte lästs. Den begränsar sannolikt rätten att överklaga. Till dess att "
    "en jurist har läst den anges förvaltningslagens huvudregel, så att ingen går miste om en rätt.",
    "Bidragstid: enligt Delmos fick bidrag lämnas för högst ett år i taget. Paragrafen har inte lästs.",
    "Län: att en utlysning får begränsas till arbete i vissa län antas följa av att bidrag lämnas i mån av tillgång på "
    "medel. Kontrollera stödet innan en utlysning begränsas.",
    ON_REQUESTS_FOR_A_DECISION,
)

VERSIONS: tuple[OrdinanceVersion, ...] = (
    OrdinanceVersion(
        sfs="2018:118",
        title="om statsbidrag till kommuner och landsting för att minska och motverka segregation",
        short_title="Statsbidrag till kommuner och regioner mot segregation",
        valid_from=date(2018, 4, 6),
        valid_to=date(2019, 12, 31),
        purpose="Syftet med bidraget är att bidra till en sektorsövergripande samordning av arbetet med att minska och "
        "motverka segregation på lokal och regional nivå.",
        purpose_law=PURPOSE,
        who_law=WHO,
        availability_law=WHO,
        groups=GROUPS,
        funds=(
            "Samordning av kommuners och landstings arbete mot segregation.",
            "Erfarenhetsutbyte och nätverk mellan kommuner, landsting, myndigheter, forskare, föreningar och andra.",
            "Kunskaps- och metodutveckling som ökar kommuners och landstings kompetens i arbetet.",
        ),
        funds_law=FUNDS,
        requirements=REQUIREMENTS,
        decision_law=UNREAD,
        payment_law=UNREAD,
        report_law=UNREAD,
        stop_law=CHANGE_LAW,
        reclaim_law=UNREAD,
        stop_text=CHANGE_TEXT,
        reclaim_grounds=COMMON_RECLAIM_GROUNDS,
        appeal=same_rule(AppealRule(appealable=True, law=GENERAL_APPEAL_LAW)),
        form=FORM,
        criteria=delmos_criteria("Hur väl insatsen kan väntas samordna och stärka arbetet mot segregation.", PURPOSE),
        mandate_review="before_decision",
        instalments=InstalmentRule(law=UNREAD, most=2, status_report=True),
        standard_conditions=CONDITIONS,
        source="Ändringsförfattningarna SFS 2019:1128, SFS 2020:1264 och SFS 2022:59, den upphävda förordningen "
        "(2017:848) och Delmos egen information från 2018 till 2021.",
        uncertain=UNCERTAIN,
    ),
)
