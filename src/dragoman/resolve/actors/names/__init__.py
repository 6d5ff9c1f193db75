"""Who bears a name: ``bearers`` goes from names to actors, by what stands at them (``around``), as the article has
known ones (``known``), for who leads (``leaders``), for some of a party (``adherents``), for peoples (``nationals``).
``asserted`` keeps what an article says of offices and memberships.
"""
