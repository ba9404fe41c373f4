"""Texts that several letters share."""

from delmos.lib.refusal import Law
from grants.letter_texts.block import Block

FL = "förvaltningslagen (2017:900)"
DOCUMENTED = Law(FL, "31 §")
TOLD = Law(FL, "33 §")
APPEALED = Law(FL, "33 och 40–46 §§")
TIME_AND_PLACE = ("diarienummer", "domstol", "myndighet", "tid_att_överklaga")
ALONE = "Ingen annan har deltagit i handläggningen av beslutet."
LEFT_OUT = "Namnen på dem som har deltagit är utelämnade. [33 § förvaltningslagen (2017:900)]"
APPELLANT = "namn, organisationsnummer, adress, e-postadress och telefonnummer"

SEAL = Block(
    code="seal",
    title="Om sigillet",
    shipped="Filen förseglas elektroniskt av {{ myndighet }} när beslutet fattas. En PDF-läsare visar om sigillet "
    "stämmer och filen är oförändrad.",
    fields=("myndighet",),
)


def heading(text: str) -> Block:
    """The heading of a letter, which is also the title of the file."""
    return Block(code="heading", title="Rubrik", shipped=text, inline=True)


def officials(text: str, *needs: str, alone: bool = False) -> Block:
    """Who has taken part; ``alone``: when nobody has presented the case."""
    return Block(
        code="officials_alone" if alone else "officials",
        title="Vem som har beslutat utan föredragning" if alone else "Vem som har beslutat",
        shipped=text,
        needs=needs,
        fields=("myndighet",),
        law=DOCUMENTED,
    )


def officials_left_out(text: str) -> Block:
    """The same, when names are left out because of a threat. No field here names anybody."""
    return Block(
        code="officials_left_out",
        title="Vem som har beslutat, när namn är utelämnade",
        shipped=text,
        fields=("myndighet",),
        law=TOLD,
    )


ONE_DECIDER = officials(f"Beslutet har fattats av **{{{{ beslutsfattare }}}}**. {ALONE}", "beslutsfattare")
ONE_DECIDER_LEFT_OUT = officials_left_out(
    f"Beslutet har fattats av en beslutsfattare vid {{{{ myndighet }}}}. {LEFT_OUT}"
)
