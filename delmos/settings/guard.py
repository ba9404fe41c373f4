"""What production refuses to start with: one plain sentence per fault."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from accounts.enums import Role

SECRET_LENGTH = 50
IDENTITY_KEY_LENGTH = 40
_DEMO_WORDS = ("demo", "test-secret", "test-identity", "insecure", "changeme", "change-me", "example")

Settings = Mapping[str, Any]
_RULES: tuple[tuple[str, Callable[[Settings], bool]], ...] = (
    (
        f"SECRET_KEY must be set to a random text of at least {SECRET_LENGTH} characters.",
        lambda s: len(s["SECRET_KEY"]) < SECRET_LENGTH,
    ),
    (
        "SECRET_KEY is one of the demonstration's; make a new one for this installation.",
        lambda s: any(word in s["SECRET_KEY"].lower() for word in _DEMO_WORDS),
    ),
    ("DEBUG must be off: it shows personal data and secrets on error pages.", lambda s: s["DEBUG"]),
    (
        "ALLOWED_HOSTS must name the host names of the portal, and never *.",
        lambda s: not s["ALLOWED_HOSTS"] or "*" in s["ALLOWED_HOSTS"],
    ),
    (
        "SESSION_COOKIE_SECURE must be on: the session travels over HTTPS only.",
        lambda s: not s["SESSION_COOKIE_SECURE"],
    ),
    ("CSRF_COOKIE_SECURE must be on: the form token travels over HTTPS only.", lambda s: not s["CSRF_COOKIE_SECURE"]),
    ("SECURE_SSL_REDIRECT must be on: the portal answers over HTTPS only.", lambda s: not s["SECURE_SSL_REDIRECT"]),
    ("SECURE_HSTS_SECONDS must be more than 0: browsers must keep to HTTPS.", lambda s: s["SECURE_HSTS_SECONDS"] <= 0),
    ("AGENCY_NAME must say which agency the letters come from.", lambda s: not s["AGENCY_NAME"]),
    ("REGISTRAR_EMAIL must say where the public asks for documents.", lambda s: _is_of_the_demo(s["REGISTRAR_EMAIL"])),
    (
        "SITE_URL must be the portal's own address, beginning with https://.",
        lambda s: not s["SITE_URL"].startswith("https://"),
    ),
    ("DATABASE_URL must name the PostgreSQL database.", lambda s: not s["DATABASE_URL"].startswith("postgres")),
    ("REDIS_URL must name the broker.", lambda s: not s["REDIS_URL"]),
    ("DOCUMENT_ROOT must name the folder where documents are kept.", lambda s: not s["DOCUMENT_ROOT"]),
    ("EMAIL_URL must name the mail server.", lambda s: not s["EMAIL_URL"]),
    (
        "SEAL_FILE, SEAL_PASSPHRASE and SEAL_TRUST_FILE must name the agency's seal and what it is verified against.",
        lambda s: not (s["SEAL_FILE"] and s["SEAL_PASSPHRASE"] and s["SEAL_TRUST_FILE"]),
    ),
    ("CLAMD_ADDRESS must name the virus scanner as host:port.", lambda s: ":" not in s["CLAMD_ADDRESS"]),
    (
        "EID_SERVER_URL, EID_CLIENT_ID and EID_CLIENT_SECRET must name the provider of e-legitimation, over HTTPS.",
        lambda s: not (s["EID_SERVER_URL"].startswith("https://") and s["EID_CLIENT_ID"] and s["EID_CLIENT_SECRET"]),
    ),
    ("EID_ACR_VALUES must name the levels of assurance that are enough.", lambda s: not s["EID_ACR_VALUES"]),
    (
        f"IDENTITY_KEYS must hold random keys of at least {IDENTITY_KEY_LENGTH} characters, none of them SECRET_KEY.",
        lambda s: not s["IDENTITY_KEYS"] or any(_is_weak(key, s) for key in s["IDENTITY_KEYS"]),
    ),
    (
        "STAFF_OIDC_SERVER_URL, when it is set, must be HTTPS, with STAFF_OIDC_CLIENT_ID and STAFF_OIDC_CLIENT_SECRET.",
        lambda s: (
            bool(s["STAFF_OIDC_SERVER_URL"])
            and not (
                s["STAFF_OIDC_SERVER_URL"].startswith("https://")
                and s["STAFF_OIDC_CLIENT_ID"]
                and s["STAFF_OIDC_CLIENT_SECRET"]
            )
        ),
    ),
    (
        "STAFF_OIDC_ROLES must give each group one of the roles: " + ", ".join(Role.values) + ".",
        lambda s: any(role not in Role.values for _, role in s["STAFF_OIDC_ROLES"]),
    ),
    (
        "SIGNING_DEMANDS_FRESH_SIGN_IN must be on: who signs has just proved who they are.",
        lambda s: not s["SIGNING_DEMANDS_FRESH_SIGN_IN"],
    ),
    ("STAFF_SECOND_FACTOR must be on: staff sign in with a second factor.", lambda s: not s["STAFF_SECOND_FACTOR"]),
    (
        "PROFILES_MAY_BE_UNCONFIRMED must be off: decisions rest on confirmed ordinances.",
        lambda s: s["PROFILES_MAY_BE_UNCONFIRMED"],
    ),
    (
        "delmos.demo must not be installed: it lets anybody sign in as anybody.",
        lambda s: "delmos.demo" in s["INSTALLED_APPS"],
    ),
)


def _is_of_the_demo(address: str) -> bool:
    return "@" not in address or address.endswith(".example")


def _is_weak(key: str, settings: Settings) -> bool:
    known = key == settings["SECRET_KEY"] or any(word in key.lower() for word in _DEMO_WORDS)
    return known or len(key) < IDENTITY_KEY_LENGTH


def faults(settings: Settings) -> list[str]:
    """The sentences of every rule that these settings break."""
    return [sentence for sentence, broken in _RULES if broken(settings)]


def refuse(settings: Settings) -> None:
    """Raise ImproperlyConfigured with every fault, one sentence a line."""
    if found := faults(settings):
        raise ImproperlyConfigured("The portal does not start.\n" + "\n".join(found))
