"""A personal identity number is recognised and never kept: what is stored is a keyed hash of it."""

import hmac
from hashlib import sha256

from django.conf import settings

_PURPOSE = b"delmos:person:1:"  # the same key used for something else would give another hash


def marks_of(number: str) -> tuple[str, ...]:
    """What stands for ``number`` under each key of IDENTITY_KEYS, the key in use first.

    The mark begins with eight hexadecimal digits that tell which key made it. Without the key nobody can find the
    number by trying them all. A link with an older key's mark gets the newest when its person next signs in.
    """
    return tuple(f"{_name(key)}:{_hash(key, number)}" for key in settings.IDENTITY_KEYS)


def _name(key: str) -> str:
    return sha256(b"name:" + key.encode()).hexdigest()[:8]


def _hash(key: str, number: str) -> str:
    return hmac.new(key.encode(), _PURPOSE + number.encode(), sha256).hexdigest()
