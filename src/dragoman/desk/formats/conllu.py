"""CoNLL-U: words, lemmas, tags, features and dependencies, with entities and events in the last column.

A desk keeps no words, so that articles are read again by the encoder; that takes about as long as reading them did.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from dragoman.desk.formats.annotated import Annotated, annotated
from dragoman.desk.formats.base import Account, Field, Format, Text
from dragoman.desk.formats.chosen import Chosen
from dragoman.records import Analysis, Article, Block, BlockKind, Token

__all__ = ["CONLLU"]

_AT_ONCE = 16
_FIELDS = (
    Field("# newdoc id", "comment", "id of the article"),
    Field("# sent_id", "comment", "article and number of the sentence"),
    Field("# text", "comment", "the sentence, line breaks as spaces"),
    Field("ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS", "columns", "Universal Dependencies; DEPS is empty"),
    Field("start_char, end_char", "MISC", "characters of the word in the article's text"),
    Field("SpaceAfter=No", "MISC", "the next word follows without a space"),
    Field("Entity", "MISC", "B- or I- and PER, ORG, LOC, NORP"),
    Field("Event", "MISC", "on the first word of a trigger: the PLOVER type, or ACT where there is none"),
    Field("Status, Mode, EventId", "MISC", "beside Event"),
    Field("Source, Target", "MISC", "on the first word of a participant: the event's id; several joined by ,"),
)


def _article(one: Annotated) -> Article:
    row = one.article
    blocks = tuple(Block(BlockKind(b["kind"]), b["start"], b["end"], b["page_start"]) for b in one.blocks)
    return Article(row["article"], row["page"], row["origin"], row["index"] or 0, one.text, blocks, row["language"])


def _sentences(one: Annotated, analysis: Analysis) -> Iterator[list[str]]:
    extra = _marks(one, analysis)
    for sentence in analysis.sentences:
        tokens = analysis.tokens[sentence.first : sentence.last]
        if not tokens:
            continue
        spaced = [t.space or not t.text for t in tokens]
        text = "".join(_form(t) + (" " if s else "") for t, s in zip(tokens, spaced, strict=True)).strip()
        lines = [f"# sent_id = {one.article['article']}-{sentence.i + 1}", f"# text = {text}"]
        if sentence.i == 0:
            lines.insert(0, f"# newdoc id = {one.article['article']}")
        last = tokens[-1].i
        for token in tokens:
            head = 0 if token.head == token.i else token.head - sentence.first + 1
            misc = [f"start_char={token.start}", f"end_char={token.end}", *extra.get(token.i, ())]
            if not token.space and token.i != last:
                misc.insert(0, "SpaceAfter=No")
            cells = (
                token.i - sentence.first + 1, _form(token), "_".join(token.lemma.split()) or "_", token.upos or "_",
                token.xpos or "_", token.morph or "_", head, token.dep, "_", "|".join(misc),
            )  # fmt: skip
            lines.append("\t".join(map(str, cells)))
        yield lines


def _form(token: Token) -> str:
    return "_".join(token.text.split()) or "_"


def _marks(one: Annotated, analysis: Analysis) -> dict[int, list[str]]:
    """What stands in MISC for each word: entities, events, participants."""
    at = {t.start: t.i for t in analysis.tokens}
    found: dict[int, list[str]] = {}

    def put(i: int, text: str) -> None:
        found.setdefault(i, []).append(text)

    for entity in analysis.entities:
        for i in range(entity.first, entity.last):
            put(i, f"Entity={'B' if i == entity.first else 'I'}-{entity.label}")
    roles: dict[tuple[int, str], list[str]] = {}
    triggers: dict[int, list[Any]] = {}
    for event in one.events:
        if event["trigger_start"] in at:
            triggers.setdefault(at[event["trigger_start"]], []).append(event)
        for person in event.people:
            if person.start in at:
                roles.setdefault((at[person.start], person.side.capitalize()), []).append(event["event"])
    for word, events in triggers.items():
        values = {
            "Event": [e["type"] or "ACT" for e in events],
            "Status": [e["status"] for e in events],
            "Mode": [e["mode"] or "none" for e in events],
            "EventId": [e["event"] for e in events],
        }
        for name, listed in values.items():
            put(word, f"{name}={','.join(listed)}")
    for (word, side), listed in roles.items():
        put(word, f"{side}={','.join(dict.fromkeys(listed))}")
    return found


def _write(chosen: Chosen, file: Text, account: Account) -> None:
    articles = annotated(chosen)
    while some := list(islice(articles, _AT_ONCE)):
        analyses = chosen.analyse([_article(one) for one in some])
        for one, analysis in zip(some, analyses, strict=True):
            for lines in _sentences(one, analysis):
                file.write("\n".join(lines) + "\n\n")
                account.written["sentences"] += 1
            account.written["articles"] += 1
            account.written["events"] += len(one.events)


CONLLU = Format(
    "conllu", "CoNLL-U", "words with Universal Dependencies, entities and events; the articles are read again", "text",
    "all", "`Status` in the last column, beside `Event`; all statuses are given", _FIELDS, _write, ".conllu",
)  # fmt: skip
