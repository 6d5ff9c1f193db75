"""From arc scores to a dependency tree.

The best head of each word, taken alone, forms a tree in about nine sentences of ten; only for the others the maximum
spanning tree is searched (Chu and Liu 1965; Edmonds 1967), once for each of the likeliest roots:
UD allows one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["decode_heads", "is_tree", "joined", "nouns_by_place", "owned", "verbs_by_object"]

IMPOSSIBLE = -1e9
ROOTS_TRIED = 4
_NOMINAL = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "nmod"})
"""Relations in which a word stands as a noun does; clauses have others."""
_ONCE = frozenset({"nsubj", "nsubj:pass", "obj"})

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]


def decode_heads(scores: NDArray[np.floating]) -> list[int]:
    """The heads of the best tree with one root.

    ``scores[d, h]`` is the score of head ``h`` for word ``d``: shape (words, words + 1), column 0 is the root, column
    ``h`` the word ``h - 1``. The result has the same numbering: 0 for the root, else the head's index plus one.
    """
    greedy: list[int] = scores.argmax(1).tolist()
    if is_tree(greedy):
        return greedy
    return _maximum_tree(scores.astype(np.float64))


def owned(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hangs an owner on what is owned, where both were taken for the subject, or the object, of one verb (``Khan's``
    and ``party`` of ``Khan's party called``), which has one of each. Changes ``heads``, numbered as
    ``decode_heads`` numbers them, and ``relations``."""
    for mark in (k for k, tag in enumerate(tags) if tag == "POS" and relations[k] == "case"):
        owner = heads[mark] - 1
        if owner < 0 or relations[owner] not in _ONCE:
            continue
        behind = range(mark + 1, len(heads))
        thing = next((k for k in behind if (heads[k], relations[k]) == (heads[owner], relations[owner])), None)
        if thing is not None and all(mark + 1 < heads[k] <= thing + 1 for k in range(mark + 1, thing)):
            heads[owner], relations[owner] = thing + 1, "nmod:poss"


def joined(heads: list[int], relations: list[str], words: Sequence[str], upos: Sequence[str]) -> None:
    """Joins a noun to the name before it, where both were taken for the subject, or the object, of one verb, and the
    noun's adjective for what is joined (``Israel`` and ``factions`` of ``Israel and Palestinian factions signed``).
    Initials stand as adjectives do (``US and Israeli officials``). Changes ``heads``, numbered as ``decode_heads``
    numbers them, and ``relations``.
    """
    for adjective in (k for k, tag in enumerate(upos) if tag in ("ADJ", "PROPN") and relations[k] == "conj"):
        name = heads[adjective] - 1
        if name < 0 or upos[name] != "PROPN" or relations[name] not in _ONCE or words[name].isupper():
            continue
        behind = range(adjective + 1, len(heads))
        noun = next((k for k in behind if (heads[k], relations[k]) == (heads[name], relations[name])), None)
        if noun is None or any(heads[k] - 1 not in range(adjective + 1, noun + 1) for k in range(adjective + 1, noun)):
            continue
        for word in range(name + 1, adjective):
            if relations[word] == "cc":
                heads[word] = noun + 1
        heads[adjective], relations[adjective] = noun + 1, "amod"
        heads[noun], relations[noun] = name + 1, "conj"


def nouns_by_place(heads: Sequence[int], relations: Sequence[str], upos: list[str], xpos: list[str]) -> None:
    """Tags as nouns the ``-ing`` forms that stand where nouns do and have a noun hung on them by a preposition
    (``Fighting between the two armies went on``), which encoders take for verbs where they begin a sentence. Changes
    the tags.
    """
    for k, (coarse, fine) in enumerate(zip(upos, xpos, strict=True)):
        if fine != "VBG" or coarse != "VERB" or relations[k] not in _NOMINAL:
            continue
        if any(head == k + 1 and relation == "nmod" for head, relation in zip(heads, relations, strict=True)):
            upos[k], xpos[k] = "NOUN", "NN"


