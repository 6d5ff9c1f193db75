"""Who acts, and on whom.

``roles`` seats both sides by fitted weights over ``features`` and ``beside``, asked of a ``view`` of the article;
``mutual`` are groups that act on one another, ``apart`` sees to it that nobody acts on himself.
"""
