"""Mentions and who they stand for, but for what the article names again (``coreference``).

Mentions: ``mentions`` (names of the encoder and of the base, demonyms, pronouns), ``scan`` (known names in a text),
``phrases`` and ``roles`` (``two Israeli officials``), ``role_sectors`` (of which sectors a role is), ``titles``,
``counted`` (``both``, ``killed two``), ``sites`` (``Kirkuk fell``), ``metonyms`` (``Tehran said``), ``surnames``
(``Lavrov``).

Names: ``names``, ``choose`` (which known actor).

What the words around a mention say: ``states`` (which state), ``offices`` (whose army, which president),
``referring`` (whether an office or a noun is somebody at all), ``others`` (``its neighbour``), ``members`` (``one of
them``), ``taken_up`` (``the men``), ``named_late`` (named only after a description), ``nationals`` (``the Danes``),
``owners`` (whose one is), ``beside`` (``the driver, a Zambian``), ``harmed`` (whom a strike kills), ``asserted``
(offices that the article asserts).

What only the rest of the article tells: ``complete`` (country and sectors of new actors, gathered in ``profile``),
``deeds`` (what they do or suffer), ``recognised`` (a state's own body or office), ``infer`` and ``country`` (the ranked
choice), ``hints`` and ``namings`` (what tells a country), ``defaults`` (the last resort), ``new`` (whom no base has).

``context`` holds what all of these look at; ``syntax`` asks the tree.
"""
