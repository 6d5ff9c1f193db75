"""Which words express an act, and of which type.

``matching``, ``constituents`` and ``nouns`` find the codebook's expressions, ``signals`` what the encoder hears, pooled
with what the words and trees tell by themselves (``wording``); ``weighing`` decides between the two. ``domain`` says
whether the text is politics at all, ``quarrels`` which blows are only words, ``backing`` who stands behind whom, said
before a hyphen, ``urging`` what others are told that they must do, ``warnings`` which warnings threaten nobody,
``threatened`` which harm a threat names, ``inner`` which acts stand in what another governs, ``doers`` which deeds have
their type by who does them, ``discourse`` in which sense an article has a word.
"""
