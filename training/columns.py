"""What the file of ``training.prepare`` holds: names that its writer and its readers share."""

from __future__ import annotations

__all__ = ["CLAIM_PARTS", "EVENT_PARTS", "HEADS", "IGNORED", "PARTS", "SOURCES", "TREE"]

IGNORED = -100
"""The target of padding and of what nobody judged: no loss is taken there."""

SOURCES = ("trees", "entities", "attributions", "corpus", "codebook", "dev-ewt", "dev-gum", "dev-corpus", "fresh")
"""Where a sentence is from; those whose name begins with ``dev`` are scored on, never learnt from. ``fresh``: texts of
our corpus that ``training.extend`` is told to be new to the network."""

TREE = ("upos", "xpos", "feats", "head", "rel")
EVENT_PARTS = ("source", "target", "time", "place")
"""The parts that words take in an event, whose trigger points at them."""

CLAIM_PARTS = ("speaker", "begin", "end")
"""The same of a claim, whose cue points at them: its source, the first and the last words of its content."""

PARTS = (*EVENT_PARTS, *CLAIM_PARTS)

HEADS = (*TREE, "ner", "source", "cue", "content", "event", "status", "topic")
"""``head`` is each word's governor, 0 for the root; the others are label numbers. ``topic``: whether a text is of
politics; all words of a sentence have one label."""
