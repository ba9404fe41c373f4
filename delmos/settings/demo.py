"""The demonstration: embedded servers, invented people, a sign-in page without passwords."""

from delmos.embedded import Embedded
from delmos.embedded.seal import ensure_seal
from delmos.logs import logging_settings
from delmos.settings.base import *
from delmos.settings.base import (
    AGENCY_NAME,
    BASE_DIR,
    DATABASE_URL,
    HASHED_STATIC,
    INSTALLED_APPS,
    LOG_LEVEL,
    REDIS_URL,
    broker,
    cache,
    database,
    env,
    storages,
)

LOCAL = BASE_DIR / ".local" / "demo"
SECRET_KEY = "demo-secret-that-production-refuses"  # guards nothing: everybody may sign in as anybody
IDENTITY_KEYS = ["demo-identity-key-that-production-refuses"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])  # a demonstration is shown from any machine name
INSTALLED_APPS = [*INSTALLED_APPS, "delmos.demo"]
PROFILES_MAY_BE_UNCONFIRMED = True
SEAL_FILE, SEAL_PASSPHRASE, SEAL_TRUST_FILE = ensure_seal(LOCAL / "seal", AGENCY_NAME)
STAFF_SECOND_FACTOR = False

if not (DATABASE_URL and REDIS_URL):
    EMBEDDED = Embedded(LOCAL)
    DATABASE_URL = DATABASE_URL or EMBEDDED.database_url
    REDIS_URL = REDIS_URL or EMBEDDED.redis_url
DATABASES = {"default": database(DATABASE_URL)}
CACHES = {"default": cache(REDIS_URL)}
CELERY_BROKER_URL = broker(REDIS_URL)

STORAGES = storages(env.path("DOCUMENT_ROOT", default=str(LOCAL / "documents")), static=HASHED_STATIC)
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
LOGGING = logging_settings(LOG_LEVEL, readable=True)
