#!/usr/bin/env python
"""Django's commands, on the embedded servers unless the environment names others."""

import argparse
import os
import signal
import sys

from django.conf import settings
from django.core.management import execute_from_command_line


def choose_settings(arguments: list[str]) -> None:
    """Heed --settings before the settings are read for the first time."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings", default=os.environ.get("DJANGO_SETTINGS_MODULE") or "delmos.settings.demo")
    os.environ["DJANGO_SETTINGS_MODULE"] = parser.parse_known_args(arguments)[0].settings


def hold_embedded() -> None:
    """Start or join the embedded servers, when the settings have any."""
    if not settings.EMBEDDED:
        return
    # A command that is told to end leaves the servers as one that ends by itself does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        settings.EMBEDDED.hold()
    except RuntimeError as error:
        sys.exit(str(error))


def main() -> None:
    choose_settings(sys.argv[1:])
    hold_embedded()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
