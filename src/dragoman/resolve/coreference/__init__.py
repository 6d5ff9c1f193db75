"""Which mentions of an article stand for one actor.

``link`` is the order of the rules; ``pronouns`` ranks whom a pronoun stands for, by ``features`` and their weights
(``data/pronouns.csv``); ``owned`` is ``his party`` and ``the ruling party``; ``counted`` is ``the two sides``,
``both``, ``the latter``; ``apart`` sees to it that nobody does to himself by another name.
"""
