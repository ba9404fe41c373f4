"""The other letters of a case: that it is written off, that it is delayed, that a request is refused, and jäv."""

from delmos.lib.refusal import Law
from grants.letter_texts.block import Block, how_to_appeal
from grants.letter_texts.parts import (
    APPEALED,
    APPELLANT,
    FL,
    LEFT_OUT,
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    TIME_AND_PLACE,
    heading,
    officials,
    officials_left_out,
)

REASONS = Law(FL, "32 §")
DELAY = Law(FL, "11 och 12 §§")
ON_A_REQUEST = Law(FL, "12 §")
JAV = "[16–18 §§ förvaltningslagen (2017:900)]"

DISSENT: tuple[Block, ...] = (
    heading("Avvikande mening"),
    Block(
        code="meaning",
        title="Vad det betyder",
        shipped="# Vad det betyder\n\nBeslutet {{ beslutsdag }} gäller som det står. Den som föredrar ett ärende eller "
        "deltar i den slutliga handläggningen har rätt att få sin mening antecknad, och ni har rätt att få veta det. "
        "[30 och 33 §§ förvaltningslagen (2017:900)]",
        fields=("beslutsdag",),
        words=("gäller",),
        law=Law(FL, "30 och 33 §§"),
    ),
    Block(
        code="seal",
        title="Om sigillet",
        shipped="Filen är elektroniskt förseglad av {{ myndighet }}. En PDF-läsare visar om sigillet stämmer och filen "
        "är oförändrad.",
        fields=("myndighet",),
    ),
)

WRITE_OFF: tuple[Block, ...] = (
    heading("Beslut om avskrivning"),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        shipped="{{ myndighet }} skriver av ärendet om er ansökan om {{ sökt_belopp }} i statsbidrag till projektet "
        "”{{ projekt }}”.",
        needs=("myndighet", "projekt"),
        fields=("sökt_belopp",),
        law=REASONS,
    ),
    Block(
        code="reasons",
        title="Skälen",
        shipped="Ni återkallade ansökan {{ återkallad }}, innan vi hade fattat beslut om den. Därför finns det inte "
        "längre någon ansökan att pröva.",
        needs=("återkallad",),
        law=REASONS,
    ),
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    Block(
        code="no_appeal",
        title="Att beslutet inte kan överklagas",
        shipped="# Beslutet kan inte överklagas\n\nBeslutet följer det ni själva har begärt och har inte gått er emot. "
        "Därför kan ni inte överklaga det. [42 § förvaltningslagen (2017:900)]",
        words=("överklaga", "42 §"),
        law=APPEALED,
    ),
)

DELAY_NOTICE: tuple[Block, ...] = (
    heading("Ert ärende är försenat"),
    Block(
        code="message",
        title="Att det är försenat",
        shipped="Vi bedömer att det kommer att ta längre tid än väntat att avgöra ärendet om er ansökan till projektet "
        "”{{ projekt }}”. Vi räknar med att ärendet är avgjort **{{ beräknad_dag }}**.",
        needs=("beräknad_dag",),
        fields=("projekt",),
        law=DELAY,
    ),
    Block(
        code="request",
        title="Vad sökanden kan göra",
        shipped="# Det här kan ni göra\n\nAnsökan kom in {{ inkom }}. Är ärendet inte avgjort när sex månader har "
        "gått, alltså från och med {{ får_begära_från }}, får ni skriftligen begära att vi avgör det. Det får ni göra "
        "en gång. Vi ska då inom fyra veckor antingen avgöra ärendet eller avslå begäran i ett särskilt beslut. "
        "[12 § förvaltningslagen (2017:900)]\n\nBegäran gör ni i portalen, under ärendet på Mina sidor, eller i ett "
        "brev till {{ kontakt }}. Ni behöver inte göra något för att ärendet ska avgöras.",
        needs=("får_begära_från", "kontakt"),
        fields=("inkom",),
        words=("fyra veckor", "12 §"),
        law=DELAY,
    ),
    officials("**{{ tjänsteman }}**, handläggare", "tjänsteman"),
    officials_left_out("En handläggare vid {{ myndighet }}"),
    Block(
        code="law",
        title="Stödet i lag",
        shipped="[Underrättelsen lämnas enligt 11 § förvaltningslagen (2017:900).]",
        words=("11 §",),
        law=DELAY,
    ),
)

