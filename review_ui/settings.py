"""Django's settings. What an office may choose stands in the environment: `KAOHE_DATA`, `KAOHE_DATABASE`, `KAOHE_HOSTS`."""

import os

from review_ui.place import data_directory, database, secret_key

DATA_DIRECTORY = data_directory()
SECRET_KEY = secret_key(DATA_DIRECTORY)
DATABASES = {"default": database(DATA_DIRECTORY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("KAOHE_HOSTS", "").split(","))]
ROOT_URLCONF = "review_ui.urls"
WSGI_APPLICATION = "review_ui.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "review_ui.app.ReviewUi",
]
MIDDLEWARE = [
    "review_ui.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],
        "OPTIONS": {"environment": "review_ui.templating.environment", "autoescape": True},
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

STATIC_URL = "/static/"
STATICFILES_DIRS = [os.path.join(os.path.dirname(__file__), "static")]
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

AUTH_USER_MODEL = "review_ui.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "review_ui.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "review_ui.accounts.passwords.NotLikeThePerson"},
    {"NAME": "review_ui.accounts.passwords.NotCommon"},
    {"NAME": "review_ui.accounts.passwords.NotAllDigits"},
]
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_COOLOFF_TIME = "review_ui.accounts.backoff.cool_off"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "password"]
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",  # its middleware answers in English; our sign-in page says it
    "axes.W006",  # one office shares an address: the name is locked, wherever it is tried from
]

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "worklist"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = False  # the page's own script sends it with each decision
CSRF_FAILURE_VIEW = "review_ui.faults.forged"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True

UPLOAD_LIMIT = 100 << 20
"""The most bytes of one uploaded file; the page says so."""
SHEET_LIMIT = 20 << 20
"""The most bytes of one score sheet that comes back."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["review_ui.worklist.upload_limit.LimitedFiles"]
