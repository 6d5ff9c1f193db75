"""From a data folder to a trained and exported network, on sentences written here and a language model of 24 numbers a
piece. What needs torch is skipped where it is not installed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from training import prepare
from training.columns import HEADS, IGNORED, PARTS, SOURCES

from dragoman.language.encoder import WEIGHTS

TREES = """\
# newdoc id = {document}
# sent_id = {document}-1
# text = Ana Kovacs left Oslo.
1	Ana	Ana	PROPN	NNP	Number=Sing	3	nsubj	_	Entity=(1-person-new-a-c-1,2-sgl
2	Kovacs	Kovacs	PROPN	NNP	Number=Sing	1	flat	_	Entity=1)
3	left	leave	VERB	VBD	Tense=Past	0	root	_	_
4	Oslo	Oslo	PROPN	NNP	Number=Sing	3	obj	_	Entity=(2-place-new-a-c-1-sgl)|SpaceAfter=No
5	.	.	PUNCT	.	_	3	punct	_	_

# sent_id = {document}-2
# text = The ferries that the harbour had lost moved.
1	The	the	DET	DT	_	2	det	_	_
2	ferries	ferry	NOUN	NNS	Number=Plur	8	nsubj	_	_
3	that	that	PRON	WDT	_	7	obj	_	_
4	the	the	DET	DT	_	5	det	_	_
5	harbour	harbour	NOUN	NN	Number=Sing	7	nsubj	_	_
6	had	have	AUX	VBD	Tense=Past	7	aux	_	_
7	lost	lose	VERB	VBN	Tense=Past	2	acl:relcl	_	_
8	moved	move	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
9	.	.	PUNCT	.	_	8	punct	_	_

