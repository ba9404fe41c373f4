"""What anybody may try to do in a case, at any time and in any order. The verbs decide whether it happens.

Each takes the case, who tries, the moment, and what draws or chooses the details.
"""

from tests.grants.casework.acts import appealing, deciding, examining, paying
from tests.grants.casework.acts.attempt import DECIDERS, OFFICERS, STAFF, Act, Try

ACTS = (*examining.ACTS, *deciding.ACTS, *paying.ACTS, *appealing.ACTS)
BY_NAME = {act.name: act for act in ACTS}

__all__ = ["ACTS", "BY_NAME", "DECIDERS", "OFFICERS", "STAFF", "Act", "Try"]