def verbs_by_object(
    heads: Sequence[int], relations: list[str], upos: list[str], xpos: list[str], words: Sequence[str]
) -> None:
    """Tags as verbs the ``-ing`` forms that have an object and were taken for nouns (``denied breaching the truce``),
    and what they were the object of governs their clause. Changes relations and tags.
    """
    for k, relation in enumerate(relations):
        verb = heads[k] - 1
        if relation != "obj" or verb < 0 or xpos[verb] != "NN" or not words[verb].lower().endswith("ing"):
            continue
        upos[verb], xpos[verb] = "VERB", "VBG"
        if relations[verb] == "obj":
            relations[verb] = "ccomp"


def is_tree(heads: list[int]) -> bool:
    """True if the heads (0 = root) form a tree with exactly one root."""
    if heads.count(0) != 1:
        return False
    reaches_root = [False] * (len(heads) + 1)
    reaches_root[0] = True
    for start in range(1, len(heads) + 1):
        path: list[int] = []
        on_path: set[int] = set()
        word = start
        while not reaches_root[word]:
            if word in on_path:
                return False
            on_path.add(word)
            path.append(word)
            word = heads[word - 1]
        for word in path:
            reaches_root[word] = True
    return True


def _maximum_tree(scores: Scores) -> list[int]:
    n = len(scores)
    graph = np.full((n + 1, n + 1), IMPOSSIBLE)
    graph[1:] = scores
    np.fill_diagonal(graph, IMPOSSIBLE)
    heads = _spanning_tree(graph)[1:]
    if (heads == 0).sum() == 1:
        return [int(h) for h in heads]
    best: tuple[float, Heads] | None = None
    for root in np.argsort(-scores[:, 0], kind="stable")[:ROOTS_TRIED]:
        rooted = graph.copy()
        rooted[1:, 0] = IMPOSSIBLE / 10
        rooted[root + 1, 0] = 0.0
        tree = _spanning_tree(rooted)[1:]
        value = float(scores[np.arange(n), tree].sum())
        if (tree == 0).sum() == 1 and (best is None or value > best[0]):
            best = value, tree
    assert best is not None  # a star below any root is a tree, so each root tried gives one
    return [int(h) for h in best[1]]


def _spanning_tree(graph: Scores) -> Heads:
    """Heads of the maximum arborescence from node 0; ``graph[d, h]`` scores the arc from ``h`` to ``d``.

    A cycle among the best heads is contracted to one node, the smaller graph solved, and the cycle opened where the
    solution enters it.
    """
    heads: Heads = graph.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    rest = np.array([i for i in range(len(graph)) if i not in inside])
    ring = np.array(cycle)
    new = len(rest)
    small = np.full((new + 1, new + 1), IMPOSSIBLE)
    rows, held = rest[:, None], graph[ring, heads[ring]]
    small[:new, :new] = graph[rows, rest]
    entering = graph[ring[:, None], rest] - held[:, None]
    entry = entering.argmax(0)
    small[new, :new] = entering.max(0) + held.sum()
    leaving = graph[rows, ring]
    exit_ = leaving.argmax(1)
    small[:new, new] = leaving.max(1)
    np.fill_diagonal(small, IMPOSSIBLE)
    solved = _spanning_tree(small)
    result: Heads = heads.copy()
    result[rest] = np.where(solved[:new] == new, ring[exit_], np.append(rest, 0)[solved[:new]])
    result[ring[entry[solved[new]]]] = rest[solved[new]]
    return result


def _find_cycle(heads: Heads) -> list[int] | None:
    governors: list[int] = heads.tolist()
    state = [0] * len(governors)  # 0 not seen, 1 on the present path, 2 known to reach the root
    state[0] = 2
    for start in range(1, len(governors)):
        path: list[int] = []
        word = start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = governors[word]
        if state[word] == 1:
            return path[path.index(word) :]
        for word in path:
            state[word] = 2
    return None
