"""Has it happened?

``read`` climbs from the trigger to the root of its sentence, with ``governed`` (what stands above an act), ``planned``,
``unfulfilled`` (forms of sentences) and ``verdicts`` (how two words about one act meet); ``heard`` adds what the
encoder takes it for.
"""
