"""What every installation shares. Values that differ between installations come from the environment only."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from delmos.broker import celery_address

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEBUG = False

# --- who we are ------------------------------------------------------------------------------------------------------
AGENCY_NAME = env.str("AGENCY_NAME", "Delegationen mot segregation")
REGISTRAR_EMAIL = env.str("REGISTRAR_EMAIL", "registrator@delmos.example")  # where the public asks for documents
SITE_URL = env.str("SITE_URL", "http://localhost:8000")  # the portal's own address, as mails write it
LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# --- rules an installation may set -----------------------------------------------------------------------------------
# An ordinance profile whose law texts nobody has confirmed may carry a demonstration, never a decision.
PROFILES_MAY_BE_UNCONFIRMED = False
STAFF_SECOND_FACTOR = True
SIGNING_DEMANDS_FRESH_SIGN_IN = True
FRESH_SIGN_IN_SECONDS = 5 * 60  # how long after proving who one is a person may sign
DRAFT_VERSIONS_DAYS = 180  # how long after closing the old versions of a draft that was not sent in are kept
# The agency's electronic seal: a PKCS #12 file with key and certificate, and the certificates (PEM) that a seal of the
# agency, today's or an earlier one, is verified against. docs/letters.md tells how they are got and renewed.
SEAL_FILE = env.str("SEAL_FILE", "")
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", "")
SEAL_TRUST_FILE = env.str("SEAL_TRUST_FILE", "")
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")  # host:port of the virus scanner; empty: files stay unchecked, and say so

# --- parts -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "delmos.urls"
WSGI_APPLICATION = "delmos.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "journal",
    "accounts",
    "applicants",
    "grants",
    "reporting",
]
MIDDLEWARE = [
    "delmos.middleware.HealthFirst",
    "delmos.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInDemanded",  # a page is closed unless it says login_not_required
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.StaffSecondFactor",
    "delmos.refusals.RefusalMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["delmos.lib.template"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "delmos.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database, broker, cache -----------------------------------------------------------------------------------------
# The servers this process may start by itself (delmos.embedded.Embedded); only demo and test settings have any.
EMBEDDED: Any = None
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")


def database(url: str) -> dict[str, Any]:
    """Django's database settings for a DATABASE_URL."""
    return {**environ.Env.db_url_config(url), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def cache(url: str) -> dict[str, Any]:
    """Django's cache settings for a REDIS_URL: counters of sign-in attempts that all web processes share."""
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": "delmos-cache"}


# --- tasks: the row is the queue, so a message may be lost or come twice ---------------------------------------------
def broker(url: str) -> str:
    """Celery's form of a REDIS_URL."""
    return celery_address(url)


CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Drawing letters leaves memory behind: a process that has come to hold this much (KiB) is replaced after its task.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.int("WORKER_MEMORY_KIB", 256 * 1024)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60}  # seconds until a dead worker's message comes back
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "delmos.health.HeartbeatScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 2  # seconds; beat leaves its mark of life at every turn

# --- sign-in ---------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["accounts.backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "reset_password": "accounts.forms.ForgottenPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the agency or by an organisation's signatory
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is told by mail that an address is unknown here
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the agency makes the accounts: an unconfirmed address must not keep staff out
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.AddKeyForm"}
MFA_TOTP_ISSUER = AGENCY_NAME
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds: a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.kept.csrf_failure"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- sign-in through others, by OpenID Connect (docs/sign-in.md) ------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "accounts.adapter.ProviderAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True  # a new way in is opened only by who has just proved who they are
# Applicants: e-legitimation through a broker of the agency's choice. Names of claims and scopes are those of the
# Swedish OpenID Connect profile unless the broker uses others.
EID_SERVER_URL = env.str("EID_SERVER_URL", "")
EID_CLIENT_ID = env.str("EID_CLIENT_ID", "")
EID_CLIENT_SECRET = env.str("EID_CLIENT_SECRET", "")
EID_SCOPES = env.list(
    "EID_SCOPES",
    default=["openid", "https://id.oidc.se/scope/naturalPersonInfo", "https://id.oidc.se/scope/naturalPersonNumber"],
)
EID_ACR_VALUES = env.list(
    "EID_ACR_VALUES",
    default=["http://id.elegnamnden.se/loa/1.0/loa3", "http://id.elegnamnden.se/loa/1.0/loa4"],
)
EID_NUMBER_CLAIM = env.str("EID_NUMBER_CLAIM", "https://id.oidc.se/claim/personalIdentityNumber")
EID_NAME_CLAIM = env.str("EID_NAME_CLAIM", "name")
# Under these keys a personal identity number is recognised, and never kept. The first is in use; the others are older.
IDENTITY_KEYS = env.list("IDENTITY_KEYS", default=[])
# Staff: the agency's own provider. Roles follow the groups: "group=role" parted by semicolons.
STAFF_OIDC_SERVER_URL = env.str("STAFF_OIDC_SERVER_URL", "")
STAFF_OIDC_CLIENT_ID = env.str("STAFF_OIDC_CLIENT_ID", "")
STAFF_OIDC_CLIENT_SECRET = env.str("STAFF_OIDC_CLIENT_SECRET", "")
STAFF_OIDC_SCOPES = env.list("STAFF_OIDC_SCOPES", default=["openid", "profile", "email"])
STAFF_OIDC_STRONG_ACR_VALUES = env.list("STAFF_OIDC_STRONG_ACR_VALUES", default=[])
STAFF_OIDC_GROUPS_CLAIM = env.str("STAFF_OIDC_GROUPS_CLAIM", "groups")
STAFF_OIDC_ROLES: list[tuple[str, str]] = [
    (group.strip(), role.strip())
    for group, _, role in (pair.rpartition("=") for pair in env.str("STAFF_OIDC_ROLES", "").split(";") if pair.strip())
]

# --- what the browser may do -----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_100  # a collective decision marks up to 1 000 cases


def storages(documents: Path, *, static: str) -> dict[str, Any]:
    """The stores: documents under their sha256 in a folder of their own, static files for the web process."""
    return {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": documents, "allow_overwrite": False},
        },
        "staticfiles": {"BACKEND": static},
    }


HASHED_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"

# --- mail and logs ---------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "noreply@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20  # seconds for each step with the mail server
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
