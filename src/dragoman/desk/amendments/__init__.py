"""What people, and what unites actors, say beside the rows of a desk: appended files (``said``) of ``corrections`` of
events and claims and of ``judgements`` of actors, and as SQL what becomes of the rows by them (``amended``,
``identities``). ``uniting`` judges which unknown actors are one.
"""
