"""Where actors are mentioned: ``find`` makes all mentions, of names, demonyms and pronouns itself, of role nouns
(``roles``; what they say is read in ``traits``, ``seated`` and ``role_sectors``), of pairs and numbers (``counted``),
of capitals that act (``metonyms``), of places that take part (``sites``), of surnames (``surnames``), and of whatever
else the encoder surely points at (``pointed``).
"""
