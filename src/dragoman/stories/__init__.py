"""Across articles: which tell of the same affair (stories), and which of their event mentions are one event."""

from __future__ import annotations

from dragoman.stories.clustering import Clustering, Stream, cluster
from dragoman.stories.terms import Document, document

__all__ = ["Clustering", "Document", "Stream", "cluster", "document"]
