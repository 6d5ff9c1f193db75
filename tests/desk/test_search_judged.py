"""Search by actor: it follows what was judged of who is who."""

from __future__ import annotations

from datetime import UTC, datetime

from dragoman.desk import Desk
from dragoman.desk.amendments.judgements import Description, Signature, append, merge, split, undo
from dragoman.desk.search.find import Search
from readings import reading


def test_actor_follows_judgements(tmp_path):
    desk = Desk(tmp_path / "desk")
    with desk.writer() as writer:
        for number in range(3):
            writer.add(reading(number))
    velas = {
        row["article"]: row["actor"]
        for row in desk.sql("SELECT article, actor FROM mentions WHERE text = 'Tomas Vela'").to_dicts()
    }

    def found(name):
        return {hit.article for hit in desk.search(f'actor:"{name}"')}

    def signed(minute):
        return Signature("ana", datetime(2024, 3, 1, 12, minute, tzinfo=UTC))

    first, second, third = sorted(velas)
    assert found("Thomas Velasquez") == set()
    one = merge(velas[first], [velas[second]], signed(0), Description("Thomas Velasquez", aliases=("El Jefe",)))
    append(desk.store, [one])
    assert found("Thomas Velasquez") == found("El Jefe") == {first, second}
    assert found("Tomas Vela") == set(velas)
    apart = split("person:amina-yusuf", [third], signed(1), Description("Amina B. Yusuf"))
    append(desk.store, [apart])
    assert found("Amina B. Yusuf") == {third}
    append(desk.store, [merge("person:amina-yusuf", [velas[third]], signed(2))])
    assert found("Amina Yusuf") == set(velas)
    with desk.writer() as writer:
        writer.add(reading(3))  # a part that comes later is judged as it is indexed
    assert len(found("Amina Yusuf")) == 4
    append(desk.store, [undo(one, signed(3)), undo(apart, signed(4))])
    assert found("Thomas Velasquez") == found("El Jefe") == found("Amina B. Yusuf") == set()
    assert Search(desk.store).rebuild() == []
    assert len(found("Amina Yusuf")) == 4
