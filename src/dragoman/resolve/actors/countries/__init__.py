"""Of which country those are whose own words tell none: where the article names which (``namings``), how these are
ranked for one mention (``rank``), and for whom that is asked (``infer``).
"""
