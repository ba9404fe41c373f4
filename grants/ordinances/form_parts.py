"""Questions and groups that the forms of several ordinances share. Each takes the paragraph it serves.

The labels speak to the applicant as "ni"; "vi" is the agency.
"""

from delmos.lib.refusal import Law
from grants.ordinances.profile import DefaultGroup, DefaultQuestion
from grants.question_rules import YES, Condition


def project_questions(what: str, law: Law, *, period_law: Law | None = None) -> tuple[DefaultQuestion, ...]:
    """Name, summary and period of ``what`` in definite form (``insatsen``, ``projektet``).

    ``period_law``: the paragraph that lets a grant be given for at most a year at a time, where there is one.
    """
    one_year = "Bidrag lämnas för högst ett år i taget. " if period_law else ""
    return (
        DefaultQuestion(
            key="title",
            kind="text",
            label=f"Vad heter {what}?",
            help="Ett kort namn som säger vad ni vill göra. Namnet syns i beslutet och i listan över beviljade bidrag.",
            max_length=120,
        ),
        DefaultQuestion(
            key="summary",
            kind="long_text",
            label="Sammanfatta vad ni vill göra",
            help="Skriv så att den som inte känner till er verksamhet förstår. Fem till tio meningar räcker.",
            max_length=1500,
            law=law,
        ),
        DefaultQuestion(
            key="period_start",
            kind="date",
            label=f"När börjar {what}?",
            help="Datumet får inte ligga före den bidragsperiod som utlysningen anger.",
        ),
        DefaultQuestion(
            key="period_end",
            kind="date",
            label=f"När är {what} klar?" if what.endswith("n") else f"När är {what} klart?",
            help=f"{one_year}Alla kostnader ska ha uppstått senast den här dagen.",
            law=period_law,
        ),
    )


def area_questions(law: Law | None = None) -> tuple[DefaultQuestion, ...]:
    """Where the work is done. The counties are a fact of the application: the county table counts on them."""
    return (
        DefaultQuestion(
            key="counties",
            kind="counties",
            label="I vilka län görs arbetet?",
            help="Välj alla län där ni kommer att arbeta, inte bara det län där ni har ert kontor.",
            law=law,
        ),
        DefaultQuestion(
            key="places",
            kind="long_text",
            label="I vilka kommuner och områden görs arbetet?",
            help="Nämn stadsdelar, orter eller bostadsområden om ni kan.",
            max_length=1000,
        ),
    )


def goals_group(*, situation_label: str, goals_help: str, goals_law: Law, measures_law: Law) -> DefaultGroup:
    """Where things stand, where they shall go, how, how it is known, and what remains afterwards."""
    return DefaultGroup(
        key="goals",
        title="Mål och arbetssätt",
        questions=(
            DefaultQuestion(
                key="situation",
                kind="long_text",
                label=situation_label,
                help="Berätta vad ni bygger det på, till exempel statistik, en kartläggning eller samtal med folk.",
                max_length=4000,
            ),
            DefaultQuestion(
                key="goals",
                kind="long_text",
                label="Vad ska ha förändrats när ni är klara?",
                help=goals_help,
                max_length=3000,
                law=goals_law,
            ),
            DefaultQuestion(
                key="measures",
                kind="long_text",
                label="Vad ska ni göra, och när?",
                help="Beskriv de viktigaste stegen i tidsordning och vem som ansvarar för dem.",
                max_length=4000,
                law=measures_law,
            ),
            DefaultQuestion(
                key="follow_up",
                kind="long_text",
                label="Hur ska ni följa upp resultaten?",
                help="Beskriv vad ni mäter eller frågar efter, och när.",
                max_length=2000,
            ),
            DefaultQuestion(
                key="after_grant",
                kind="long_text",
                label="Hur lever arbetet vidare när bidraget är slut?",
                help="Till exempel vad som blir en del av er vanliga verksamhet och vem som bestämmer om det.",
                max_length=2000,
            ),
        ),
    )


def participants_questions(partners_law: Law | None = None) -> tuple[DefaultQuestion, ...]:
    """Whom the work reaches and with whom it is done."""
    return (
        DefaultQuestion(
            key="target_group",
            kind="long_text",
            label="Vilka ska ni nå?",
            help="Beskriv målgruppen och hur den har fått påverka det ni vill göra.",
            max_length=2000,
        ),
        DefaultQuestion(
            key="partners",
            kind="long_text",
            label="Vilka samarbetar ni med?",
            help="Nämn till exempel kommuner, myndigheter, föreningar och forskare, och vad var och en bidrar med. "
            "Skriv att ni arbetar själva om ni gör det.",
            max_length=2000,
            law=partners_law,
        ),
        DefaultQuestion(
            key="equality",
            kind="long_text",
            label="Hur tar ni hänsyn till jämställdhet, funktionsnedsättning och barns rättigheter?",
            help="Svara kort. Frågan hjälper er att tänka på vilka som annars inte nås.",
            required=False,
            max_length=1500,
        ),
    )


def budget_group(grant_law: Law) -> DefaultGroup:
    """The budget and the other public money for the same costs (INV-19); ``grant_law`` is the rule on other grants."""
    return DefaultGroup(
        key="budget",
        title="Budget",
        questions=(
            DefaultQuestion(
                key="budget",
                kind="budget",
                label="Vilka kostnader söker ni bidrag för?",
                help="En rad per kostnad, till exempel lön, lokal eller material. Skriv hur ni har räknat. "
                "Ta bara med kostnader som bidraget ska betala.",
            ),
            DefaultQuestion(
                key="own_funding",
                kind="money",
                label="Hur mycket betalar ni själva eller med pengar från andra?",
                help="Lämna tomt om bidraget ska täcka alla kostnader.",
                required=False,
            ),
            DefaultQuestion(
                key="other_state_grants",
                kind="yes_no",
                label="Har ni fått eller sökt något annat statligt bidrag för samma arbete?",
                help="Ett ja hindrar er inte från att söka. Men samma kostnad får inte betalas två gånger.",
                law=grant_law,
            ),
            DefaultQuestion(
                key="other_state_grants_details",
                kind="long_text",
                label="Vilka andra statliga bidrag gäller det?",
                help="Skriv vilken myndighet det är, vilka kostnader bidraget gäller, beloppet och när ni fick eller "
                "väntar besked.",
                max_length=2000,
                law=grant_law,
                when=Condition("other_state_grants", (YES,)),
            ),
        ),
    )


def attachments_question(help_text: str) -> DefaultQuestion:
    """Files that the applicant may add; none is demanded, so that nobody is shut out by a missing paper."""
    return DefaultQuestion(
        key="attachments",
        kind="files",
        label="Bilagor",
        help=f"{help_text} Ni kan skicka in ansökan utan bilagor. Saknar vi något hör vi av oss.",
        required=False,
    )
