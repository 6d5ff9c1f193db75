"""A desk whose events try what formats must say: statuses, several on one side, odd text, no type, no date."""

from __future__ import annotations

from datetime import date

from dragoman.desk import Desk
from dragoman.desk.formats.takeaway import FORMATS
from readings import reading

ODD = 'Guards\tsaid: "=1+1; a < b & c"\nand left,\x0b for 山.'


def _participant(event, side, name, country=None, sectors=(), position=0):
    return {
        "event": event, "side": side, "position": position, "article": "a-raid", "start": 0, "end": 6, "text": "Guards",
        "name": name, "country": country, "sectors": list(sectors),
    }  # fmt: skip


def _event(event, **more):
    return {
        "event": event, "article": "a-raid", "type": "ASSAULT", "mode": "drone", "act": "strike", "quad": "Q4",
        "contexts": ["military", "territory"], "status": "actual", "source": "Army; Navy", "target": "Rebels",
        "from_day": date(2024, 2, 1), "to_day": date(2024, 2, 29), "granularity": "month", "time_basis": "stated",
        "place": "gn:99237", "place_name": "Iraq", "place_country": "IRQ", "latitude": 33.0, "longitude": 44.0,
        "certainty": "own_voice", "claims": [], "block": "paragraph", "trigger": "said", "trigger_start": 7,
        "trigger_end": 11, "sentence": ODD, "sentence_start": 0, "sentence_end": len(ODD), "confidence": 0.75,
        "decided_by": "codebook", "reasons": [], **more,
    }  # fmt: skip


def desk_with_a_raid(path):
    """Two readings (a meeting that happened, talks that did not), a raid by two on one, an act without type or date."""
    made = Desk(path)
    made.add([reading(0), reading(1, title="Second report", outlet="Coast Radio")])
    article = {"article": "a-raid", "page": "p-raid", "origin": "raid.txt", "index": 0, "title": "A raid",
               "text": ODD, "language": "en", "url": "javascript:alert(1)", "outlet": "=Post", "words": 9}  # fmt: skip
    letter = _event("e-letter", type=None, mode=None, quad=None, act="draft letter", source=None, target=None,
                    from_day=None, to_day=None, place=None, place_name=None, place_country=None, latitude=None,
                    longitude=None, contexts=[])  # fmt: skip
    made.store.commit({
        "pages": [{"page": "p-raid", "origin": "raid.txt", "articles": 1}],
        "articles": [article],
        "blocks": [{"article": "a-raid", "start": 0, "end": len(ODD), "kind": "paragraph"}],
        "events": [_event("e-raid"), _event("e-plan", status="planned", mode=None), letter],
        "participants": [
            _participant("e-raid", "source", "Army", "IRQ", ["MIL"]),
            _participant("e-raid", "source", "Navy", "IRQ", ["MIL", "GOV"], position=1),
            _participant("e-raid", "target", "Rebels & <Co>", "SYR", ["REB"]),
            _participant("e-plan", "source", "Army", "IRQ", ["MIL"]),
        ],
        "places": [{"place_mention": "l-1", "article": "a-raid", "start": 0, "end": 6, "text": "Guards",
                    "place": "gn:99237", "name": "Iraq", "kind": "country", "country": "IRQ",
                    "latitude": 33.0, "longitude": 44.0}],
    })  # fmt: skip
    return made


def give(desk, form, tmp_path, **wishes):
    suffix = FORMATS[form].suffix if form in FORMATS else {"excel": ".xlsx"}.get(form, f".{form}")
    path = tmp_path / f"out{suffix}"
    return path, desk.export(form, path, **wishes)
