"""A person's name as the words by which it is compared: links, particles, forms of address and numbers told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from dragoman.knowledge.names import fold, pieces

__all__ = ["LINKS", "UNPAIRED", "bare", "folded", "generations", "is_number", "ranked_apart", "untitled", "words_of"]

LINKS = frozenset(
    "bin ben ibn bn bint binti binte ould wuld weld uld oulad mint of ogly oghlu oglu uulu kyzy gyzy qizi kizi".split()  # noqa: SIM905
)
"""Between a child's and a father's name."""
_PARTICLES = frozenset(
    "de da do dos das des la las los del dela delos della degli van von zu der den ter ten af av di".split()  # noqa: SIM905
)
_GENERATIONS = frozenset("jr sr jnr snr ii iii iv junior senior fils pere filho ml".split())  # noqa: SIM905
UNPAIRED = LINKS | _PARTICLES | _GENERATIONS
"""Words of a name that are not paired with those of another."""
_ABD = ("abd", "abdul", "abdel", "abdol", "abdoul", "abdal", "abder", "abdur")
_UNHEARD = frozenset(("aal", "ahl", "ur", "ul"))  # within a name: Aal Thani is Al Thani, Mujib ur Rahman Mujibur Rahman
_WHOLE = frozenset("mansur rasul abdul arthur timur babur masrur ghafur gafur zahur shakur sabur maqbul batul".split())  # noqa: SIM905
_ROYAL = frozenset("king queen prince princess crown emperor empress pope".split())  # noqa: SIM905
_NUMBER = "#"
"""What a number behind a name begins with among its words, so that no word of a name is taken for one."""
_INITIALS = re.compile(r"\b[A-Z]{2,3}\b")
_REGNAL = re.compile(r"\b(I{1,3}|IV|VI{0,3}|IX|X{1,2}(?:I{1,3}|IV|VI{0,3}|IX)?)\Z")
_EZAFE = re.compile(r"-(?:e|i|ye|yi)(?=[- ])")
_AND = re.compile(r"(?<=\w) (?:y|e|i) (?=\w)")
_VIETNAMESE = frozenset("ăâêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹãõàèìòùáéíóú")


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name: folded, ``Abd al-X`` and ``Abdel X`` as one word, ``Mujibur Rahman`` without its article,
    the Persian ``-e-`` and the Iberian ``y`` left out, a king's or a grandson's number as ``#ii``."""
    number = ""
    if not name.isascii():
        name = _with_dj(name)
    if not name.isupper():
        found = _REGNAL.search(name)
        if found is not None and found.start():
            name, number = name[: found.start()], _NUMBER + found[0].lower()
        name = _INITIALS.sub(lambda m: " ".join(m[0]), name)
    if "-" in name:
        name = _EZAFE.sub("", name)
    words = pieces(_AND.sub(" ", name).replace(".", ". "))
    out: list[str] = []
    for i, word in enumerate(words):
        if out and out[-1] in _ABD and len(word) > 2:
            out[-1] = "abdul" + word
        elif out and out[-1] in ("abu", "abou", "abi"):
            out[-1] = "abu" + word
        elif not (word in _UNHEARD and out and i + 1 < len(words)):
            out.append(word)
    last = len(out) - 1
    whole = map(_abd, out)
    kept = tuple(w[:-2] if i < last and _holds_article(w) else w for i, w in enumerate(whole))
    return (*kept, number) if number else kept


def _holds_article(word: str) -> bool:
    """``Mujibur`` before ``Rahman``, ``Fazlul`` before ``Haq``; not Mansur and Mansour, which end so by themselves."""
    return len(word) > 4 and word.endswith(("ur", "ul")) and word[-3] not in "eo" and word not in _WHOLE


def _with_dj(name: str) -> str:
    """The South Slavic ``đ`` as ``dj``; the Vietnamese one stays a d."""
    lower = name.lower()
    if "đ" not in lower or not _VIETNAMESE.isdisjoint(lower):
        return name
    return name.replace("đ", "dj").replace("Đ", "Dj")


def _abd(word: str) -> str:
    for start in ("abdel", "abdol", "abdoul", "abdal"):
        if word.startswith(start) and len(word) > len(start) + 2:
            return "abdul" + word[len(start) :]
    if word.startswith("abd") and word[3:4] not in ("", "a", "e", "i", "o", "u", "h"):
        return "abdul" + word[3:]
    return word


def is_number(word: str) -> bool:
    """Whether a word of ``words_of`` is a number behind the name."""
    return word.startswith(_NUMBER)


def generations(words: Sequence[str]) -> frozenset[str]:
    """What tells a father from his son: Jr., the number behind a name."""
    return frozenset(w for w in words if w in _GENERATIONS or is_number(w))


def bare(words: Sequence[str]) -> list[str]:
    """The words that are paired with those of another name."""
    kept = [w for w in words if w not in UNPAIRED and not is_number(w)]
    return kept or list(words)


def untitled(words: tuple[str, ...], titles: Collection[str]) -> tuple[str, ...]:
    """A name without the forms of address before it; empty if less than two words would be left (Sheikh Hasina), or if
    what is left of a sovereign's is not sure to be more than a given name (King Juan Carlos)."""
    if words[0] in _ROYAL and not is_number(words[-1]) and LINKS.isdisjoint(words):
        return ()
    i = 0
    while i < len(words) - 2 and words[i] in titles and words[i + 1] not in LINKS:
        i += 1
    return () if len(words) < 2 or words[i] in titles else words[i:]


def ranked_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names begin with two ranks of a royal house: King Hussein is not Prince Hussein."""
    return one[0] != other[0] and one[0] in _ROYAL and other[0] in _ROYAL


def folded(name: str) -> tuple[str, ...]:
    """The words of a name without any of that, hyphens apart: for syllables."""
    return tuple(fold(name).replace("-", " ").split())
