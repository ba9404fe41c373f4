"""The standing texts of the letters as the portal ships them, and the fields that may stand in them.

An agency's lawyer writes versions of their own over them (``grants.models.LetterText``). The code knows three things:
which texts a letter has, what each must hold to be published, and what it says until somebody has written another.
"""

from grants.enums import LetterKind
from grants.letter_texts.after import APPEAL_DISMISSED, CORRECTION
from grants.letter_texts.block import Block
from grants.letter_texts.decision import DECISION
from grants.letter_texts.in_a_case import CONFLICT_RULING, DELAY_NOTICE, DISSENT, REQUEST_REFUSED, WRITE_OFF
from grants.letter_texts.payment_stop import PAYMENT_STOP, PAYMENT_STOP_LIFTED
from grants.letter_texts.release import RELEASE_COVER, RELEASE_REFUSAL

BLOCKS: dict[LetterKind, dict[str, Block]] = {
    letter: {block.code: block for block in blocks}
    for letter, blocks in {
        LetterKind.DECISION: DECISION,
        LetterKind.DISSENT: DISSENT,
        LetterKind.WRITE_OFF: WRITE_OFF,
        LetterKind.DELAY_NOTICE: DELAY_NOTICE,
        LetterKind.REQUEST_REFUSED: REQUEST_REFUSED,
        LetterKind.CONFLICT_RULING: CONFLICT_RULING,
        LetterKind.APPEAL_DISMISSED: APPEAL_DISMISSED,
        LetterKind.PAYMENT_STOP: PAYMENT_STOP,
        LetterKind.PAYMENT_STOP_LIFTED: PAYMENT_STOP_LIFTED,
        LetterKind.CORRECTION: CORRECTION,
        LetterKind.RELEASE_COVER: RELEASE_COVER,
        LetterKind.RELEASE_REFUSAL: RELEASE_REFUSAL,
    }.items()
}

# Letters about an application, which is bound to the wording of an ordinance; their texts may differ with it.
OF_AN_APPLICATION = frozenset(
    {
        LetterKind.DECISION,
        LetterKind.DISSENT,
        LetterKind.WRITE_OFF,
        LetterKind.DELAY_NOTICE,
        LetterKind.REQUEST_REFUSED,
        LetterKind.APPEAL_DISMISSED,
        LetterKind.PAYMENT_STOP,
        LetterKind.PAYMENT_STOP_LIFTED,
        LetterKind.CORRECTION,
    }
)

__all__ = ["BLOCKS", "OF_AN_APPLICATION", "Block"]
