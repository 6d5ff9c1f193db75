"""Ids: hashes of content, so that reading twice stores once and two machines agree."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["content_id"]

_DIGEST_BYTES = 10  # 80 bits: at 10^9 records the chance of any collision is under one in a million


def content_id(prefix: str, *parts: object) -> str:
    """A stable id such as ``a-3f0c...``: ``prefix`` and a hash of ``parts``.

    Parts are written with ``str`` and separated by a character that no text holds, so ``("ab", "c")`` and
    ``("a", "bc")`` differ. Surrogates left by a bad decoding are hashed as they are.
    """
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        digest.update(str(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return f"{prefix}-{digest.hexdigest()}"
