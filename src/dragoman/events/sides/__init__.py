"""Who acts, and on whom.

``roles`` seats both sides by fitted weights over ``features`` and ``beside``, asked of a ``view`` of the article;
``elsewhere`` knows constructions that name both sides outright and who has another part, ``mutual`` are groups that act
on one another, ``apart`` sees to it that nobody acts on himself.
"""
