"""The training program, on sentences written here. The parts that need torch are skipped where it is not installed."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.conllu import is_open, read_conllu
from training.examples import (
    CLAIM_ROLES,
    IGNORED,
    bioes,
    entity_examples,
    gum_entities,
    label_examples,
    label_sets,
    read_entity_file,
    read_treebanks,
    title_cased,
    with_titles,
)
from training.lemmas import learn
from training.other_names import known_names, renamed, titled
from training.spans import read_attributions, read_corpus

from dragoman.errors import RecordError
from dragoman.knowledge import default_knowledge
from dragoman.language.encoder import WEIGHTS
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.pieces import Pieces

TREEBANK = """\
# newdoc id = GUM_news_ferry
# newpar
# sent_id = s1
# text = Ana Kovacs didn't leave Oslo.
1	Ana	Ana	PROPN	NNP	Number=Sing	5	nsubj	_	Entity=(1-person-new-a-c-1,2-sgl
2	Kovacs	Kovacs	PROPN	NNP	Number=Sing	1	flat	_	Entity=1)
3-4	didn't	_	_	_	_	_	_	_	_
3	did	do	AUX	VBD	Tense=Past	5	aux	_	_
4	n't	not	PART	RB	Polarity=Neg	5	advmod	_	_
5	leave	leave	VERB	VB	VerbForm=Inf	0	root	_	_
6	Oslo	Oslo	PROPN	NNP	Number=Sing	5	obj	_	Entity=(2-place-new-a-c-1-sgl)|SpaceAfter=No
7	.	.	PUNCT	.	_	5	punct	_	_

# newpar
# sent_id = s2
# text = The ferries moved.
1	The	the	DET	DT	_	2	det	_	Entity=(3-object-new-a-c-2-sgl
2	ferries	ferry	NOUN	NNS	Number=Plur	3	nsubj	_	Entity=3)
3	moved	move	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

