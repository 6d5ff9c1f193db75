"""What was fetched, kept as evidence: WARC files that are only appended to, and an index of what each address gave.

::

    fetched/
      dragoman-20240502T101112-3f2a.warc.gz    a run's records: what was asked, what came back, when
      .index.jsonl                             one line a page: validators for the next run's conditional requests

The index may be deleted: pages are then fetched whole again.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman import __version__
from dragoman.engines.fetch_http import Response
from dragoman.errors import UsageError

__all__ = ["Held", "WarcStore"]

_LARGEST = 2**30
"""A file that has grown so large is followed by a new one: the size that archives use."""
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED_STATUS = 304


@dataclass(frozen=True, slots=True)
class Held:
    """What an address gave last: the record that holds it, and what to ask the server with."""

    url: str
    record: str
    fetched: str
    digest: str
    etag: str | None = None
    modified: str | None = None


class WarcStore:
    """A folder of WARC files. One process writes its own file; several may share the folder."""

    def __init__(self, folder: Path, agent: str) -> None:
        """Opens or makes the folder. Raises UsageError if it cannot be written."""
        self._folder = folder
        self._agent = agent
        self._file: BinaryIO | None = None
        self._held: dict[str, Held] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._load()
        except OSError as error:
            raise UsageError(f"{folder}: cannot be written: {error}") from error

    def held(self, url: str) -> Held | None:
        """What is held of an address from this or an earlier run."""
        return self._held.get(url)

    def keep(self, response: Response) -> bool:
        """Stores an exchange; True if the content is new, False if it is what is held (then only that is recorded)."""
        held = self.held(response.url)
        digest = "sha1:" + base64.b32encode(hashlib.sha1(response.body, usedforsecurity=False).digest()).decode()
        same = held is not None and response.status == _NOT_MODIFIED_STATUS
        identical = held is not None and response.ok and bool(response.body) and digest == held.digest
        if held is not None and (same or identical):
            more = {
                "WARC-Profile": _NOT_MODIFIED if same else _IDENTICAL,
                "WARC-Refers-To": held.record,
                "WARC-Refers-To-Target-URI": held.url,
                "WARC-Refers-To-Date": held.fetched,
            }
            record = self._write("revisit", response, response.head(), {**more, "WARC-Payload-Digest": held.digest})
        else:
            block = response.head() + response.body
            record = self._write("response", response, block, {"WARC-Payload-Digest": digest})
        self._write("request", response, response.request, {"WARC-Concurrent-To": record})
        if response.ok:
            self._note(response, held.record if held is not None and identical else record, digest)
        return not (same or identical)

    def close(self) -> None:
        """Ends the file of this run."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _note(self, response: Response, record: str, digest: str) -> None:
        held = Held(
            response.url,
            record,
            _stamp(response.when),
            digest,
            response.header("etag"),
            response.header("last-modified"),
        )
        self._held[response.url] = held
        with (self._folder / ".index.jsonl").open("ab") as file:
            file.write(msgspec.json.encode(held) + b"\n")

    def _load(self) -> None:
        path = self._folder / ".index.jsonl"
        decoder = msgspec.json.Decoder(Held)
        if path.exists():
            with path.open("rb") as file:
                for line in file:
                    try:
                        held = decoder.decode(line)
                    except msgspec.DecodeError:
                        continue  # a line torn by a crash: that page is fetched whole again
                    self._held[held.url] = held

    def _write(self, kind: str, response: Response, block: bytes, more: dict[str, str]) -> str:
        media = f"application/http; msgtype={'request' if kind == 'request' else 'response'}"
        headers = {"WARC-Target-URI": response.url, "WARC-Date": _stamp(response.when), "Content-Type": media, **more}
        return self._append(kind, headers, block)

    def _append(self, kind: str, headers: dict[str, str], block: bytes) -> str:
        from fastwarc.warc import WarcRecord, WarcRecordType

        file = self._open() if kind != "warcinfo" else self._file
        assert file is not None
        types = {
            "warcinfo": WarcRecordType.warcinfo,
            "response": WarcRecordType.response,
            "request": WarcRecordType.request,
            "revisit": WarcRecordType.revisit,
        }
        record = WarcRecord()
        record.init_headers(types[kind])
        for name, value in headers.items():
            record.headers[name] = value
        record.set_bytes_content(block)
        raw = io.BytesIO()
        record.write(raw, checksum_data=True)
        # one gzip member a record, written at once: offsets lead to records, and a crash costs the last one
        file.write(gzip.compress(raw.getvalue()))
        file.flush()
        return str(record.headers["WARC-Record-ID"])

    def _open(self) -> BinaryIO:
        if self._file is not None and self._file.tell() >= _LARGEST:
            self.close()
        if self._file is None:
            now = datetime.now(UTC)
            name = f"dragoman-{now.strftime('%Y%m%dT%H%M%S')}-{uuid.uuid4().hex[:6]}.warc.gz"
            self._file = (self._folder / name).open("xb")
            about = (
                f"software: Dragoman {__version__}\r\nformat: WARC File Format 1.1\r\n"
                f"http-header-user-agent: {self._agent}\r\nrobots: obey (RFC 9309)\r\n"
            )
            headers = {"WARC-Date": _stamp(now), "WARC-Filename": name, "Content-Type": "application/warc-fields"}
            self._append("warcinfo", headers, about.encode())
        return self._file


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
