"""The project: settings, addresses, Celery. Importing it makes the Celery application the current one."""

from delmos.celery import app as celery_app

__all__ = ["celery_app"]
