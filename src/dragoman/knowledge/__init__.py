"""What Dragoman knows, as data: ontology, codebook, actors, places, rules of time, words of speech.

``Knowledge`` loads each part when it is first asked for, ours first and then the user's folders, whose entries win.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import KnowledgeError
from dragoman.knowledge.compiled import compiled
from dragoman.knowledge.tables import BUILT_IN

if TYPE_CHECKING:
    from dragoman.knowledge.actors import ActorBase
    from dragoman.knowledge.agents import Agents
    from dragoman.knowledge.codebook import Codebook
    from dragoman.knowledge.columns import Columns
    from dragoman.knowledge.crosswalk import Crosswalk
    from dragoman.knowledge.homes import Homes
    from dragoman.knowledge.ontology import Ontology
    from dragoman.knowledge.persons import PersonIndex
    from dragoman.knowledge.places import Gazetteer
    from dragoman.knowledge.residue import PageLexicon
    from dragoman.knowledge.signs import Signs
    from dragoman.knowledge.speech import SpeechLexicon
    from dragoman.knowledge.status import StatusLexicon
    from dragoman.knowledge.stories import StoryWords
    from dragoman.knowledge.timerules import TimeRules

__all__ = ["READS", "Knowledge", "default_knowledge"]

READS = {
    "ontology": ("ontology",),
    "codebook": ("codebook", "grammar"),
    "status": ("status",),
    "actors": ("actors", "agents"),
    "persons": ("actors", "agents", "names"),
    "agents": ("agents",),
    "signs": ("actors",),
    "homes": ("actors",),
    "speech": ("speech",),
    "stories": ("stories",),
    "times": ("times",),
}
"""The folders that each part is made of: what stands in others leaves what is compiled as it is (a test holds it to
that)."""


class Knowledge:
    """All knowledge, ours and the user's. Parts load on first use and are immutable then."""

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        """``folders`` are the user's own, laid out like ours; raises KnowledgeError if one is not a folder."""
        for folder in folders:
            if not folder.is_dir():
                raise KnowledgeError(f"{folder}: no such folder; give a folder laid out like {BUILT_IN}")
        self.roots: tuple[Path, ...] = (BUILT_IN, *folders)

    @cached_property
    def ontology(self) -> Ontology:
        """The event types, modes, contexts and sectors of PLOVER."""
        from dragoman.knowledge.ontology import load_ontology

        return compiled("ontology", self.roots, load_ontology, READS["ontology"])

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """The event types and sectors in the terms of CAMEO, GDELT, ICEWS and ACLED."""
        from dragoman.knowledge.crosswalk import load_crosswalk

        return load_crosswalk(self.roots, self.ontology)

    @cached_property
    def codebook(self) -> Codebook:
        """How language expresses event types."""
        from dragoman.knowledge.codebook import load_codebook

        return compiled("codebook", self.roots, load_codebook, READS["codebook"])

    @cached_property
    def status(self) -> StatusLexicon:
        """The words that tell whether something happened, is planned, demanded, denied ..."""
        from dragoman.knowledge.status import load_status

        return compiled("status", self.roots, load_status, READS["status"])

    @cached_property
    def actors(self) -> ActorBase:
        """Persons, parties, armed groups, states and organisations with their dated roles."""
        from dragoman.knowledge.actors import load_actors

        return compiled("actors", self.roots, load_actors, READS["actors"])

    @cached_property
    def persons(self) -> PersonIndex:
        """The known persons, found by other spellings of their names."""
        from dragoman.knowledge.actors_variants import load_variants
        from dragoman.knowledge.persons import PersonIndex

        def index(roots: tuple[Path, ...]) -> PersonIndex:
            named = ((a.id, a.name) for a in self.actors.actors.values() if a.id.startswith("person:"))
            return PersonIndex(load_variants(roots), named)

        return compiled("persons", self.roots, index, READS["persons"])

    @cached_property
    def agents(self) -> Agents:
        """Role nouns and their sectors."""
        from dragoman.knowledge.agents import load_agents

        return compiled("agents", self.roots, load_agents, READS["agents"])

    @cached_property
    def signs(self) -> Signs:
        """Words that tell a state though they name none."""
        from dragoman.knowledge.signs import load_signs

        return compiled("signs", self.roots, load_signs, READS["signs"])

    @cached_property
    def homes(self) -> Homes:
        """Peoples of several states, and what only some states have."""
        from dragoman.knowledge.homes import load_homes

        return compiled("homes", self.roots, load_homes, READS["homes"])

    @cached_property
    def speech(self) -> SpeechLexicon:
        """Cues of attribution, and the phrases of anonymity."""
        from dragoman.knowledge.speech import load_speech

        return compiled("speech", self.roots, load_speech, READS["speech"])

    @cached_property
    def stories(self) -> StoryWords:
        """Words for comparing articles and happenings."""
        from dragoman.knowledge.stories import load_story_words

        return compiled("stories", self.roots, load_story_words, READS["stories"])

    @cached_property
    def times(self) -> TimeRules:
        """The rules of time expressions."""
        from dragoman.knowledge.timerules import load_time_rules

        return compiled("times", self.roots, load_time_rules, READS["times"])

    @cached_property
    def residue(self) -> PageLexicon:
        """What stands on news pages beside the story: furniture, credits, agencies, labels."""
        from dragoman.knowledge.residue import load_residue

        return load_residue(self.roots)

    @cached_property
    def columns(self) -> Columns:
        """The names of columns in exports of news archives."""
        from dragoman.knowledge.columns import load_columns

        return load_columns(self.roots)

    @cached_property
    def places(self) -> Gazetteer:
        """Places with coordinates."""
        from dragoman.knowledge.places import load_places

        return load_places(self.roots)


@cache
def default_knowledge() -> Knowledge:
    """The knowledge that ships with the package, loaded once a process."""
    return Knowledge()
