"""Who acts, and on whom.

``roles`` seats both sides by fitted weights over ``features`` and ``beside``, asked of a ``view`` of the article.
``outright`` are constructions that name both sides, ``not_doers`` and ``not_sufferers`` whom the tree keeps from one,
``third_parties`` have another part in it, ``aimed`` is what words beside an act tell of its target, ``mutual`` groups
that act on one another, ``company`` with whom somebody suffered; ``people`` tells who is who, and ``apart`` sees that
nobody acts on himself.
"""
