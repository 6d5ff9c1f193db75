"""When: time expressions as intervals.

``tag`` is the order of the steps: ``fields`` (what the words say), ``evaluate`` (put on the calendar), ``ranges``
(``from X to Y``). For one kind of expression: ``amounts`` (``two days ago``), ``hijri`` (other calendars). ``tense``
and ``choose`` tell which Tuesday is meant. ``calendar`` is arithmetic alone, ``meaning`` the records between steps.
"""
