"""A real OpenID Connect provider, to be run as a process of its own (see `tests.oidc.provider_process`).

The package oidc-provider-mock does the work: it asks who one is, signs with RS256 and lets a code be used once. Here it
also demands the PKCE verifier, and spoils what it issues when the claims of a person ask for it:

``spoil``     claims of the ID token that are overwritten, or taken away (null)
``sign``      "another key", "shared secret" or "nothing", in place of the key that the provider publishes
``userinfo``  claims that userinfo overwrites
"""

import base64
import hashlib
import json
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import jwt
import oidc_provider_mock
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock._storage import storage
from werkzeug.serving import make_server

SECRET = "the secret that both sides know, long enough for HS256"
CONTROLS = {"spoil", "sign", "userinfo"}
app = oidc_provider_mock.app()
challenges: dict[str, str] = {}  # by authorization code
another_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@app.before_request
def demand_verifier() -> Any:
    """RFC 7636: who brings the code must be who asked for it."""
    if flask.request.path != "/oauth2/token":
        return None
    digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
    shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    fits = challenges.get(flask.request.form.get("code", "")) == shown
    return None if fits else (flask.jsonify({"error": "invalid_grant"}), 400)


@app.after_request
def spoil(response: flask.Response) -> flask.Response:
    """Keep the challenge of a code that is given out; spoil the token or userinfo that is."""
    if flask.request.path == "/oauth2/authorize" and "Location" in response.headers:
        code = parse_qs(urlsplit(response.headers["Location"]).query).get("code", [""])[0]
        challenges[code] = flask.request.args.get("code_challenge", "")
    if flask.request.path == "/oauth2/token" and response.status_code == 200:
        answer = response.get_json()
        response.set_data(json.dumps(answer | {"id_token": issued(answer["id_token"])}))
    if flask.request.path == "/userinfo" and response.status_code == 200:
        claims = response.get_json()
        said = {name: value for name, value in claims.items() if name not in CONTROLS}
        response.set_data(json.dumps(said | claims.get("userinfo", {})))
    return response


def issued(id_token: str) -> str:
    """The token as this person shall get it, signed anew."""
    claims = jwt.decode(id_token, options={"verify_signature": False})
    wish = {name: claims.pop(name, None) for name in CONTROLS}
    claims |= {"auth_time": int(time.time())} | (wish["spoil"] or {})
    claims = {name: value for name, value in claims.items() if value is not None}
    kid = jwt.get_unverified_header(id_token).get("kid") or storage.jwk.as_dict().get("kid")
    key, algorithm = {
        "another key": (another_key, "RS256"),
        "shared secret": (SECRET, "HS256"),
        "nothing": (None, "none"),
    }.get(wish["sign"] or "", (storage.jwk.as_pem(is_private=True), "RS256"))
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()
