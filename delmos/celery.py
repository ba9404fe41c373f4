"""The Celery application. A task carries an id; the row it names is the queue."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delmos.settings.demo")

app = Celery("delmos", include=["delmos.health"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
SWEEP, SOON, MINUTE = 5.0, 2.0, 60.0  # seconds
app.conf.beat_schedule = {
    # A sweep that waited for longer than its interval is stale: the next one does the same work.
    "roll up new postings": {"task": "reporting.tasks.roll_up", "schedule": SWEEP, "options": {"expires": SWEEP}},
    "send due mails": {"task": "journal.tasks.send_due_mail", "schedule": SWEEP, "options": {"expires": SWEEP}},
    "scan uploaded files": {"task": "grants.tasks.scan_files", "schedule": SOON, "options": {"expires": SOON}},
    "write receipts": {"task": "grants.tasks.write_receipts", "schedule": SOON, "options": {"expires": SOON}},
    "draw masked copies": {"task": "grants.tasks.draw_masked_copies", "schedule": SOON, "options": {"expires": SOON}},
    "announce calls": {"task": "grants.tasks.announce_waiting", "schedule": SWEEP, "options": {"expires": SWEEP}},
    "forget unconfirmed subscriptions": {
        "task": "grants.tasks.forget_unconfirmed_subscriptions",
        "schedule": crontab(hour="3", minute="30"),
    },
    "remove old versions": {"task": "grants.tasks.remove_old_versions", "schedule": crontab(hour="3", minute="50")},
    "mind completions": {"task": "grants.tasks.mind_completions", "schedule": MINUTE, "options": {"expires": MINUTE}},
    "search for signals": {"task": "grants.tasks.search_signals", "schedule": SWEEP, "options": {"expires": SWEEP}},
    "search for signals again": {
        "task": "grants.tasks.search_signals_again",
        "schedule": crontab(hour="2", minute="10"),
    },
    "note legal force": {"task": "grants.tasks.note_legal_force", "schedule": crontab(minute="5")},
    "make files for the court": {
        "task": "grants.tasks.make_appeal_bundles",
        "schedule": SWEEP,
        "options": {"expires": SWEEP},
    },
    "draft delay notices": {"task": "grants.tasks.draft_delay_notices", "schedule": crontab(minute="20")},
    "make work lists as files": {
        "task": "grants.tasks.make_worklist_files",
        "schedule": SWEEP,
        "options": {"expires": SWEEP},
    },
    "make ordered proposals": {
        "task": "grants.tasks.make_ordered_proposals",
        "schedule": SWEEP,
        "options": {"expires": SWEEP},
    },
    "work on collective decisions": {
        "task": "grants.tasks.work_on_batches",
        "schedule": SWEEP,
        "options": {"expires": SWEEP},
    },
    "remove work lists as files": {
        "task": "grants.tasks.remove_worklist_files",
        "schedule": crontab(hour="3", minute="55"),
    },
    "verify the county table": {"task": "reporting.tasks.verify_cells", "schedule": crontab(hour="3", minute="10")},
    "forget old sign-ins": {"task": "accounts.tasks.forget_old_sign_ins", "schedule": crontab(hour="3", minute="40")},
}


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Celery leaves the logging alone when somebody listens here; Django's settings have configured it."""


@worker_init.connect
@beat_init.connect
def _hold_embedded(**_: Any) -> None:
    if settings.EMBEDDED:
        settings.EMBEDDED.hold()
