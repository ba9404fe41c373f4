"""SFS 2018:119, the grant to associations and foundations, in the wording of 6 April 2018.

A paragraph is cited only where its wording was read or follows from an amendment. A law without a paragraph means that
the ordinance rules the matter in a paragraph whose wording has not been read; ``uncertain`` says so.
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
    CHANGE_LAW,
    CHANGE_TEXT,
    CHANGES_IN_DAYS,
    COMMON_RECLAIM_GROUNDS,
    GENERAL_APPEAL_LAW,
    MANDATE_LAW,
    ON_REQUESTS_FOR_A_DECISION,
    delmos_criteria,
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
    DefaultGroup,
    DefaultQuestion,
    InstalmentRule,
    OrdinanceVersion,
    Requirement,
    SelfCheck,
)

ACT = "förordningen (2018:119)"
UNREAD = Law(ACT)
PURPOSE, WHO, EXCLUDED = Law(ACT, "2 §"), Law(ACT, "3 §"), Law(ACT, "4 §")
STATE_AID = Law("fördraget om Europeiska unionens funktionssätt", "artikel 107 i")
ASSOCIATIONS = frozenset({OrganisationType.ASSOCIATION})
FOUNDATIONS = frozenset({OrganisationType.FOUNDATION})

GROUPS = (ApplicantGroup(code="civil_society", name="Föreningar och stiftelser", types=ASSOCIATIONS | FOUNDATIONS),)

REQUIREMENTS = (
    Requirement(
        code="applicant_type",
        title="Rätt sökande",
        question="Är sökanden en ideell förening eller en stiftelse?",
        law=WHO,
        sources=("Organisationsnumret", "Stadgar eller stiftelseförordnande"),
    ),
    public_owner(WHO),
    Requirement(
        code="democratic_structure",
        title="Demokratiskt uppbyggd",
        question="Är föreningen självständig och demokratiskt uppbyggd, med frivilligt medlemskap?",
        law=WHO,
        types=ASSOCIATIONS,
        sources=("Stadgarna", "Årsmötets protokoll"),
        self_check=SelfCheck(
            question="Är föreningen självständig och demokratiskt uppbyggd, med frivilligt medlemskap?",
            unmet="Föreningen behöver vara självständig och demokratiskt uppbyggd, med frivilligt medlemskap.",
        ),
    ),
    seat_or_area(WHO, "Verksamhetsberättelsen", "Skatteverkets uppgift om säte"),
    Requirement(
        code="non_profit",
        title="Utan vinstsyfte",
        question="Bedriver sökanden sin verksamhet utan vinstsyfte?",
        law=WHO,
        sources=("Stadgar eller stiftelseförordnande", "Årsredovisningen"),
        self_check=SelfCheck(
            question="Driver ni er verksamhet utan vinstsyfte?",
            unmet="Bidrag lämnas inte till verksamhet som drivs med vinstsyfte.",
        ),
    ),
    years_active(
        WHO,
        title="Två års verksamhet",
        question="Har sökanden bedrivit verksamhet i minst två år före ansökan?",
        years="två",
    ),
    Requirement(
        code="democratic_values",
        title="Demokratins idéer",
        question="Respekterar sökanden demokratins idéer, jämställdhet och förbudet mot diskriminering?",
        law=WHO,
        sources=("Stadgarna", "Verksamhetsberättelsen", "Öppna källor, med anteckning om var och när"),
        sensitive=True,
        self_check=SelfCheck(
            question="Respekterar ni demokratins idéer, jämställdhet och förbudet mot diskriminering?",
            unmet="Bidrag lämnas bara till den som respekterar demokratins idéer, jämställdhet och förbudet mot "
            "diskriminering.",
        ),
    ),
    Requirement(
        code="tax_debt",
        title="Inga skulder för skatt eller avgifter",
        question="Är sökanden fri från skulder för skatter och avgifter hos Kronofogden?",
        law=EXCLUDED,
        valid_days=CHANGES_IN_DAYS,
        sources=("Kronofogdens allmänna mål",),
        self_check=SelfCheck(
            question="Har ni skulder för skatt eller avgifter hos Kronofogden?",
            met_by=False,
            unmet="Bidrag lämnas inte till den som har skulder för skatt eller avgifter hos Kronofogden.",
        ),
    ),
    insolvency(EXCLUDED),
    Requirement(
        code="state_aid",
        title="Inte statligt stöd",
        question="Är det klarlagt att bidraget inte blir ett statligt stöd enligt EU:s regler?",
        law=STATE_AID,
        sources=("Ansökan", "Sökandens uppgifter om försäljning på en marknad"),
        self_check=SelfCheck(
            question="Säljer ni varor eller tjänster i den verksamhet som bidraget ska gå till?",
            met_by=False,
            otherwise="examine",
            unmet="Vi behöver pröva om bidraget blir ett statligt stöd enligt EU:s regler.",
        ),
    ),
    double_funding(UNREAD),
    mandate(MANDATE_LAW, "Stadgarna", "Protokoll från konstituerande möte", "Fullmakt"),
    payment_account(),
)

CONDITIONS = (
    "Bidraget får bara användas till den insats och de kostnader som beslutet gäller.",
    "Bidraget får inte lämnas vidare till någon som drivs med vinstsyfte. Ni får däremot köpa tjänster.",
    "Hör av er till oss innan ni ändrar insatsens inriktning, tidsplan eller budget.",
    "Ni ska redovisa hur bidraget har använts och vilka resultat ni har nått, senast den dag som beslutet anger.",
    "Spara underlagen till kostnaderna så att vi kan granska redovisningen.",
)

FORM = (
    DefaultGroup(key="about", title="Om insatsen", questions=project_questions("insatsen", PURPOSE)),
    organisation_group(
        active_label="När började ni er verksamhet?",
        active_help="Ni behöver ha bedrivit verksamhet i minst två år innan ni söker. Vet ni inte dagen, skriv den "
        "första i månaden.",
        structure_help="Föreningar: berätta om årsmöte, styrelse och medlemskap. Stiftelser: berätta om styrelsen, "
        "ändamålet och vem som har bildat stiftelsen.",
        who_law=WHO,
        more=(
            DefaultQuestion(
                key="local_roots",
                kind="long_text",
                label="Hur är ni förankrade där arbetet ska göras?",
                help="Till exempel hur länge ni har funnits där, vilka ni når och vilka ni samarbetar med.",
                max_length=2000,
            ),
        ),
    ),
    goals_group(
        situation_label="Vilket problem vill ni göra något åt?",
        goals_help="Skriv mål som går att följa upp. Förklara hur de minskar eller motverkar segregation på sikt.",
        goals_law=PURPOSE,
        measures_law=PURPOSE,
    ),
    DefaultGroup(
        key="participants",
        title="Vilka som deltar och var",
        questions=(*participants_questions(), *area_questions(PURPOSE)),
    ),
    budget_group(UNREAD),
    DefaultGroup(
        key="declarations",
        title="Uppgifter ni intygar, och bilagor",
        questions=(
            *declaration_questions(values_law=WHO, debt_law=EXCLUDED, insolvency_law=EXCLUDED),
            DefaultQuestion(
                key="market_activity",
                kind="yes_no",
                label="Säljer ni varor eller tjänster i den verksamhet som bidraget ska gå till?",
                help="Då behöver vi pröva om bidraget räknas som statligt stöd enligt EU:s regler.",
                law=STATE_AID,
            ),
            association_attachments(),
        ),
    ),
)

UNCERTAIN = (
    "Rater: högst två under ett budgetår, den andra efter en godkänd lägesrapport, är Delmos praxis från 2020. "
    "Paragrafen om utbetalning har inte lästs.",
    "1–5 §§: den ursprungliga texten har inte lästs. Samtliga ändrades den 1 februari 2021 genom SFS 2020:1265.",
    "2 §: syftet är återgivet efter Delmos beskrivning från 2018.",
    "3 §: kraven på sökanden är återgivna efter 2021 års lydelse. Kontrollera särskilt tvåårskravet, frivilligt "
    "medlemskap, vinstsyfte och demokratins idéer. Krav på lokal förankring ställs inte här.",
    "3 §: trossamfund kom till 2021. Den ursprungliga rubriken nämner bara ideella föreningar och stiftelser.",
    "4 §: hinder vid skatteskuld, konkurs och likvidation är återgivna efter Delmos ansökningsformulär från 2021.",
    "Statligt stöd: frågan kommer från Delmos ansökningsformulär från 2021. Var förordningen reglerar den är oläst.",
    "Dubbel finansiering: frågan kommer från Delmos ansökningsformulär från 2021. Kontrollera stödet för att avslå.",
    "5 § och 6–21 §§: åtgärder, prövning, ansökan, beslut, utbetalning och redovisning har inte lästs. Lagrummen "
    "saknar därför paragraf. Tillgång på medel antas gälla även här.",
    "Revisor: något krav på revisorns granskning har inte hittats och ställs inte här.",
    "Återbetalning: grunderna är de vanliga i statsbidragsförordningar. Jämför med förordningens egen lista.",
    "Villkor: kontrollera att myndigheten får förena beslutet med villkor. Villkoret om att inte lämna pengar vidare "
    "kommer från Delmos svar på frågor 2021.",
    "Hinder mot utbetalning: 18 a § infördes först 2021. Till dess används förvaltningslagens regler om ändring.",
    "Överklagande: 22 § i 2018 års lydelse har inte lästs. Den begränsar sannolikt rätten att överklaga. Till dess att "
    "en jurist har läst den anges förvaltningslagens huvudregel, så att ingen går miste om en rätt.",
    "Bidragstid: enligt Delmos fick bidrag lämnas för högst ett år i taget. Paragrafen har inte lästs.",
    "Län: att en utlysning får begränsas till arbete i vissa län antas följa av att bidrag lämnas i mån av tillgång på "
    "medel. Kontrollera stödet innan en utlysning begränsas.",
    ON_REQUESTS_FOR_A_DECISION,
)

VERSIONS: tuple[OrdinanceVersion, ...] = (
    OrdinanceVersion(
        sfs="2018:119",
        title="om statsbidrag till ideella föreningar och stiftelser för att minska och motverka segregation",
        short_title="Statsbidrag till föreningar och stiftelser mot segregation",
        valid_from=date(2018, 4, 6),
        valid_to=date(2021, 1, 31),
        purpose="Syftet med bidraget är att ge stöd till civilsamhället för långsiktiga åtgärder som bidrar till att "
        "minska och motverka segregation på lokal nivå.",
        purpose_law=PURPOSE,
        who_law=WHO,
        availability_law=UNREAD,
        groups=GROUPS,
        funds=("Långsiktiga åtgärder som bidrar till att minska och motverka segregation på lokal nivå.",),
        funds_law=PURPOSE,
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
        criteria=delmos_criteria("Hur väl insatsen kan väntas minska och motverka segregation.", PURPOSE),
        mandate_review="before_decision",
        instalments=InstalmentRule(law=UNREAD, most=2, status_report=True),
        standard_conditions=CONDITIONS,
        minimum_years_active=2,
        source="Ändringsförfattningarna SFS 2020:1265 och SFS 2022:60 och Delmos egen information och "
        "ansökningsformulär från 2018 till 2021.",
        uncertain=UNCERTAIN,
    ),
)
