"""Where a desk's files lie: a folder, or an object store behind a URL (``s3://bucket/desk``, ``memory://desk``).

A file appears whole or not at all. In a folder that is a rename, after the content was forced to disk; an object store
knows no rename, but there an upload is visible only when it is complete: the upload of a commit is the atomic step.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from dragoman.errors import DeskError

if TYPE_CHECKING:
    import duckdb

__all__ = ["Files", "LocalFiles", "RemoteFiles", "appear", "files_at"]


class Files(Protocol):
    """The files of one desk, by names such as ``events/<part>.parquet``. Methods raise OSError."""

    @property
    def local(self) -> Path:
        """A folder on this machine for what needs one (indexes): the desk itself, or a cache for a desk elsewhere."""

    def read(self, name: str) -> bytes:
        """The content. Raises FileNotFoundError if there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Makes or replaces the file, whole or not at all."""

    def claim(self, name: str, content: bytes) -> bool:
        """Makes the file if it is not there, and says whether it did: of several that try, one succeeds."""

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, without the folder, sorted; hidden ones are left out."""

    def empty(self) -> bool:
        """Whether nothing at all lies there."""

    def size(self, name: str) -> int:
        """Bytes. Raises FileNotFoundError if there is none."""

    def remove(self, name: str) -> None:
        """Deletes the file; one that is gone already is no fault."""

    def open(self, name: str) -> IO[bytes]:
        """The file for reading, with ``seek``."""

    def url(self, name: str) -> str:
        """What DuckDB is to open."""

    def serve(self, session: duckdb.DuckDBPyConnection) -> None:
        """Lets a DuckDB session read the files."""


@dataclass(frozen=True)
class LocalFiles:
    """A folder."""

    root: Path

    def __str__(self) -> str:
        return str(self.root)

    @property
    def local(self) -> Path:
        return self.root

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        appear(path, content)

    def claim(self, name: str, content: bytes) -> bool:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            return False
        return True

    def names(self, folder: str) -> list[str]:
        try:
            with os.scandir(self.root / folder) as entries:
                return sorted(e.name for e in entries if not e.name.startswith(".") and e.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def empty(self) -> bool:
        return not self.root.is_dir() or not any(self.root.iterdir())

    def size(self, name: str) -> int:
        return (self.root / name).stat().st_size

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")

    def url(self, name: str) -> str:
        return str(self.root / name)

    def serve(self, session: duckdb.DuckDBPyConnection) -> None:
        pass


@dataclass(frozen=True)
class RemoteFiles:
    """An object store that fsspec knows; ``s3://`` needs the extra ``dragoman[s3]``.

    Addresses and keys come from where its library takes them (for S3: ``AWS_ENDPOINT_URL``, ``AWS_ACCESS_KEY_ID`` ...).
    """

    root: str

    def __str__(self) -> str:
        return self.root

    @cached_property
    def _found(self) -> tuple[Any, str]:
        import fsspec

        try:
            # Listings are never cached: another process may have committed.
            filesystem, path = fsspec.core.url_to_fs(self.root, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise DeskError(f"{self.root}: {error}; for s3:// install dragoman[s3]") from error
        return filesystem, path.rstrip("/")

    @property
    def local(self) -> Path:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "dragoman" / "desks" / hashlib.blake2b(self.root.encode(), digest_size=10).hexdigest()
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def read(self, name: str) -> bytes:
        with self._faults():
            content: bytes = self._found[0].cat_file(self._path(name))
            return content

    def write(self, name: str, content: bytes) -> None:
        with self._faults():
            self._found[0].pipe_file(self._path(name), content)

    def claim(self, name: str, content: bytes) -> bool:
        try:
            with self._faults():
                self._found[0].pipe_file(self._path(name), content, mode="create")
        except FileExistsError:
            return False
        return True

    def names(self, folder: str) -> list[str]:
        filesystem, _ = self._found
        filesystem.invalidate_cache()
        try:
            with self._faults():
                found = filesystem.ls(self._path(folder), detail=True)
        except FileNotFoundError:
            return []
        names = (str(entry["name"]).rsplit("/", 1)[-1] for entry in found if entry["type"] == "file")
        return sorted(name for name in names if name and not name.startswith("."))

    def empty(self) -> bool:
        try:
            with self._faults():
                return not self._found[0].ls(self._found[1], detail=False)
        except FileNotFoundError:
            return True

    def size(self, name: str) -> int:
        with self._faults():
            return int(self._found[0].info(self._path(name))["size"])

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError), self._faults():
            self._found[0].rm_file(self._path(name))

    def open(self, name: str) -> IO[bytes]:
        with self._faults():
            file: IO[bytes] = self._found[0].open(self._path(name), "rb")
            return file

    def url(self, name: str) -> str:
        filesystem, path = self._found
        protocol = filesystem.protocol if isinstance(filesystem.protocol, str) else filesystem.protocol[0]
        return f"{protocol}://{path.lstrip('/')}/{name}"

    def serve(self, session: duckdb.DuckDBPyConnection) -> None:
        session.register_filesystem(self._found[0])

    def _path(self, name: str) -> str:
        return f"{self._found[1]}/{name}"

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """What a store's library raises that is no OSError (no network, no right) becomes one."""
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            if "PreconditionFailed" in repr(error):
                raise FileExistsError(str(error)) from error
            if type(error).__module__.partition(".")[0] not in ("botocore", "aiobotocore", "aiohttp", "s3fs"):
                raise
            raise OSError(f"{type(error).__name__}: {error}") from error


def files_at(place: str | os.PathLike[str]) -> Files:
    """The files at a path or URL; ``file://`` is a folder."""
    given = os.fspath(place)
    if given.startswith("file://"):
        return LocalFiles(Path(given.removeprefix("file://")))
    if "://" in given:
        return RemoteFiles(given.rstrip("/"))
    # ``Path`` makes one slash of two: what the command line took for a path may be a URL
    scheme, colon, rest = given.partition(":/")
    if colon and scheme.isalnum() and len(scheme) > 1 and not Path(given).exists():
        return RemoteFiles(f"{scheme}://{rest.strip('/')}")
    return LocalFiles(Path(given))


def appear(path: Path, content: bytes) -> None:
    """Writes a file so that it appears whole, under its name, or not at all; it outlives a crash of the machine."""
    hidden = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    with hidden.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    hidden.rename(path)