"""
HIT = {
    "batch": "events-x", "kind": "sentence", "text": "Norlandic jets hit Bergen, Ana Kovacs said.",
    "entities": [{"text": "Norlandic", "label": "NORP"}, {"text": "Bergen", "label": "LOC"}, {"text": "Ana Kovacs", "label": "PER"}],
    "events": [{"type": "ASSAULT", "status": "actual", "trigger": {"text": "hit"}, "sources": [{"text": "Norlandic jets"}], "targets": [], "time": None, "place": {"text": "Bergen"}}],
    "claims": [{"source": {"text": "Ana Kovacs"}, "cue": {"text": "said"}, "content": {"text": "Norlandic jets hit Bergen"}}],
}  # fmt: skip
CLAIM = {"text": "The ferry left, Ana said.", "attributions": [{"source": [[16, 19]], "cue": [[20, 24]], "content": [[0, 14]]}]}  # fmt: skip
LAYER = {
    "attention.self.query": (24, 24), "attention.self.key": (24, 24), "attention.self.value": (24, 24),
    "attention.output.dense": (24, 24), "intermediate.dense": (48, 24), "output.dense": (24, 48),
}  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, ``corpus`` in it, and ``minilm`` without weights."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("ud", "ner", "polnear", "corpus", "minilm"):
        (folder / name).mkdir()
    for part in ("train", "dev"):
        for bank, document in (("ewt", "weblog-ferry"), ("gum", "GUM_news_ferry")):
            path = folder / "ud" / f"{bank}-{part}.conllu"
            path.write_text("".join(TREES.format(document=f"{document}{i}") for i in range(25)), encoding="utf-8")
    (folder / "ner" / "wikigold.jsonl").write_text('{"w": ["Norlandia", "voted"], "ner": ["B-LOC", "O"]}\n' * 3)
    (folder / "polnear" / "train.jsonl").write_text((json.dumps(CLAIM) + "\n") * 45)
    items = [{**HIT, "split": split} for split in ("train", "train", "dev", "test")]
    (folder / "corpus" / "events-x.jsonl").write_text("\n".join(map(json.dumps, items)) + "\n")
    shutil.copy(WEIGHTS / "tokenizer.json", folder / "minilm" / "tokenizer.json")
    sizes = {"vocab_size": 30522, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
    (folder / "minilm" / "config.json").write_text(json.dumps({**sizes, "intermediate_size": 48}))
    (folder / "minilm" / "model.safetensors").touch()
    places = {"--data": folder, "--corpus": folder / "corpus", "--minilm": folder / "minilm"}
    prepare.main([str(word) for pair in {**places, "--out": folder / "prepared.npz"}.items() for word in pair])
    return folder


def test_what_a_network_learns_from_is_numbered(data: Path) -> None:
    with np.load(data / "prepared.npz") as file:
        arrays = dict(file)
    count = len(arrays["pieces"])
    assert {len(arrays[name]) for name in ("words", "source", "block")} == {count}
    assert {len(arrays[f"target_{head}"]) for head in HEADS} == {arrays["words"].sum()} == {len(arrays["first"])}
    of = {name: np.flatnonzero(arrays["source"] == i) for i, name in enumerate(SOURCES)}
    assert len(of["corpus"]) == 2 * (1 + prepare.COPIES)
    assert len(of["dev-corpus"]) == 1
    assert len(of["attributions"]) == 45
    assert arrays["block"][of["attributions"]].tolist() == [0] * 40 + [1] * 5
    ends = np.cumsum(arrays["words"])
    (dev,) = of["dev-corpus"]
    here = slice(ends[dev] - arrays["words"][dev], ends[dev])
    assert set(arrays["target_head"][here]) == {IGNORED}
    assert (arrays["target_event"][here] > 0).tolist() == [False, False, True, *[False] * 6]
    parts = {(word, PARTS[k], taker) for row, word, k, taker in arrays["parts"].tolist() if row == dev}
    assert parts >= {(2, "source", 1), (2, "source", 2), (2, "target", 0), (2, "place", 4), (7, "speaker", 6)}
    assert parts >= {(7, "begin", 1), (7, "end", 4)}


@pytest.fixture(scope="module")
def minilm(data: Path) -> Path:
    torch = pytest.importorskip("torch", reason="torch is not installed; pip install 'dragoman[train]' to train")
    save_file = pytest.importorskip("safetensors.torch").save_file
    torch.set_num_threads(1)  # so small a network is slower on two
    torch.manual_seed(5)
    shapes = {"embeddings.word_embeddings.weight": (30522, 24), "embeddings.position_embeddings.weight": (512, 24)}
    shapes["embeddings.token_type_embeddings.weight"] = (2, 24)
    norms = ["embeddings.LayerNorm"]
    for i in range(2):
        norms += [f"encoder.layer.{i}.{name}.LayerNorm" for name in ("attention.output", "output")]
        for name, (rows, columns) in LAYER.items():
            shapes |= {f"encoder.layer.{i}.{name}.weight": (rows, columns), f"encoder.layer.{i}.{name}.bias": (rows,)}
    weights = {name: 0.3 * torch.randn(shape) for name, shape in shapes.items()}
    for name in norms:
        weights |= {f"{name}.weight": torch.ones(24), f"{name}.bias": torch.zeros(24)}
    save_file(weights, data / "minilm" / "model.safetensors")
    return data / "minilm"


class StoppedError(Exception):
    """What a test stops a training with."""


def _distil(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch, *, stop: int | None = None, teachers: int = 2):
    """The program over the tiny data, with a checkpoint each second step; stopped before its step ``stop``."""
    from training import distil, trainer

    steps = [0]
    whole = trainer.Trainer._step

    def counted(self, bucket: int):
        steps[0] += 1
        if steps[0] == stop:
            raise StoppedError
        return whole(self, bucket)

    with monkeypatch.context() as patched:
        patched.setattr(trainer.Trainer, "_step", counted)
        patched.setattr(distil, "Manner", lambda **given: trainer.Manner(seeded_every=2, checkpoint_seconds=0, **given))
        run = distil.Run(teachers, teacher_steps=5, steps=7, pieces_a_batch=80)
        distil.distil(data / "prepared.npz", data / "minilm", out, run, "cpu")
    return steps[0], distil.torch.load(out / "network.pt", weights_only=True)


def test_a_stopped_run_ends_as_an_unbroken_one(data: Path, minilm: Path, tmp_path: Path, monkeypatch) -> None:
    torch = pytest.importorskip("torch")
    steps, whole = _distil(data, tmp_path / "a", monkeypatch)
    assert steps == 2 * 5 + 7
    out = tmp_path / "b"
    for stop in (4, 8, 6):  # in the first teacher, in the second, in the network that learns from both
        with pytest.raises(StoppedError):
            _distil(data, out, monkeypatch, stop=stop)
    assert {path.name for path in out.glob("*.pt")} == {"teacher-0.pt", "teacher-1.pt"}
    assert (out / "network.checkpoint").exists()
    steps, resumed = _distil(data, out, monkeypatch)
    assert steps == 3
    assert not list(out.glob("*.checkpoint"))
    assert whole.keys() == resumed.keys()
    for name, value in whole.items():
        assert torch.equal(value, resumed[name]), name
    assert not torch.equal(whole["layers.1.widen.weight"], torch.load(out / "teacher-0.pt")["layers.1.widen.weight"])
    assert _distil(data, out, monkeypatch)[0] == 0


def test_another_run_is_not_gone_on_with(data: Path, minilm: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    from training import distil

    _distil(data, tmp_path, monkeypatch, teachers=0)
    call = ["--prepared", str(data / "prepared.npz"), "--minilm", str(data), "--out", str(tmp_path), "--seed", "2"]
    with pytest.raises(SystemExit) as stopped:
        distil.main([*call, "--teachers", "0", "--steps", "7", "--pieces-a-batch", "80", "--device", "cpu"])
    assert stopped.value.code == 1
    steps = distil.Run().teacher_steps
    assert f"run.json: another run stands here (teacher_steps 5, now {steps}; seed 1, now 2)" in capsys.readouterr().err


def test_teachers_are_heard_alone_on_what_they_never_saw(data: Path, minilm: Path) -> None:
    """Where people labelled; elsewhere it is the mean of all."""
    torch = pytest.importorskip("torch")
    from training.distil import soften
    from training.losses import logits_of
    from training.minilm import minilm_sizes
    from training.model import Network
    from training.resident import read_buckets

    buckets, labels = read_buckets(data / "prepared.npz", "cpu")
    network = Network(minilm_sizes(minilm), labels)
    teachers = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        teachers.append({n: v.clone() for n, v in Network(minilm_sizes(minilm), labels).state_dict().items()})
    soften(network, buckets, teachers)
    seen = set()
    for bucket in buckets:
        own = []
        for teacher in teachers:
            network.load_state_dict(teacher)
            with torch.no_grad():
                found = logits_of(network.eval(), bucket.inputs, torch.zeros_like(bucket.gold["head"]))
            own.append({head: found[head].softmax(-1) for head in ("cue", "upos")})
        for row in range(bucket.size):
            source, unseen = SOURCES[bucket.source[row]], int(bucket.block[row]) % 2
            if source in ("attributions", "trees"):
                head, other = ("cue", "upos") if source == "attributions" else ("upos", "cue")
                word = bucket.soft[head][row, 0].float(), bucket.soft[other][row, 0].float()
                assert torch.allclose(word[0], own[unseen][head][row, 0], atol=2e-3)
                mean = (own[0][other][row, 0] + own[1][other][row, 0]) / 2
                assert torch.allclose(word[1], mean, atol=2e-3)
                seen.add((source, unseen))
    assert seen == {(source, k) for source in ("attributions", "trees") for k in (0, 1)}


def test_the_exported_graph_gives_the_labels_of_the_network(data: Path, minilm: Path, tmp_path: Path, monkeypatch):
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx", reason="onnx is not installed; pip install 'dragoman[train]' to export")
    from training import export
    from training.conllu import read_conllu
    from training.minilm import minilm_sizes
    from training.model import TOKEN_HEADS, Network

    from dragoman.language.pieces import Pieces

    _distil(data, tmp_path / "run", monkeypatch, teachers=0)
    weights = tmp_path / "weights"
    export.main(
        ["--trained", str(tmp_path / "run"), "--minilm", str(minilm), "--data", str(data), "--weights", str(weights)]
    )
    labels = json.loads((weights / "labels.json").read_text(encoding="utf-8"))
    assert labels["parts"][:2] == ["source", "target"]
    network = Network(minilm_sizes(minilm), labels)
    network.load_state_dict(torch.load(tmp_path / "run" / "network.pt", weights_only=True))
    pieces = Pieces(weights / "tokenizer.json")
    sentences = list(read_conllu(data / "ud" / "gum-dev.conllu"))[:8]
    encoded = [pieces.encode([word.form for word in sentence.words]) for sentence in sentences]
    shares = export.agreement(network.eval(), weights, encoded)
    assert set(shares) == {"arc", "rel", *TOKEN_HEADS}
    # Seven steps leave the labels near chance, where rounding decides some of them.
    assert min(shares.values()) >= 0.75, shares


def _extend(data: Path, trained: Path, out: Path, *options: str):
    """The program over the tiny data, whose one batch is fresh; the network's numbers and what the run is said to be."""
    from training import extend

    places = {"--corpus": data / "corpus", "--data": data, "--minilm": data / "minilm", "--out": data / "fresh.npz"}
    if not (data / "fresh.npz").exists():
        prepare.main([*(str(word) for pair in places.items() for word in pair), "--fresh", "events-*"])
    call = ["--prepared", data / "fresh.npz", "--trained", trained, "--minilm", data, "--out", out]
    extend.main([*map(str, call), "--steps", "9", "--pieces-a-batch", "80", "--device", "cpu", *options])
    return extend.torch.load(out / "network.pt", weights_only=True), json.loads((out / "run.json").read_text())


