"""Production: nothing has a default that could be wrong in silence, and an unsafe installation does not start."""

from delmos.logs import logging_settings
from delmos.settings import guard
from delmos.settings.base import *
from delmos.settings.base import (
    DATABASE_URL,
    HASHED_STATIC,
    LOG_LEVEL,
    REDIS_URL,
    broker,
    cache,
    database,
    env,
    storages,
)

AGENCY_NAME = env.str("AGENCY_NAME", "")
MFA_TOTP_ISSUER = AGENCY_NAME
SITE_URL = env.str("SITE_URL", "")
SECRET_KEY = env.str("SECRET_KEY", "")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DOCUMENT_ROOT = env.str("DOCUMENT_ROOT", "")
EMAIL_URL = env.str("EMAIL_URL", "")

# The proxy in front ends TLS and must set this header itself (and remove one that a visitor sends).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", True)
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", True)

guard.refuse(globals())

DATABASES = {"default": database(DATABASE_URL)}
CACHES = {"default": cache(REDIS_URL)}
CELERY_BROKER_URL = broker(REDIS_URL)
STORAGES = storages(env.path("DOCUMENT_ROOT"), static=HASHED_STATIC)
vars().update(env.email_url("EMAIL_URL"))
LOGGING = logging_settings(LOG_LEVEL, readable=False)