REQUEST_REFUSED: tuple[Block, ...] = (
    heading("Beslut om avslag på begäran om avgörande"),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        shipped="{{ myndighet }} avslår er begäran om att ärendet om projektet ”{{ projekt }}” ska avgöras.",
        needs=("myndighet", "projekt"),
        law=REASONS,
    ),
    Block(
        code="extent",
        title="Vad beslutet gäller",
        shipped="Beslutet gäller bara när ärendet ska avgöras. Vi fortsätter att handlägga er ansökan.",
    ),
    Block(
        code="background",
        title="Bakgrund",
        shipped="Er ansökan kom in {{ inkom }}. Er begäran om att ärendet ska avgöras kom in {{ begäran_inkom }}.",
        needs=("inkom", "begäran_inkom"),
        law=REASONS,
    ),
    Block(
        code="rules",
        title="Bestämmelser som har tillämpats",
        shipped="12 § förvaltningslagen (2017:900). Om ett ärende som en enskild part har inlett inte är avgjort inom "
        "sex månader får parten begära att det avgörs. Myndigheten ska inom fyra veckor avgöra ärendet eller avslå "
        "begäran i ett särskilt beslut. Begäran får göras en gång under handläggningen.",
        words=("12 §",),
        law=REASONS,
    ),
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    Block(
        code="appeal",
        title="Hur beslutet överklagas",
        shipped=how_to_appeal(
            "Det här beslutet får överklagas till den domstol som skulle pröva ett överklagande av beslutet i ärendet, "
            "allmän förvaltningsdomstol.",
            law="12 § andra stycket förvaltningslagen (2017:900) och {{ regel }}",
            you="ni",
            why="varför ni anser att ärendet ska avgöras nu",
            who=APPELLANT,
            more="Skicka överklagandet till {{ kontakt }}.\n\n",
            onward="Kommer det in i tid lämnar vi det vidare till {{ domstol }}. "
            "[40–46 §§ förvaltningslagen (2017:900)]",
        ),
        needs=(*TIME_AND_PLACE, "kontakt", "regel"),
        words=("skriv", "varför"),
        law=APPEALED,
    ),
    Block(
        code="no_appeal",
        title="Att beslutet inte kan överklagas",
        shipped="# Beslutet kan inte överklagas\n\nEtt avslag på en begäran om avgörande överklagas på samma sätt som "
        "beslutet i ärendet. Det beslutet får inte överklagas, och därför inte heller det här. "
        "[12 § andra stycket förvaltningslagen (2017:900) och {{ regel }}]",
        needs=("regel",),
        words=("inte överklagas",),
        law=APPEALED,
    ),
)

CONFLICT_RULING: tuple[Block, ...] = (
    heading("Beslut i fråga om jäv"),
    Block(
        code="upheld",
        title="När den som frågan gäller är jävig",
        shipped="{{ myndighet }} beslutar att {{ person }} är jävig och inte får ta del i handläggningen av ärendet. "
        f"{JAV}",
        needs=("myndighet", "person"),
        law=REASONS,
    ),
    Block(
        code="not_upheld",
        title="När den som frågan gäller inte är jävig",
        shipped=f"{{{{ myndighet }}}} beslutar att {{{{ person }}}} inte är jävig i ärendet. {JAV}",
        needs=("myndighet", "person"),
        law=REASONS,
    ),
    Block(
        code="immaterial",
        title="När jävet saknar betydelse",
        shipped="{{ myndighet }} beslutar att bortse från jävet, eftersom det är uppenbart att frågan om opartiskhet "
        f"hos {{{{ person }}}} saknar betydelse. {JAV}",
        needs=("myndighet", "person"),
        law=REASONS,
    ),
    officials(
        "Beslutet har fattats av **{{ beslutsfattare }}**. Den som frågan gäller har inte deltagit i prövningen.",
        "beslutsfattare",
    ),
    officials_left_out(
        "Beslutet har fattats av en beslutsfattare vid {{ myndighet }}. Den som frågan gäller har inte deltagit i "
        f"prövningen. {LEFT_OUT}"
    ),
    SEAL,
)