def test_a_trained_network_goes_on_with_fresh_texts(data: Path, minilm: Path, tmp_path: Path, monkeypatch) -> None:
    torch = pytest.importorskip("torch")
    from training.card import run_in_words

    _, before = _distil(data, tmp_path / "run", monkeypatch, teachers=0)
    after, run = _extend(data, tmp_path / "run", tmp_path / "out", "--rate", "0.003")
    kept = ("pieces", "positions", "segment", "shapes", "norm", "layers.0", "layers.1")  # both layers are low ones
    for name, value in before.items():
        assert torch.equal(value, after[name]) is name.startswith(kept), name
    mean, _ = _extend(data, tmp_path / "run", tmp_path / "mean", "--rate", "0.003", "--mean", "0.25")
    head = "token_heads.event.weight"
    assert torch.allclose(mean[head], before[head] + (after[head] - before[head]) / 4, atol=1e-6)
    _, run = _extend(data, tmp_path / "out", tmp_path / "again")
    assert [part["extended"]["steps"] for part in run["then"]] == [9, 9]
    assert "then 9 of training.extend" in run_in_words(run)["length"]


def test_networks_that_went_on_are_averaged(data: Path, minilm: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    torch = pytest.importorskip("torch")
    from training import averaged
    from training.card import run_in_words

    _, before = _distil(data, tmp_path / "run", monkeypatch, teachers=0)
    after, _ = _extend(data, tmp_path / "run", tmp_path / "out", "--rate", "0.003", "--fresh", "0.5")
    averaged.main(["--of", f"{tmp_path / 'run'}=1", f"{tmp_path / 'out'}=3", "--out", str(tmp_path / "mean")])
    mean = torch.load(tmp_path / "mean" / "network.pt", weights_only=True)
    for name, value in before.items():
        assert torch.allclose(mean[name], value / 4 + after[name] * 0.75, atol=1e-5), name
    told = run_in_words(json.loads((tmp_path / "mean" / "run.json").read_text()))
    assert "the mean of 2 that went on from there, by weights: 1 (as it was), 3 (9 of training.extend" in told["length"]
    assert "training.averaged" in told["program"]
    with pytest.raises(SystemExit):
        averaged.main(["--of", f"{tmp_path / 'run'}=-1", "--out", str(tmp_path / "no")])
    labels = tmp_path / "out" / "labels.json"
    labels.write_text("{}")
    with pytest.raises(SystemExit):
        averaged.main(["--of", f"{tmp_path / 'run'}=1", f"{tmp_path / 'out'}=3", "--out", str(tmp_path / "no")])
    assert "other labels" in capsys.readouterr().err


def test_what_ships_is_restored_as_a_network_that_goes_on(
    data: Path, minilm: Path, tmp_path: Path, monkeypatch
) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx", reason="onnx is not installed; pip install 'dragoman[train]' to export")
    from training import export, restore
    from training.card import run_in_words

    _, before = _distil(data, tmp_path / "run", monkeypatch, teachers=0)
    weights, out = tmp_path / "weights", tmp_path / "restored"
    call = ["--minilm", str(minilm), "--data", str(data), "--weights", str(weights)]
    export.main(["--trained", str(tmp_path / "run"), *call])
    run = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    (weights / "card.json").write_text(json.dumps({"training": run_in_words(run)}), encoding="utf-8")
    restore.main([*call, "--out", str(out)])
    after = torch.load(out / "network.pt", weights_only=True)
    assert set(after) == set(before)
    for name, value in before.items():
        if value.ndim > 1:  # biases take up what rounding errs in the mean
            assert (after[name] - value).norm() <= 0.03 * value.norm() + 1e-6, name
    _, run = _extend(data, out, tmp_path / "on")
    told = run_in_words(run)
    assert "7 steps" in told["length"]
    assert "; then 9 of training.extend" in told["length"]
    assert told["program"] == "training.prepare, training.distil, training.restore, training.extend and training.export"


def test_nothing_fresh_is_said(data: Path, minilm: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    from training import extend

    _distil(data, tmp_path, monkeypatch, teachers=0)
    call = ["--prepared", data / "prepared.npz", "--trained", tmp_path, "--minilm", data, "--out", tmp_path / "out"]
    with pytest.raises(SystemExit) as stopped:
        extend.main([*map(str, call), "--device", "cpu"])
    assert stopped.value.code == 1
    assert "no text is fresh" in capsys.readouterr().err


def test_what_a_network_thought_is_the_whole_loss_where_nobody_labelled(data: Path, minilm: Path) -> None:
    """A network that did not change yet is at the least loss there: its gradient is nothing but people's labels'."""
    torch = pytest.importorskip("torch")
    from training.columns import TREE
    from training.extend import kept_loss
    from training.minilm import minilm_sizes
    from training.model import Network
    from training.resident import read_buckets

    buckets, labels = read_buckets(data / "prepared.npz", "cpu")
    torch.manual_seed(3)
    network = Network(minilm_sizes(minilm), labels).eval()
    bucket = next(b for b in buckets if (b.source == SOURCES.index("attributions")).any())
    inputs, gold, soft = bucket.rows((bucket.source == SOURCES.index("attributions")).nonzero()[:4, 0])
    soft["fresh"] = torch.zeros(len(inputs["ids"]), dtype=torch.bool)
    kept_loss(network)(network, {**inputs, "shown": inputs["ids"]}, gold, soft).backward()
    assert float(network.token_heads["cue"].weight.grad.abs().max()) > 1e-3
    for head in ("upos", "xpos", "feats"):
        assert head in TREE
        assert float(network.token_heads[head].weight.grad.abs().max()) < 1e-6, head
