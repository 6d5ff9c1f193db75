"""A desk of any size made by rule, for measuring: articles of made-up sentences, each with one event and its actors.

Actors and places are drawn by a power law, as in news; every span is the slice of its article's text. Nothing of it
means anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from dragoman.desk.schema import arrow_schema
from dragoman.knowledge import default_knowledge
from dragoman.records import Status

EVENTS_AN_ARTICLE = 10
_ACTORS, _PLACES, _OUTLETS, _WORDS = 6000, 3000, 200, 8000
_DAYS = 1500
_FIRST = date(2022, 1, 1)
_SYLLABLES = ("ka", "lor", "me", "tan", "vi", "so", "ral", "ni", "dus", "ber", "ot", "yan", "pel", "ghi", "mar", "zu")


def tables(articles: int, at_once: int = 10_000, seed: int = 1) -> Iterator[dict[str, pa.Table]]:
    """Chunks of tables, ready for ``Store.commit_tables``; together ``articles`` articles with ten events each."""
    rng = np.random.default_rng(seed)
    made = _World(rng)
    for first in range(0, articles, at_once):
        yield _chunk(made, rng, first, min(at_once, articles - first))


class _World:
    def __init__(self, rng: np.random.Generator) -> None:
        self.words = np.array(["".join(rng.choice(_SYLLABLES, rng.integers(2, 5))) for _ in range(_WORDS)])
        self.actors = [f"{self._name(rng)} {self._name(rng)}" for _ in range(_ACTORS)]
        self.actor_ids = [f"person:{name.lower().replace(' ', '-')}-{n}" for n, name in enumerate(self.actors)]
        self.countries = ["".join(chr(65 + c) for c in rng.integers(0, 26, 3)) for _ in range(180)]
        self.country_of = rng.integers(0, len(self.countries), _ACTORS)
        self.places = [self._name(rng) for _ in range(_PLACES)]
        self.outlets = [f"The {self._name(rng)} Post" for _ in range(_OUTLETS)]
        types = default_knowledge().ontology.types
        self.types = sorted(types)
        self.quads = [types[name].quad.value for name in self.types]
        self.statuses = [s.value for s in Status]

    def _name(self, rng: np.random.Generator) -> str:
        return "".join(rng.choice(_SYLLABLES, 3)).capitalize()


def _draw(rng: np.random.Generator, size: int, upto: int) -> np.ndarray:
    """Numbers below ``upto`` by a power law: the first few hundred make up half of all."""
    return (np.minimum(rng.pareto(0.7, size), 1e6) * 8).astype(np.int64) % upto


def _ids(prefix: str, rng: np.random.Generator, size: int) -> list[str]:
    return [f"{prefix}-{raw[:10].hex()}" for raw in _slices(rng.bytes(10 * size), 10)]


def _slices(raw: bytes, width: int) -> Iterator[bytes]:
    for at in range(0, len(raw), width):
        yield raw[at : at + width]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of some articles, and where in them each event stands; lists of events run through all articles."""

    titles: list[str]
    texts: list[str]
    sentences: list[str]
    starts: list[int]
    source_at: list[int]
    trigger_at: list[int]
    target_at: list[int]
    place_at: list[int]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What was drawn for a chunk. Arrays of ``events`` run through all articles; ``of``: the article of each event."""

    articles: int
    events: int
    source: np.ndarray
    target: np.ndarray
    place: np.ndarray
    type: np.ndarray
    status: np.ndarray
    day: np.ndarray
    of: np.ndarray
    stated: np.ndarray
    happened: np.ndarray
    published: np.ndarray
    outlet: np.ndarray
    article_ids: list[str]
    page_ids: list[str]
    event_ids: list[str]
    said: _Texts


def _chunk(made: _World, rng: np.random.Generator, first: int, articles: int) -> dict[str, pa.Table]:
    drawn = _drawn(made, rng, articles)
    return {
        **_article_tables(made, drawn, first),
        "events": _events(made, rng, drawn),
        **_actor_tables(made, rng, drawn),
        "places": _places(made, rng, drawn),
        "claims": _claims(made, rng, drawn),
    }


def _drawn(made: _World, rng: np.random.Generator, articles: int) -> _Drawn:
    n = articles * EVENTS_AN_ARTICLE
    source, target, place = _draw(rng, n, _ACTORS), _draw(rng, n, _ACTORS), _draw(rng, n, _PLACES)
    target = np.where(target == source, (target + 1) % _ACTORS, target)
    type_ = rng.choice(len(made.types), n)
    status = rng.choice(len(made.statuses), n, p=[0.62, 0.08, 0.08, 0.05, 0.04, 0.07, 0.02, 0.04])
    filler = made.words[rng.integers(0, _WORDS, (n, 12))]
    day = rng.integers(0, _DAYS, articles)
    days = np.array([_FIRST + timedelta(days=int(d)) for d in range(_DAYS + 10)])
    of = np.repeat(np.arange(articles), EVENTS_AN_ARTICLE)
    return _Drawn(
        articles, n, source, target, place, type_, status, day, of,
        stated=rng.random(n) < 0.5,
        happened=days[np.maximum(day[of] - rng.integers(0, 5, n), 0)],
        published=days[day],
        outlet=_draw(rng, articles, _OUTLETS),
        article_ids=_ids("a", rng, articles),
        page_ids=_ids("p", rng, articles),
        event_ids=_ids("e", rng, n),
        said=_texts(made, articles, source, target, place, type_, filler),
    )  # fmt: skip


def _texts(
    made: _World,
    articles: int,
    source: np.ndarray,
    target: np.ndarray,
    place: np.ndarray,
    type_: np.ndarray,
    filler: np.ndarray,
) -> _Texts:
    said = _Texts([], [], [], [], [], [], [], [])
    for a in range(articles):
        title = " ".join(filler[a * EVENTS_AN_ARTICLE, :6]).capitalize()
        text = title + "\n\n"
        for k in range(a * EVENTS_AN_ARTICLE, (a + 1) * EVENTS_AN_ARTICLE):
            verb = made.types[type_[k]].lower() + "ed"
            head = f"{made.actors[source[k]]} {verb} "
            middle = f"{head}{made.actors[target[k]]} in "
            sentence = f"{middle}{made.places[place[k]]} over {' '.join(filler[k])}."
            said.starts.append(len(text))
            said.source_at.append(len(text))
            said.trigger_at.append(len(text) + len(made.actors[source[k]]) + 1)
            said.target_at.append(len(text) + len(head))
            said.place_at.append(len(text) + len(middle))
            said.sentences.append(sentence)
            text += sentence + " "
        said.texts.append(text)
        said.titles.append(title)
    return said


def _verbs(made: _World, drawn: _Drawn) -> list[str]:
    return [made.types[k].lower() + "ed" for k in drawn.type]


def _side(made: _World, numbers: np.ndarray) -> tuple[list[str], list[str], list[str]]:
    """Ids, names and countries of the actors of these numbers."""
    return (
        [made.actor_ids[k] for k in numbers],
        [made.actors[k] for k in numbers],
        [made.countries[made.country_of[k]] for k in numbers],
    )


def _article_of(drawn: _Drawn) -> list[str]:
    return [drawn.article_ids[a] for a in drawn.of]


def _ends(starts: list[int], texts: list[str]) -> list[int]:
    return [start + len(text) for start, text in zip(starts, texts, strict=True)]


def _article_tables(made: _World, drawn: _Drawn, first: int) -> dict[str, pa.Table]:
    n, said = drawn.articles, drawn.said
    origin = [f"page{first + a}.html" for a in range(n)]
    url = [f"https://example.org/{first + a}" for a in range(n)]
    outlet = [made.outlets[o] for o in drawn.outlet]
    return {
        "pages": _table("pages", n, page=drawn.page_ids, origin=origin, articles=[1] * n),
        "articles": _table(
            "articles", n, article=drawn.article_ids, page=drawn.page_ids, origin=origin, index=[0] * n,
            title=said.titles, text=said.texts, url=url, outlet=outlet, authors=[[]] * n, agencies=[[]] * n,
            language=["en"] * n, published_start=drawn.published, published_end=drawn.published,
            published_basis=["metadata"] * n, published_confidence=[0.98] * n, words=[180] * n, notes=[[]] * n,
        ),
        "blocks": _table(
            "blocks", n, article=drawn.article_ids, start=[len(t) + 2 for t in said.titles],
            end=[len(t) for t in said.texts], kind=["paragraph"] * n,
        ),
        "sightings": _table(
            "sightings", n, article=drawn.article_ids, page=drawn.page_ids, origin=origin, likeness=["first"] * n,
            resemblance=[1.0] * n, url=url, outlet=outlet, title=said.titles, published_start=drawn.published,
            published_end=drawn.published,
        ),
    }  # fmt: skip


def _events(made: _World, rng: np.random.Generator, drawn: _Drawn) -> pa.Table:
    n, said, verbs, stated = drawn.events, drawn.said, _verbs(made, drawn), drawn.stated
    (ids_s, names_s, lands_s), (ids_t, names_t, lands_t) = _side(made, drawn.source), _side(made, drawn.target)
    return _table(
        "events", n, event=drawn.event_ids, article=_article_of(drawn), type=[made.types[k] for k in drawn.type],
        act=verbs, quad=[made.quads[k] for k in drawn.type], contexts=[[]] * n,
        status=[made.statuses[k] for k in drawn.status], source=names_s, target=names_t,
        source_actors=[[i] for i in ids_s], target_actors=[[i] for i in ids_t],
        source_countries=[[c] for c in lands_s], target_countries=[[c] for c in lands_t],
        source_sectors=[["GOV"]] * n, target_sectors=[["GOV"]] * n, from_day=np.where(stated, drawn.happened, None),
        to_day=np.where(stated, drawn.happened, drawn.published[drawn.of]),
        granularity=np.where(stated, "day", "open"), time_basis=np.where(stated, "stated", "frame"),
        place=[f"gn:{k}" for k in drawn.place], place_name=[made.places[k] for k in drawn.place],
        place_country=[made.countries[k % 180] for k in drawn.place],
        latitude=(drawn.place % 140 - 60).astype(np.float32), longitude=(drawn.place % 360 - 180).astype(np.float32),
        certainty=np.where(np.arange(n) < n // 3, "described", "own_voice"), claims=[[]] * n,
        block=["paragraph"] * n, trigger=verbs, trigger_start=said.trigger_at,
        trigger_end=_ends(said.trigger_at, verbs), sentence=said.sentences, sentence_start=said.starts,
        sentence_end=_ends(said.starts, said.sentences),
        confidence=rng.choice([0.41, 0.6, 0.75, 0.93], n).astype(np.float32),
        decided_by=[f"codebook:{made.types[k].lower()}/{made.types[k].lower()} T" for k in drawn.type],
        reasons=[[f"`{v} T` matched"] for v in verbs],
    )  # fmt: skip


def _actor_tables(made: _World, rng: np.random.Generator, drawn: _Drawn) -> dict[str, pa.Table]:
    """Participants and mentions: one of each for either side of an event."""
    n, article_of, participants, mentions = drawn.events, _article_of(drawn), [], []
    sides = {"source": (drawn.source, drawn.said.source_at), "target": (drawn.target, drawn.said.target_at)}
    for side, (numbers, at) in sides.items():
        ids, names, lands = _side(made, numbers)
        span = {"article": article_of, "start": at, "end": _ends(at, names), "text": names}
        participants.append(_table(
            "participants", n, event=drawn.event_ids, side=[side] * n, position=[0] * n, **span, name=names, actor=ids,
            country=lands, sectors=[["GOV"]] * n,
        ))  # fmt: skip
        mentions.append(_table(
            "mentions", n, mention=_ids("m", rng, n), **span, form=["name"] * n, actor=ids, actor_name=names,
            actor_kind=["person"] * n, country=lands, sectors=[["GOV"]] * n, known=[True] * n, score=[0.97] * n,
            reasons=[["full name of a known person"]] * n,
        ))  # fmt: skip
    return {"participants": pa.concat_tables(participants), "mentions": pa.concat_tables(mentions)}


def _places(made: _World, rng: np.random.Generator, drawn: _Drawn) -> pa.Table:
    n, names = drawn.events, [made.places[k] for k in drawn.place]
    return _table(
        "places", n, place_mention=_ids("l", rng, n), article=_article_of(drawn), start=drawn.said.place_at,
        end=_ends(drawn.said.place_at, names), text=names, place=[f"gn:{k}" for k in drawn.place], name=names,
        kind=["city"] * n, country=[made.countries[k % 180] for k in drawn.place], score=[0.9] * n,
        reasons=[["largest of that name"]] * n,
    )  # fmt: skip


def _claims(made: _World, rng: np.random.Generator, drawn: _Drawn) -> pa.Table:
    """A claim for the first third of the events: the source says the name of the target."""
    n, said = drawn.events // 3, drawn.said
    ids, names, _ = _side(made, drawn.source[:n])
    content, verbs = [made.actors[k] for k in drawn.target[:n]], _verbs(made, drawn)[:n]
    return _table(
        "claims", n, claim=_ids("c", rng, n), article=_article_of(drawn)[:n], source=names,
        source_start=said.source_at[:n], source_end=_ends(said.source_at[:n], names), actor=ids, actor_name=names,
        cue=verbs, cue_start=said.trigger_at[:n], cue_end=_ends(said.trigger_at[:n], verbs), content=content,
        content_starts=[[t] for t in said.target_at[:n]],
        content_ends=[[t] for t in _ends(said.target_at[:n], content)], speech=["indirect"] * n,
        source_kind=["person"] * n, anonymity=["named"] * n, commitment=["neutral"] * n, polarity=["asserted"] * n,
        sentence=said.sentences[:n], sentence_start=said.starts[:n],
        sentence_end=_ends(said.starts[:n], said.sentences[:n]), confidence=[0.8] * n, decided_by=["verb:say"] * n,
    )  # fmt: skip


def _table(name: str, rows: int, /, **columns: object) -> pa.Table:
    schema = arrow_schema(name)
    return pa.table(
        [pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(rows, f.type) for f in schema],
        schema=schema,
    )
