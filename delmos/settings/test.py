"""The tests: as the demo, on servers of their own, with a database and a broker room per test run."""

import os
import tempfile
from pathlib import Path

from delmos.embedded import Embedded
from delmos.embedded.seal import ensure_seal
from delmos.logs import logging_settings
from delmos.settings.base import *
from delmos.settings.base import (
    AGENCY_NAME,
    BASE_DIR,
    DATABASE_URL,
    INSTALLED_APPS,
    LOG_LEVEL,
    MIDDLEWARE,
    PLAIN_STATIC,
    REDIS_URL,
    broker,
    cache,
    database,
    env,
    storages,
)

LOCAL = BASE_DIR / ".local" / "test"
SECRET_KEY = "test-secret-that-production-refuses"
IDENTITY_KEYS = ["test-identity-key-that-production-refuses"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "delmos.demo"]
# The live server of the journeys serves static files itself, and nothing is collected for a test.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
PROFILES_MAY_BE_UNCONFIRMED = True
SEAL_FILE, SEAL_PASSPHRASE, SEAL_TRUST_FILE = ensure_seal(LOCAL / "seal", AGENCY_NAME)
EID_SERVER_URL = "http://127.0.0.1:9"  # a door, with nobody behind it: the tests of signing in start a provider
STAFF_SECOND_FACTOR = False  # the tests of the second factor turn it on
SIGNING_DEMANDS_FRESH_SIGN_IN = False  # the tests of the fresh sign-in turn it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast on purpose
ACCOUNT_RATE_LIMITS = False  # every test signs in from the same address

if not (DATABASE_URL and REDIS_URL):
    EMBEDDED = Embedded(LOCAL, durable=False)
    DATABASE_URL = DATABASE_URL or EMBEDDED.database_url
    # Two test runs in one folder get two rooms of the broker and two databases.
    REDIS_URL = REDIS_URL or EMBEDDED.redis_url.replace("db=0", f"db={os.getpid() % 1023 + 1}")
DATABASES = {
    "default": {
        **database(DATABASE_URL),
        "ENGINE": "tests.flushable",
        "TEST": {"NAME": f"test_delmos_{os.getpid()}"},
    }
}
CACHES = {"default": cache(REDIS_URL)}
CELERY_BROKER_URL = broker(REDIS_URL)

DOCUMENTS = Path(tempfile.gettempdir()) / f"delmos-test-documents-{os.geteuid()}"
vars().update(env.email_url("EMAIL_URL", default="memorymail://"))  # for workers; pytest-django keeps its own
STORAGES = storages(env.path("DOCUMENT_ROOT", default=str(DOCUMENTS)), static=PLAIN_STATIC)
LOGGING = logging_settings(LOG_LEVEL, readable=True)
