"""Measurements that print ratios from one run, so that they compare on any machine. Start one with `python -m`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "delmos.settings.test")
django.setup()
