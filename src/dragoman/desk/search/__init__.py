"""Full-text search: ``find`` answers; ``query`` reads what people type, ``compile`` makes it a query of the ``index``,
``passages`` finds what to show, ``words`` cuts words; ``renamed`` and ``retyped`` follow what people corrected.
"""
