"""The decision on an application (INV-12, INV-13)."""

from delmos.lib.refusal import Law
from grants.enums import DecisionKind
from grants.letter_texts.block import Block, how_to_appeal
from grants.letter_texts.parts import (
    APPEALED,
    APPELLANT,
    FL,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    TIME_AND_PLACE,
    officials,
)

CONTENT = Law(FL, "31 §")
GIVEN = "Ni får **{{ belopp }}** i statsbidrag för {{ budgetår }} till projektet ”{{ projekt }}”."
SOUGHT = "er ansökan om {{ sökt_belopp }} i statsbidrag till projektet ”{{ projekt }}”."

DECISION: tuple[Block, ...] = (
    Block(
        code="heading",
        title="Rubrik",
        by_kind={
            DecisionKind.GRANT: "Beslut om statsbidrag",
            DecisionKind.PARTIAL_GRANT: "Beslut om statsbidrag, delvis bifall",
            DecisionKind.REJECT: "Beslut om avslag på ansökan om statsbidrag",
            DecisionKind.DISMISS: "Beslut att avvisa ansökan om statsbidrag",
        },
        inline=True,
    ),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        by_kind={
            DecisionKind.GRANT: f"{{{{ myndighet }}}} beviljar er ansökan. {GIVEN}",
            DecisionKind.PARTIAL_GRANT: f"{{{{ myndighet }}}} beviljar delvis er ansökan. {GIVEN}",
            DecisionKind.REJECT: f"{{{{ myndighet }}}} avslår {SOUGHT}",
            DecisionKind.DISMISS: f"{{{{ myndighet }}}} avvisar {SOUGHT}",
        },
        fields=("sökt_belopp",),
        needs=("myndighet", "projekt"),
        needs_when_giving=("belopp", "budgetår"),
        law=CONTENT,
    ),
    Block(code="purpose", title="Vad bidraget är till", shipped="{{ syfte }}", needs=("syfte",), law=CONTENT),
    Block(
        code="report",
        title="Slutredovisning",
        shipped="Sista dag att lämna slutredovisning är **{{ sista_dag_redovisning }}**. Redovisningen lämnas i "
        "portalen. [{{ regel_redovisning }}]",
        needs=("sista_dag_redovisning", "regel_redovisning"),
        law=CONTENT,
    ),
    Block(
        code="payment",
        title="Utbetalning (efter raterna)",
        shipped="Vi betalar till det konto som ni har uppgett och vi har kontrollerat. [{{ regel_utbetalning }}]",
        needs=("regel_utbetalning",),
        law=CONTENT,
    ),
    Block(
        code="payment_stop",
        title="När utbetalningen kan stoppas",
        shipped="{{ text_om_stopp }}",
        needs=("text_om_stopp",),
        law=CONTENT,
    ),
    Block(
        code="repayment",
        title="När bidraget kan behöva betalas tillbaka (före förordningens lista)",
        shipped="Ni kan bli skyldiga att betala tillbaka bidraget helt eller delvis i något av de här fallen. "
        "[{{ regel_återkrav }}]",
        needs=("regel_återkrav",),
        words=("betala tillbaka",),
        law=CONTENT,
    ),
    officials(
        "Beslutet har fattats av **{{ beslutsfattare }}** efter föredragning av **{{ föredragande }}**.",
        "beslutsfattare",
        "föredragande",
    ),
    officials(
        "Beslutet har fattats av **{{ beslutsfattare }}** utan föredragning, som arbetsordningen medger. "
        "[20 § myndighetsförordningen (2007:515)]",
        "beslutsfattare",
        alone=True,
    ),
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    Block(
        code="appeal",
        title="Hur beslutet överklagas",
        shipped=how_to_appeal(
            "Beslutet får överklagas till allmän förvaltningsdomstol.",
            law="{{ regel }}",
            you="ni",
            why="varför ni anser att beslutet är fel och hur ni vill att det ska ändras",
            who=APPELLANT,
            more="Skicka överklagandet till {{ kontakt }}.\n\n",
            onward="Kommer det in i tid och vi inte själva ändrar beslutet, lämnar vi det vidare till {{ domstol }}. "
            "[40–46 §§ förvaltningslagen (2017:900)]",
        ),
        needs=(*TIME_AND_PLACE, "kontakt", "regel"),
        words=("skriv", "varför"),
        law=APPEALED,
        differs_by_kind=True,
    ),
    Block(
        code="no_appeal",
        title="Att beslutet inte kan överklagas",
        shipped="# Beslutet kan inte överklagas\n\nDet här beslutet får inte överklagas. [{{ regel }}]",
        needs=("regel",),
        words=("inte överklagas",),
        law=APPEALED,
        differs_by_kind=True,
    ),
)
