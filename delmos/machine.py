"""What the machine must have beside Python: found, installed where we may, or named with the remedy."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Loaded by WeasyPrint, which makes the letters; name of the library → name of its Debian package.
PANGO = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# What the package system asks before it starts the service of a package (man page invoke-rc.d(8)).
POLICY = Path("/usr/sbin/policy-rc.d")
START_NOTHING = "#!/bin/sh\nexit 101\n"
APT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def missing_packages() -> list[str]:
    """The Debian packages of those Pango libraries that cannot be loaded."""
    return [package for library, package in PANGO.items() if not _loads(library)]


def may_install() -> bool:
    """Whether this is root on Debian or one of its relatives."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> bool:
    """Install Debian packages and say whether it worked; the package lists are fetched only when they are missing.

    A service that comes with a package is not started.
    """
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    with starting_nothing(POLICY):
        return _runs(command) or (_runs(["apt-get", "update"]) and _runs(command))


@contextmanager
def starting_nothing(policy: Path) -> Iterator[None]:
    """Have the package system start no service until the block ends; a policy of the machine's own stands."""
    ours = not policy.exists()
    if ours:
        policy.write_text(START_NOTHING)
        policy.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            policy.unlink()


def ensure_pango() -> None:
    """Have Pango, or leave the program with one sentence that says how to get it."""
    packages = missing_packages()
    if not packages or sys.platform == "darwin":
        return
    if may_install():
        sys.stderr.write(f"Installing {', '.join(packages)} for the letters …\n")
        if install(packages):
            return
    sys.exit(f"The letters need Pango; install it with: sudo apt-get install {' '.join(packages)}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _runs(command: list[str]) -> bool:
    # In a session of its own: Ctrl-C must not leave the package system half way.
    return subprocess.run(command, stdout=subprocess.DEVNULL, env=APT, start_new_session=True).returncode == 0


if __name__ == "__main__":
    ensure_pango()
