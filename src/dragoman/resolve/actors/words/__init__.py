"""What the words of a phrase, and those around it, say of whom it may be.

Which state they name (``states``, ``hints``, ``congress``), whose office, body or mention it is (``offices``,
``owners``, ``titles``), whether it is somebody at all (``referring``), of another country (``others``, ``harmed``) or
of a people told beside it (``beside``). ``phrases`` finds role noun phrases where they stand; ``syntax`` asks the tree.
"""
