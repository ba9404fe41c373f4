"""The ID token: everything that must hold before a word of it is believed (OpenID Connect Core 3.1.3.7)."""

import hmac
from typing import Any

import jwt

# Signed with the provider's private key. A shared secret (HS256) or no signature at all proves nothing here.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
DEMANDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
SKEW = 30  # seconds that the provider's clock may differ from ours


class InvalidToken(Exception):
    """The token proves nothing. ``str()`` says why, for the log: never what the token holds."""


def verified(id_token: str, *, keys: Any, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that the provider signed, for us, now, in answer to our question.

    ``keys`` is the provider's JSON Web Key Set as it came. Raises InvalidToken.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            _key_of(id_token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=SKEW,
            options={"require": DEMANDED},
        )
    except jwt.PyJWTError as error:
        raise InvalidToken(type(error).__name__) from None
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise InvalidToken("nonce")
    others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if others else client_id) != client_id:
        raise InvalidToken("azp")
    return claims


def _key_of(id_token: str, keys: Any) -> jwt.PyJWK:
    """The key that the token names. A token without a name fits only a set of one key."""
    header = jwt.get_unverified_header(id_token)
    algorithm, name = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise InvalidToken("algorithm")
    found = [
        key
        for key in (keys.get("keys", []) if isinstance(keys, dict) else [])
        if isinstance(key, dict) and key.get("use", "sig") == "sig" and name in (None, key.get("kid"))
    ]
    if len(found) != 1:
        raise InvalidToken("key")
    return jwt.PyJWK(found[0], algorithm=algorithm)
