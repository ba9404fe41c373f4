"""The letters of a payment stop: that what is granted is not paid, and that it is paid after all."""

from grants.letter_texts.block import Block
from grants.letter_texts.parts import (
    APPEALED,
    DOCUMENTED,
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    heading,
    officials,
)

NO_APPEAL = Block(
    code="no_appeal",
    title="Att beslutet inte kan överklagas",
    shipped="# Beslutet kan inte överklagas\n\nBeslutet får inte överklagas. [{{ regel }}]",
    needs=("regel",),
    words=("överklaga",),
    law=APPEALED,
)

PAYMENT_STOP: tuple[Block, ...] = (
    heading("Beslut om hinder mot utbetalning"),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        shipped="{{ myndighet }} beslutar att **{{ hindrat_belopp }}** av bidraget till projektet ”{{ projekt }}” inte "
        "ska betalas ut. Beslutet gäller genast.",
        needs=("myndighet", "hindrat_belopp", "projekt"),
        law=DOCUMENTED,
    ),
    Block(
        code="extent",
        title="Vad beslutet inte gäller",
        shipped="Det som redan är utbetalt berörs inte av det här beslutet. Ni ska fortfarande redovisa det. Om vi "
        "upphäver hindret får ni ett nytt beslut.",
    ),
    Block(
        code="rules",
        title="Bestämmelser som har tillämpats",
        shipped="{{ text_om_stopp }}",
        needs=("text_om_stopp",),
        law=DOCUMENTED,
    ),
    officials(
        "Beslutet har fattats av **{{ beslutsfattare }}** efter föredragning av **{{ föredragande }}**.",
        "beslutsfattare",
        "föredragande",
    ),
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    NO_APPEAL,
)

PAYMENT_STOP_LIFTED: tuple[Block, ...] = (
    heading("Beslut att upphäva hinder mot utbetalning"),
    Block(
        code="outcome",
        title="Vad vi beslutar",
        shipped="{{ myndighet }} upphäver beslutet {{ hindret_beslutat }} om hinder mot utbetalning. "
        "**{{ hindrat_belopp }}** av bidraget till projektet ”{{ projekt }}” kan därmed betalas ut.",
        needs=("myndighet", "hindret_beslutat", "hindrat_belopp", "projekt"),
        law=DOCUMENTED,
    ),
    Block(
        code="rules",
        title="Bestämmelser som har tillämpats",
        shipped="{{ text_om_stopp }}",
        needs=("text_om_stopp",),
        law=DOCUMENTED,
    ),
    ONE_DECIDER,
    ONE_DECIDER_LEFT_OUT,
    SEAL,
    NO_APPEAL,
)
