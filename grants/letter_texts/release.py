"""Letters about public documents (2 kap. TF, 6 kap. OSL)."""

from delmos.lib.refusal import Law
from grants.letter_texts.block import Block, how_to_appeal
from grants.letter_texts.parts import APPEALED, TIME_AND_PLACE, heading, officials

OSL = "offentlighets- och sekretesslagen (2009:400)"
WRITTEN_DECISION = Law(OSL, "6 kap. 3 §")

RELEASE_COVER: tuple[Block, ...] = (
    heading("Utlämnande av allmän handling"),
    Block(
        code="intro",
        title="Inledning",
        shipped="Här är svaret på din begäran hos {{ myndighet }}. Du har inte behövt säga vem du är eller varför du "
        "vill ha handlingarna.",
        fields=("myndighet",),
    ),
    Block(
        code="not_content",
        title="Rätten till ett skriftligt beslut",
        shipped="# Om du inte är nöjd\n\nUppgifter som är hemliga enligt lag lämnar vi inte ut. På de maskerade "
        "sidorna står vilken bestämmelse varje maskering stöds på. Du har rätt att få ett skriftligt beslut av "
        "myndigheten, och det beslutet kan du överklaga till {{ domstol }}. Säg till oss så får du det, och ange "
        f"diarienumret {{{{ diarienummer }}}}. [6 kap. 3, 7 och 8 §§ {OSL}]",
        needs=("diarienummer", "domstol"),
        words=("skriftligt beslut", "6 kap. 3"),
        law=WRITTEN_DECISION,
    ),
)

RELEASE_REFUSAL: tuple[Block, ...] = (
    heading("Beslut att inte lämna ut allmän handling"),
    Block(
        code="outcome",
        title="Vad vi beslutar (före listan över handlingar)",
        shipped="{{ myndighet }} avslår begäran i de delar som står nedan.",
        needs=("myndighet",),
        law=WRITTEN_DECISION,
    ),
    Block(
        code="rules",
        title="Bestämmelser",
        shipped="Var och en har rätt att ta del av allmänna handlingar, men rätten får begränsas genom lag. "
        "[2 kap. 1, 2 och 18–19 §§ tryckfrihetsförordningen]",
        words=("tryckfrihetsförordningen",),
        law=WRITTEN_DECISION,
    ),
    officials(
        "Beslutet har fattats av **{{ beslutsfattare }}** efter föredragning av **{{ föredragande }}**, som gjorde den "
        "första prövningen.",
        "beslutsfattare",
        "föredragande",
    ),
    Block(
        code="appeal",
        title="Hur beslutet överklagas",
        shipped=how_to_appeal(
            "Du kan överklaga beslutet till {{ domstol }}.",
            law=f"6 kap. 7 och 8 §§ {OSL}",
            you="du",
            why="hur du vill att beslutet ska ändras, och varför",
            who="namn och hur domstolen kan nå dig",
            more="",
            onward="Vi prövar om överklagandet har kommit in i tid och lämnar det sedan skyndsamt till {{ domstol }}. "
            "[43–46 §§ förvaltningslagen (2017:900)]",
        ),
        needs=TIME_AND_PLACE,
        words=("skriv", "varför", "6 kap. 7"),
        law=APPEALED,
    ),
)
