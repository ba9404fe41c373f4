"""What has been done to a database, and from which sources: the second start skips what has not changed."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psycopg2

from delmos.embedded import Embedded

_READ = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"


class Stamps:
    """Kept as the comment of the database itself, so they can never speak of another one."""

    def __init__(self, embedded: Embedded, root: Path) -> None:
        self._address = embedded.database_url
        self._root = root

    def of(self, folders: Iterable[str], endings: tuple[str, ...] | None, *files: Path) -> str:
        """The fingerprint of the files below the folders that have one of the endings, and of single files."""
        found = [self._root / path for path in files]
        for folder in folders:
            paths = (self._root / folder).rglob("*")
            found += [path for path in paths if path.is_file() and (endings is None or path.suffix in endings)]
        digest = hashlib.sha256()
        for path in sorted(found):
            digest.update(f"{path.relative_to(self._root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def is_current(self, name: str, stamp: str) -> bool:
        return self._read().get(name) == stamp

    def keep(self, name: str, stamp: str) -> None:
        text = json.dumps(self._read() | {name: stamp})
        with closing(psycopg2.connect(self._address)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("COMMENT ON DATABASE delmos IS %s", [text])

    def _read(self) -> dict[str, str]:
        with closing(psycopg2.connect(self._address)) as connection, connection.cursor() as cursor:
            cursor.execute(_READ)
            (text,) = cursor.fetchone() or (None,)
        return dict(json.loads(text)) if text else {}
