"""A clustering as bytes and back, so that the next run goes on where the last one stopped."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np

from dragoman.stories.clustering import Clustering, Groups
from dragoman.stories.forest import Forest
from dragoman.stories.terms import Vocabulary, Weights

__all__ = ["VERSION", "dump", "load"]

VERSION = 3
"""Of the method and the layout: what was saved under another version is made anew."""

_ARRAYS = ("terms", "weights", "first", "last", "ties", "parent", "score")


def dump(clustering: Clustering) -> bytes:
    """The whole state, compressed."""
    import pyarrow as pa

    arrays: dict[str, Any] = {"version": np.array([VERSION, clustering.weights.counted])}
    for name, forest in (("articles", clustering.articles), ("threads", clustering.threads)):
        arrays |= {f"{name}_{a}": getattr(forest, a)[: forest.size] for a in _ARRAYS}
    arrays["ids"] = _packed(clustering.ids)
    arrays["names"] = _packed(clustering.weights.vocabulary.names[1:])
    arrays["counts"] = clustering.weights.counts.astype(np.int32)
    pairs = sorted(clustering.thread_slots.items())
    arrays["thread_roots"] = np.array([root for root, _ in pairs], np.int32)
    arrays["thread_slots"] = np.array([slot for _, slot in pairs], np.int32)
    raw = BytesIO()
    np.savez(raw, allow_pickle=False, **arrays)
    content = raw.getvalue()
    packed: bytes = pa.compress(content, codec="zstd", asbytes=True)
    return len(content).to_bytes(8, "little") + packed


def load(content: bytes) -> Clustering:
    """The clustering that ``dump`` gave. Raises ValueError if the bytes are damaged or of another version."""
    import pyarrow as pa

    try:
        raw = pa.decompress(content[8:], int.from_bytes(content[:8], "little"), codec="zstd", asbytes=True)
        saved = dict(np.load(BytesIO(raw), allow_pickle=False))
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise ValueError(f"saved stories are damaged: {error}") from error
    if int(saved["version"][0]) != VERSION:
        raise ValueError("saved stories are of another version")
    vocabulary = Vocabulary(_unpacked(saved["names"]))
    clustering = Clustering(Weights(int(saved["version"][1]), saved["counts"].astype(np.int64), vocabulary))
    clustering.ids = _unpacked(saved["ids"])
    clustering.slots = {article: slot for slot, article in enumerate(clustering.ids)}
    roots, slots = saved["thread_roots"].tolist(), saved["thread_slots"].tolist()
    clustering.thread_slots = dict(zip(roots, slots, strict=True))
    clustering.thread_roots = dict(zip(slots, roots, strict=True))
    _fill(clustering.articles, "articles", saved, range(len(clustering.ids)))
    _fill(clustering.threads, "threads", saved, slots)
    _regroup(clustering.in_threads, range(len(clustering.ids)))
    _regroup(clustering.in_stories, slots)
    return clustering


def _fill(forest: Forest, name: str, saved: dict[str, Any], used: Any) -> None:
    for array in _ARRAYS:
        setattr(forest, array, saved[f"{name}_{array}"])
    forest.size = len(forest.first)
    forest.reindex(used)
    forest.free(sorted(set(range(forest.size)) - set(used)))


def _regroup(groups: Groups, slots: Any) -> None:
    groups.forest.changed = set(slots)
    groups.update()


def _packed(texts: list[str]) -> Any:
    return np.frombuffer("\n".join(t.replace("\n", " ") for t in texts).encode("utf-8", "surrogatepass"), np.uint8)


def _unpacked(raw: Any) -> list[str]:
    text = raw.tobytes().decode("utf-8", "surrogatepass")
    return text.split("\n") if text else []