# newdoc id = GUM_fiction_ghost
# sent_id = s3
# text = Boo
1	Boo	boo	INTJ	UH	_	0	root	_	_

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / "gum-train.conllu").write_text(TREEBANK, encoding="utf-8")
    (tmp_path / "ner").mkdir()
    item = {"w": ["Norlandia", "voted"], "ner": ["B-LOC", "O"]}
    (tmp_path / "ner" / "wikigold.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def sentences(folder: Path):
    return list(read_conllu(folder / "ud" / "gum-train.conllu"))


def test_words_documents_and_paragraphs(sentences) -> None:
    first, second, third = sentences
    assert [w.form for w in first.words] == ["Ana", "Kovacs", "did", "n't", "leave", "Oslo", "."]
    assert "".join(w.form + " " * w.space for w in first.words).rstrip() == first.text
    assert (first.document, first.genre, first.paragraph, second.paragraph) == ("GUM_news_ferry", "news", 1, 2)
    assert (third.document, third.paragraph) == ("GUM_fiction_ghost", 0)


def test_only_open_genres_train(folder: Path, sentences) -> None:
    assert [is_open(s) for s in sentences] == [True, True, False]
    assert len(read_treebanks(folder / "ud", "train")) == 2


def test_a_broken_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.conllu"
    path.write_text("1\tonly\ttwo\n\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"x\.conllu:1"):
        list(read_conllu(path))


def test_names_of_gum(sentences) -> None:
    assert gum_entities(sentences[0]) == ["B-PER", "I-PER", "O", "O", "O", "B-LOC", "O"]
    assert gum_entities(sentences[1]) == ["O"] * 4


def test_words_that_nobody_judged_teach_nothing(folder: Path, sentences) -> None:
    """wikigold's MISC and GUM's capitalised adjectives may be nationalities."""
    (folder / "ner" / "more.jsonl").write_text('{"w": ["Norlandic", "ships"], "ner": ["B-MISC", "O"]}\n')
    ((words, tags),) = read_entity_file(folder / "ner" / "more.jsonl")
    assert tags == ["?", "O"]
    labels = label_sets(sentences)
    (example,) = entity_examples([(words, tags)], labels, Pieces(WEIGHTS / "tokenizer.json"))
    assert example.targets["ner"] == [IGNORED, labels["ner"].index("O")]


ARTICLE = """Vellmer quits

Minister Ana Vellmer has resigned, two aides said. "She is tired," said one."""


def test_attributions_as_labels(tmp_path: Path) -> None:
    def span(words: str) -> list[list[int]]:
        start = ARTICLE.index(words)
        return [[start, start + len(words)]]

    claim = {"source": span("two aides"), "cue": span("said"), "content": span("Minister Ana Vellmer has resigned")}
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps({"text": ARTICLE, "attributions": [claim]}) + "\n", encoding="utf-8")
    title, first, second = read_attributions(path)
    assert title == (["Vellmer", "quits"], {role: ["O", "O"] for role in CLAIM_ROLES})
    assert first[0] == ["Minister", "Ana", "Vellmer", "has", "resigned", ",", "two", "aides", "said", "."]
    assert first[1]["content"] == ["B", "I", "I", "I", "I", "O", "O", "O", "O", "O"]
    assert first[1]["source"] == ["O"] * 6 + ["B", "I", "O", "O"]
    assert first[1]["cue"] == ["O"] * 8 + ["B", "O"]
    assert set(second[1]["cue"]) == {"O"}


def test_the_corpus_as_labels(tmp_path: Path) -> None:
    text = "Norlandic jets hit Oslo, then hit Bergen."
    event = {"type": "ASSAULT", "status": "actual", "trigger": {"text": "hit", "nth": 2}}
    event |= {"sources": [{"text": "Norlandic jets"}], "targets": [], "time": None, "place": {"text": "Bergen"}}
    item = {
        "batch": "events-x", "split": "train", "kind": "headline", "text": text, "claims": [], "events": [event, {**event, "trigger": {"text": "hit"}, "type": None}],
        "entities": [{"text": "Norlandic", "label": "NORP"}, {"text": "Oslo", "label": "LOC"}],
    }  # fmt: skip
    (tmp_path / "events-x.jsonl").write_text(json.dumps(item) + "\n" + json.dumps({**item, "split": "test"}) + "\n")
    (words, labels), (titled, _) = read_corpus(tmp_path, "train")
    assert titled[:4] == ["Norlandic", "Jets", "Hit", "Oslo"]
    assert words == ["Norlandic", "jets", "hit", "Oslo", ",", "then", "hit", "Bergen", "."]
    assert labels["ner"] == ["S-NORP", "O", "O", "S-LOC", "O", "O", "O", "O", "O"]
    assert labels["event"] == ["O", "O", "NONE", "O", "O", "O", "ASSAULT", "O", "O"]
    assert labels["status"] == ["?", "?", "actual", "?", "?", "?", "actual", "?", "?"]
    assert set(labels["topic"]) == {"politics"}
    (example,) = label_examples(
        [(words, labels)], {"event": ["O", "NONE", "ASSAULT"]}, Pieces(WEIGHTS / "tokenizer.json")
    )
    source, target, _, place = range(4)
    assert {p for p in example.parts if p[0] == 6} == {
        (6, source, 1),
        (6, source, 2),
        (6, target, 0),
        (6, 2, 0),
        (6, place, 8),
    }


def test_where_nobody_marked_claims_nothing_is_learnt_of_them(tmp_path: Path) -> None:
    item = {"split": "train", "kind": "sentence", "text": "Ana said so.", "claims": [], "events": [], "entities": []}
    for batch, more in (("events-x", {}), ("events-y", {"unmarked": ["claims"]})):
        (tmp_path / f"{batch}.jsonl").write_text(json.dumps({"batch": batch, **item, **more}) + "\n")
    (_, marked), (_, unmarked) = read_corpus(tmp_path, "train")
    assert {tag for role in ("source", "cue", "content") for tag in marked[role]} == {"O"}
    assert {tag for role in ("source", "cue", "content") for tag in unmarked[role]} == {"?"}
    assert set(unmarked["event"]) == {"O"}


def test_headlines_in_title_case(sentences) -> None:
    assert title_cased(["iran", "bars", "McRae", "from", "the", "UN"]) == ["Iran", "Bars", "McRae", "from", "the", "UN"]
    *plain, titled = with_titles(sentences[1:2] + sentences[:1])
    assert plain == sentences[1:2] + sentences[:1]
    assert [w.form for w in titled.words] == ["The", "Ferries", "Moved"]


def test_other_names_in_the_place_of_names() -> None:
    first = (
        ["Ana", "Kovacs", "met", "Oslo", "."],
        {
            "ner": ["B-PER", "E-PER", "O", "S-LOC", "O"],
            "source": ["B", "I", "O", "O", "O"],
            "event": ["O", "O", "CONSULT", "O", "O"],
        },
    )
    second = (
        ["Bo", "Li", "Ek", "left"],
        {"ner": ["B-PER", "I-PER", "E-PER", "O"], "source": ["O"] * 4, "event": ["O"] * 4},
    )
    seen = set()
    for seed in range(20):
        words, labels = next(iter(renamed([first, second], {}, random.Random(seed))))
        seen.add(tuple(words))
        assert all(len(tags) == len(words) for tags in labels.values())
        people = words[: words.index("met")]
        assert labels["source"][: len(people)] == ["B", *["I"] * (len(people) - 1)]
        assert labels["event"][words.index("met")] == "CONSULT"
    assert seen == {("Ana", "Kovacs", "met", "Oslo", "."), ("Bo", "Li", "Ek", "met", "Oslo", ".")}


def test_names_of_the_knowledge_stand_in_the_place_of_names() -> None:
    known = known_names(default_knowledge())
    assert min(len(known[kind, True]) for kind in ("PER", "ORG", "LOC", "NORP")) > 200
    assert all(len(words) == 1 for words in known["LOC", True])
    first = (["Ana", "left", "Oslo", "."], {"ner": ["S-PER", "O", "S-LOC", "O"]})
    seen = [next(iter(renamed([first], known, random.Random(seed))))[0] for seed in range(40)]
    assert len({words[0] for words in seen}) > 10
    assert all(len(words) == 4 and words[1] == "left" for words in seen)


def test_titles_before_names_hang_on_the_name() -> None:
    words = ["on", "Monday", "Ana", "Kovacs", "left", "."]
    labels = {
        "ner": ["O", "O", "B-PER", "E-PER", "O", "O"],
        "source": ["O", "O", "B", "I", "O", "O"],
        "head": ["2", "5", "5", "3", "0", "5"],
        "rel": ["case", "obl", "nsubj", "flat", "root", "punct"],
    }
    seen = set()
    lower = [words[0], "monday", *words[2:]]
    for seed in range(60):
        changed, new = next(iter(titled([(lower, labels)], random.Random(seed))))
        size = len(changed) - len(words)
        seen.add(tuple(changed[2 : 2 + size]))
        assert all(len(tags) == len(changed) for tags in new.values())
        name = changed.index("Ana")
        assert new["ner"][name : name + 2] == ["B-PER", "E-PER"]
        assert new["source"].index("B") == 2
        assert [changed[int(h) - 1] for h in new["head"][2:name]] == ["Ana"] * size
        assert [changed[int(h) - 1] for h in new["head"][name:] if h != "0"] == ["left", "Ana", "left"]
    assert () in seen
    assert len(seen) > 10


def test_a_given_tree_is_a_target(sentences) -> None:
    labels = {**label_sets(sentences), "rel": ["nsubj", "obj", "root"]}
    words = ["Rebels", "attacked", "soldiers"]
    tags = {"head": ["2", "0", "2"], "rel": ["nsubj", "root", "obj"], "event": ["O", "ASSAULT", "?"]}
    (example,) = label_examples([(words, tags)], labels, Pieces(WEIGHTS / "tokenizer.json"))
    assert example.targets["head"] == [2, 0, 2]
    assert example.targets["rel"] == [0, 2, 1]
    assert example.targets["event"] == [0, labels["event"].index("ASSAULT"), IGNORED]


def test_bioes() -> None:
    tags = ["B-PER", "I-PER", "I-PER", "B-PER", "O", "B-LOC", "I-LOC"]
    assert bioes(tags) == ["B-PER", "I-PER", "E-PER", "S-PER", "O", "B-LOC", "E-LOC"]


def test_lemma_tables_from_sentences(sentences) -> None:
    table = Lemmatiser(learn(sentences, {"provoked": 5, "provoke": 6, "stared": 2, "stare": 4, "star": 1}))
    assert table.lemma("ferries", "NNS") == "ferry"
    assert table.lemma("provoked", "VBD") == "provoke"
    assert table.lemma("stared", "VBD") == "stare"
    assert table.lemma("n't", "RB") == "not"


def test_a_neuron_that_outlies_is_said_by_several(sentences) -> None:
    """Beyond the limit values saturate, and what the network says stays the same."""
    torch = pytest.importorskip("torch")
    from training.export import calibration
    from training.minilm import Sizes
    from training.model import Network
    from training.outliers import spread
    from training.restore import united

    torch.manual_seed(0)
    network = Network(Sizes(30522, 24, 2, 2, 48), label_sets(sentences)).eval()
    layer = network.layers[1]
    with torch.no_grad():
        layer.widen.weight[7] = 0
        layer.widen.bias[7] = 21.5  # answers 21.5 whatever it sees
        layer.narrow.weight[:, 9] = 0  # says nothing: two such places are free
        layer.narrow.weight[:, 11] = 0
    inputs = calibration(sentences * 9, Pieces(WEIGHTS / "tokenizer.json"))[0]
    batch = {name: torch.from_numpy(array) for name, array in inputs.items()}
    with torch.no_grad():
        before = network.words(batch)
        assert spread(network, [batch]) == 2
        limited = layer.narrow.register_forward_pre_hook(lambda _, taken: (taken[0].clamp(max=8),))
        after = network.words(batch)
        limited.remove()
        assert united(layer.widen, layer.narrow) == 2
        again = network.words(batch)
    assert torch.allclose(before, after, atol=1e-4)
    assert torch.allclose(before, again, atol=1e-4)


def test_rounding_makes_up_for_its_errors() -> None:
    """Over activations that go together, weights rounded with regard to them err less than each rounded to its next
    level, and the mean of what comes out stays."""
    np = pytest.importorskip("numpy")
    pytest.importorskip("onnx")
    from training.quantise import LEVELS, rounded

    chance = np.random.default_rng(3)
    rows = (chance.normal(size=(600, 4)) @ chance.normal(size=(4, 32)) + 0.5).astype(np.float32)
    weights = chance.normal(size=(32, 5)).astype(np.float32)
    integers, scales, bias = rounded(rows, rows, weights)
    assert integers.dtype == np.int8
    assert np.abs(integers).max() <= LEVELS
    wanted = rows @ weights
    plain = np.round(weights / scales) * scales
    error = np.square(rows @ (integers * scales) + bias - wanted).mean()
    assert error < 0.25 * np.square(rows @ plain - wanted).mean()
    assert np.allclose((rows @ (integers * scales) + bias).mean(0), wanted.mean(0), atol=1e-3)


def test_each_step_of_training_takes_what_one_before_made() -> None:
    from training.__main__ import commands
    from training.card import run_in_words

    steps = commands(Path("data"), Path("wheel"), Path("run"), Path("w"), ["--teachers", "0"])
    programs = [call[1] if call[0] == "-m" else call[0] for _, call in steps]
    assert programs == [
        *("training.prepare", "training.distil", "training.export", "training.lemmas"),
        *("benchmarks/language.py", "training.card"),
    ]
    assert steps[0][0] == Path("run/prepared.npz")
    assert steps[1][1][-2:] == ["--teachers", "0"]
    for (_, call), (option, value) in zip(
        steps[1:],
        [
            *(("--prepared", "run/prepared.npz"), ("--trained", "run"), ("--vocabulary", "w/tokenizer.json")),
            *(("--weights", "w"), ("--scores", "run/scores.json")),
        ],
        strict=True,
    ):
        assert call[call.index(option) + 1] == value
    run = {"teachers": 6, "teacher_steps": 4000, "steps": 16000, "seed": 1, "pieces_a_batch": 4096, "hardware": "x"}
    taught = "6 teachers of 4,000 steps, then 16,000 steps, 4,096 pieces a batch"
    assert run_in_words(run)["length"] == taught
    assert run_in_words({**run, "teachers": 0})["length"] == "16,000 steps, 4,096 pieces a batch"
