"""The letters that follow a decision: that an appeal is dismissed, and that a slip of the pen is corrected."""

from delmos.lib.refusal import Law
from grants.letter_texts.block import Block, how_to_appeal
from grants.letter_texts.parts import (
    APPEALED,
    APPELLANT,
    FL,
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    TIME_AND_PLACE,
    heading,
    officials,
)

TIMELINESS = Law(FL, "44 och 45 §§")
CORRECTED = Law(FL, "36 §")

APPEAL_DISMISSED: tuple[Block, ...] = (
    heading("Beslut att avvisa överklagande"),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        shipped="{{ myndighet }} avvisar ert överklagande. Det kom in för sent.",
        needs=("myndighet",),
        law=TIMELINESS,
    ),
    Block(
        code="background",
        title="Dagarna",
        shipped="Ni fick del av beslutet {{ mottaget }}. Sista dag att överklaga var {{ sista_dag_överklaga }}. "
        "Överklagandet kom in till oss {{ överklagandet_inkom }}.",
        needs=("mottaget", "sista_dag_överklaga", "överklagandet_inkom"),
        law=TIMELINESS,
    ),
    Block(
        code="rules",
        title="Bestämmelser som har tillämpats",
        shipped="44 och 45 §§ förvaltningslagen (2017:900). Ett överklagande ska ha kommit in inom tre veckor från den "
        "dag då den som överklagar fick del av beslutet. Den myndighet som har fattat beslutet prövar om överklagandet "
        "har kommit in i rätt tid, och avvisar det annars. Det avvisas inte om förseningen beror på att myndigheten "
        "har underrättat felaktigt om hur man överklagar, eller om överklagandet kom in till domstolen i rätt tid.",
        words=("44", "45 §§"),
        law=TIMELINESS,
    ),
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    Block(
        code="appeal",
        title="Hur beslutet överklagas",
        shipped=how_to_appeal(
            "Beslutet att avvisa överklagandet får överklagas till allmän förvaltningsdomstol.",
            law="40–44 §§ förvaltningslagen (2017:900)",
            you="ni",
            why="varför ni anser att överklagandet kom in i rätt tid",
            who=APPELLANT,
            more="Ni kan överklaga i portalen, under ärendet på Mina sidor, eller skicka överklagandet till "
            "{{ kontakt }}.\n\n",
            onward="Kommer det in i tid lämnar vi det vidare till {{ domstol }}. [46 § förvaltningslagen (2017:900)]",
        ),
        needs=(*TIME_AND_PLACE, "kontakt"),
        words=("skriv", "varför"),
        law=APPEALED,
    ),
)

CORRECTION: tuple[Block, ...] = (
    heading("Rättelse av beslut"),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        shipped="{{ myndighet }} rättar ett skrivfel i beslutet {{ beslutsdag }}.",
        needs=("myndighet", "beslutsdag"),
        law=CORRECTED,
    ),
    Block(
        code="extent",
        title="Vad rättelsen inte ändrar",
        shipped="Beslutet gäller i övrigt som det står, och beloppet ändras inte.",
    ),
    Block(
        code="rules",
        title="Bestämmelser som har tillämpats",
        shipped="Ett beslut med en uppenbar felaktighet genom ett skrivfel eller något annat liknande förbiseende får "
        "rättas av den myndighet som har meddelat det. [36 § förvaltningslagen (2017:900)]",
        words=("36 §",),
        law=CORRECTED,
    ),
    officials("Rättelsen har beslutats av **{{ beslutsfattare }}**.", "beslutsfattare"),
    ONE_DECIDER_LEFT_OUT,
    SEAL,
)
