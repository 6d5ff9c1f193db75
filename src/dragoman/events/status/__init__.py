"""Has it happened?

``read`` climbs from the trigger to the root of its sentence, with ``governed`` (what stands above an act), ``planned``,
``unfulfilled``, ``sentences`` (forms of sentences) and ``verdicts`` (how two words about one act meet); ``by_type``
adds what the type of the act makes of it, ``heard`` what the encoder takes it for.
"""
