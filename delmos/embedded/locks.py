"""File locks of the kernel: held by an open file, so they end with the process however it ends."""

import fcntl
from pathlib import Path
from types import TracebackType
from typing import Self


class Lock:
    """One advisory lock on one file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")

    def exclusive(self) -> Self:
        """Wait until nobody else holds it."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def shared(self) -> Self:
        """Join the others who hold it."""
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return self

    def is_only_user(self) -> bool:
        """Whether nobody else shares it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
