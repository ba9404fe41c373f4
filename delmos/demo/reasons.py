"""What the agency's invented people write when they ask, assess and decide."""

SCORE_REASONS: tuple[str, ...] = (
    "Insatsen svarar väl mot syftet och bygger på ett tydligt beskrivet behov.",
    "Beskrivningen är konkret, men det kunde stå mer om hur resultatet ska tas om hand.",
    "Planering, budget och mål hänger ihop. Ansvaret är tydligt fördelat.",
    "Samarbetet är väl förankrat, och de berörda har varit med från början.",
    "Underlaget är tillräckligt. Inget i handlingarna talar emot bedömningen.",
)

REASONS_IN_FULL: tuple[str, ...] = (
    "Insatsen bedöms bidra till syftet med bidraget. Behovet är väl beskrivet, kostnaderna är rimliga och arbetet kan "
    "väntas leva vidare när bidraget är slut. Det finns därför skäl att bifalla ansökan.",
    "Ansökan uppfyller kraven i förordningen. Den når högt på de kriterier som väger tyngst, och budgeten är "
    "realistisk i förhållande till det som ska göras. Det finns skäl att bevilja hela det sökta beloppet.",
    "Insatsen är relevant och väl planerad. De som berörs har medverkat i planeringen. Det finns därför skäl att "
    "bevilja det sökta beloppet.",
)
REASONS_IN_PART: tuple[str, ...] = (
    "Insatsen bedöms bidra till syftet med bidraget. Budgeten för lokaler och material är högre än vad som behövs för "
    "det arbete som beskrivs. Det finns därför skäl att bifalla ansökan delvis.",
    "Insatsen är relevant, men delar av kostnaderna gäller den ordinarie verksamheten. Bidrag lämnas för återstoden.",
    "Ansökan uppfyller kraven och når gott resultat i bedömningen. Många har sökt, och beloppet sätts därför ned så "
    "att medlen räcker till fler insatser.",
)
REASONS_AGAINST: tuple[str, ...] = (
    "Ansökan beskriver i huvudsak den verksamhet som redan bedrivs. Det framgår inte hur insatsen bidrar till syftet "
    "med bidraget. Det finns därför inte skäl att bevilja bidrag.",
    "Andra ansökningar bedöms ha bättre förutsättningar att bidra till syftet. Medlen räcker inte till alla som "
    "uppfyller kraven. Det finns därför inte skäl att bevilja bidrag.",
)

# What an application lacks, by question.
LACKING: dict[str, str] = {
    "attachments": "Protokollet från senaste årsmötet, där det framgår vilka som sitter i styrelsen.",
    "follow_up": "Hur många ni räknar med att nå, och när ni räknar dem.",
}
CONSEQUENCE = "Om ni inte svarar i tid prövar vi ansökan som den är. Den kan då avslås."

# What the officer has found in a register, and shows the applicant before anything is decided.
FOUND = (
    "Enligt Kronofogdens register har föreningen en skuld för avgifter. Den kan ha betydelse för om ni kan få bidrag. "
    "Skriv om uppgiften stämmer, och om skulden är betald."
)
DELAYED_BECAUSE = (
    "Utlysningen fick nästan dubbelt så många ansökningar som vi räknade med. Er ansökan är kontrollerad, men "
    "bedömningen av projekten är inte klar."
)
