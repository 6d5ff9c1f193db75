"""A desk's events in the formats of other tools; each format is one module, all are listed in ``registry``."""

from __future__ import annotations
