"""Hand-made records for tests: an Analysis from a few typed columns, without any model."""

from __future__ import annotations

from pathlib import Path

from dragoman.knowledge import Knowledge
from dragoman.records import Analysis, Article, Block, BlockKind, Entity, Sentence, Token

ARTICLE = "a-test"


def article(*paragraphs: str, title: str | None = None, **fields: object) -> Article:
    """An article of these paragraphs, joined as ``pages`` joins them."""
    parts = [(BlockKind.TITLE, title)] if title else []
    parts += [(BlockKind.PARAGRAPH, p) for p in paragraphs]
    text, blocks = "", []
    for kind, part in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(part)))
        text += part
    return Article(
        **{
            "id": ARTICLE,
            "page": "p-test",
            "origin": "<test>",
            "index": 0,
            "text": text,
            "blocks": tuple(blocks),
            "language": "en",
            **fields,
        }
    )


def analysis(*sentences: str) -> tuple[Article, Analysis]:
    """An article and its analysis from sentences in columns.

    One line a token: ``form lemma UPOS XPOS head dep [morph] [B-LABEL|I-LABEL]``, head 1-based within the sentence, 0
    for the root; ``_`` for no morph. Tokens are joined by blanks, sentences become paragraphs.
    """
    rows = [[line.split() for line in s.strip().splitlines()] for s in sentences]
    art = article(*(" ".join(row[0] for row in sent) for sent in rows))
    tokens: list[Token] = []
    sents: list[Sentence] = []
    entities: list[Entity] = []
    for number, (sent, block) in enumerate(zip(rows, art.blocks, strict=True)):
        first, offset, root = len(tokens), block.start, len(tokens)
        labels: list[str] = []
        for k, row in enumerate(sent):
            form, lemma, upos, xpos, head, dep = row[:6]
            morph = row[6] if len(row) > 6 and row[6] != "_" else ""
            labels.append(row[7] if len(row) > 7 else "O")
            governor = first + int(head) - 1 if head != "0" else first + k
            if head == "0":
                root = first + k
            tokens.append(
                Token(
                    first + k,
                    offset,
                    offset + len(form),
                    form,
                    lemma,
                    upos,
                    xpos,
                    morph,
                    governor,
                    dep,
                    number,
                    k + 1 < len(sent),
                )
            )
            offset += len(form) + 1
        sents.append(Sentence(number, first, len(tokens), tokens[first].start, tokens[-1].end, root, number))
        start = None
        for k, label in enumerate([*labels, "O"]):
            if start is not None and not label.startswith("I-"):
                entities.append(
                    Entity(
                        first + start,
                        first + k,
                        tokens[first + start].start,
                        tokens[first + k - 1].end,
                        labels[start][2:],
                    )
                )
                start = None
            if label.startswith("B-"):
                start = k
    return art, Analysis.build(art.id, art.text, tuple(tokens), tuple(sents), tuple(entities))


def knowledge_with(folder: Path, **tables: str) -> Knowledge:
    """What ships, and a user's own tables of actors (``states``, ``persons`` ...) beside it, written to ``folder``."""
    (folder / "actors").mkdir()
    for name, text in tables.items():
        (folder / "actors" / f"{name}.csv").write_text(text, encoding="utf-8")
    return Knowledge((folder,))
