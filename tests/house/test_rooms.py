"""The rooms: imports go down only, as the contracts in pyproject.toml say."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([command, "--no-cache"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 broken" in run.stdout
