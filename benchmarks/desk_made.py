"""A desk of any size made by rule, for measuring: articles of made-up sentences, each with one event and its actors.

Actors and places are drawn by a power law, as in news; every span is the slice of its article's text. Nothing of it
means anything.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def _chunk(made: _World, rng: np.random.Generator, first: int, articles: int) -> dict[str, pa.Table]:
    n = articles * EVENTS_AN_ARTICLE
    source, target, place = _draw(rng, n, _ACTORS), _draw(rng, n, _ACTORS), _draw(rng, n, _PLACES)
    target = np.where(target == source, (target + 1) % _ACTORS, target)
    type_ = rng.choice(len(made.types), n)
    status = rng.choice(len(made.statuses), n, p=[0.62, 0.08, 0.08, 0.05, 0.04, 0.07, 0.02, 0.04])
    filler = made.words[rng.integers(0, _WORDS, (n, 12))]
    sentences, starts, source_at, trigger_at, target_at, place_at = [], [], [], [], [], []
    texts, titles = [], []
    for a in range(articles):
        title = " ".join(filler[a * EVENTS_AN_ARTICLE, :6]).capitalize()
        text = title + "\n\n"
        for k in range(a * EVENTS_AN_ARTICLE, (a + 1) * EVENTS_AN_ARTICLE):
            verb = made.types[type_[k]].lower() + "ed"
            head = f"{made.actors[source[k]]} {verb} "
            middle = f"{head}{made.actors[target[k]]} in "
            sentence = f"{middle}{made.places[place[k]]} over {' '.join(filler[k])}."
            starts.append(len(text))
            source_at.append(len(text))
            trigger_at.append(len(text) + len(made.actors[source[k]]) + 1)
            target_at.append(len(text) + len(head))
            place_at.append(len(text) + len(middle))
            sentences.append(sentence)
            text += sentence + " "
        texts.append(text)
        titles.append(title)
    day = rng.integers(0, _DAYS, articles)
    days = np.array([_FIRST + timedelta(days=int(d)) for d in range(_DAYS + 10)])
    published = days[day]
    of = np.repeat(np.arange(articles), EVENTS_AN_ARTICLE)
    stated = rng.random(n) < 0.5
    happened = days[np.maximum(day[of] - rng.integers(0, 5, n), 0)]
    article_ids, page_ids = _ids("a", rng, articles), _ids("p", rng, articles)
    event_ids, claim_ids, mention_ids = _ids("e", rng, n), _ids("c", rng, n // 3), _ids("m", rng, 2 * n)
    outlet = _draw(rng, articles, _OUTLETS)
    article_of = [article_ids[a] for a in of]
    names_s, names_t = [made.actors[k] for k in source], [made.actors[k] for k in target]
    ids_s, ids_t = [made.actor_ids[k] for k in source], [made.actor_ids[k] for k in target]
    lands_s = [made.countries[made.country_of[k]] for k in source]
    lands_t = [made.countries[made.country_of[k]] for k in target]
    verbs = [made.types[k].lower() + "ed" for k in type_]
    claimed = n // 3
    who = {"source": (ids_s, names_s, lands_s, source_at), "target": (ids_t, names_t, lands_t, target_at)}
    origin = [f"page{first + a}.html" for a in range(articles)]
    url = [f"https://example.org/{first + a}" for a in range(articles)]
    return {
        "pages": _table("pages", articles, page=page_ids, origin=origin, articles=[1] * articles),
        "articles": _table(
            "articles", articles, article=article_ids, page=page_ids, origin=origin, index=[0] * articles, title=titles,
            text=texts, url=url, outlet=[made.outlets[o] for o in outlet], authors=[[]] * articles,
            agencies=[[]] * articles, language=["en"] * articles, published_start=published, published_end=published,
            published_basis=["metadata"] * articles, published_confidence=[0.98] * articles, words=[180] * articles,
            notes=[[]] * articles,
        ),
        "blocks": _table(
            "blocks", articles, article=article_ids, start=[len(t) + 2 for t in titles], end=[len(t) for t in texts],
            kind=["paragraph"] * articles,
        ),
        "sightings": _table(
            "sightings", articles, article=article_ids, page=page_ids, origin=origin, likeness=["first"] * articles,
            resemblance=[1.0] * articles, url=url, outlet=[made.outlets[o] for o in outlet], title=titles,
            published_start=published, published_end=published,
        ),
        "events": _table(
            "events", n, event=event_ids, article=article_of, type=[made.types[k] for k in type_], act=verbs,
            quad=[made.quads[k] for k in type_], contexts=[[]] * n, status=[made.statuses[k] for k in status],
            source=names_s, target=names_t, source_actors=[[i] for i in ids_s], target_actors=[[i] for i in ids_t],
            source_countries=[[c] for c in lands_s], target_countries=[[c] for c in lands_t],
            source_sectors=[["GOV"]] * n, target_sectors=[["GOV"]] * n, from_day=np.where(stated, happened, None),
            to_day=np.where(stated, happened, published[of]), granularity=np.where(stated, "day", "open"),
            time_basis=np.where(stated, "stated", "frame"), place=[f"gn:{k}" for k in place],
            place_name=[made.places[k] for k in place], place_country=[made.countries[k % 180] for k in place],
            latitude=(place % 140 - 60).astype(np.float32), longitude=(place % 360 - 180).astype(np.float32),
            certainty=np.where(np.arange(n) < claimed, "described", "own_voice"), claims=[[]] * n,
            block=["paragraph"] * n, trigger=verbs, trigger_start=trigger_at,
            trigger_end=[t + len(v) for t, v in zip(trigger_at, verbs, strict=True)], sentence=sentences,
            sentence_start=starts, sentence_end=[s + len(t) for s, t in zip(starts, sentences, strict=True)],
            confidence=rng.choice([0.41, 0.6, 0.75, 0.93], n).astype(np.float32),
            decided_by=[f"codebook:{made.types[k].lower()}/{made.types[k].lower()} T" for k in type_],
            reasons=[[f"`{v} T` matched"] for v in verbs],
        ),
        "participants": pa.concat_tables([
            _table(
                "participants", n, event=event_ids, side=[side] * n, position=[0] * n, article=article_of, start=at,
                end=[s + len(t) for s, t in zip(at, names, strict=True)], text=names, name=names, actor=ids,
                country=lands, sectors=[["GOV"]] * n,
            )
            for side, (ids, names, lands, at) in who.items()
        ]),
        "mentions": pa.concat_tables([
            _table(
                "mentions", n, mention=mention_ids[half * n : (half + 1) * n], article=article_of, start=at,
                end=[s + len(t) for s, t in zip(at, names, strict=True)], text=names, form=["name"] * n, actor=ids,
                actor_name=names, actor_kind=["person"] * n, country=lands, sectors=[["GOV"]] * n, known=[True] * n,
                score=[0.97] * n, reasons=[["full name of a known person"]] * n,
            )
            for half, (ids, names, lands, at) in enumerate(who.values())
        ]),
        "places": _table(
            "places", n, place_mention=_ids("l", rng, n), article=article_of, start=place_at,
            end=[s + len(made.places[k]) for s, k in zip(place_at, place, strict=True)],
            text=[made.places[k] for k in place], place=[f"gn:{k}" for k in place],
            name=[made.places[k] for k in place], kind=["city"] * n,
            country=[made.countries[k % 180] for k in place], score=[0.9] * n, reasons=[["largest of that name"]] * n,
        ),
        "claims": _table(
            "claims", claimed, claim=claim_ids, article=article_of[:claimed], source=names_s[:claimed],
            source_start=source_at[:claimed],
            source_end=[s + len(t) for s, t in zip(source_at[:claimed], names_s, strict=False)],
            actor=ids_s[:claimed], actor_name=names_s[:claimed], cue=verbs[:claimed], cue_start=trigger_at[:claimed],
            cue_end=[t + len(v) for t, v in zip(trigger_at[:claimed], verbs, strict=False)],
            content=names_t[:claimed], content_starts=[[t] for t in target_at[:claimed]],
            content_ends=[[t + len(v)] for t, v in zip(target_at[:claimed], names_t, strict=False)],
            speech=["indirect"] * claimed, source_kind=["person"] * claimed, anonymity=["named"] * claimed,
            commitment=["neutral"] * claimed, polarity=["asserted"] * claimed, sentence=sentences[:claimed],
            sentence_start=starts[:claimed],
            sentence_end=[s + len(t) for s, t in zip(starts[:claimed], sentences, strict=False)],
            confidence=[0.8] * claimed, decided_by=["verb:say"] * claimed,
        ),
    }  # fmt: skip


def _table(name: str, rows: int, /, **columns: object) -> pa.Table:
    schema = arrow_schema(name)
    return pa.table(
        [pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(rows, f.type) for f in schema],
        schema=schema,
    )
