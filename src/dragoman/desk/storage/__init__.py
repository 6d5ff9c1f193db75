"""Where a desk lies: ``files`` (a folder or an object store), ``store`` (parts and commits), ``rows`` (readings as
rows), ``placed`` (where a row stands), ``compact`` (small parts merged), ``derived`` (what may be made anew),
``marks``; ``seen``, ``likeness`` and ``door`` tell what need not be read again; ``verify`` looks whether all is whole.
"""
