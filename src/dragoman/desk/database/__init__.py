"""The desk as a DuckDB database: ``views`` over its parts as people corrected them, narrow ``summaries`` that most
questions are answered from (``touched``: but for what was corrected), and articles by their rows (``lookup``,
``points``).
"""
