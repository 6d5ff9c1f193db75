"""What only the rest of the article tells of new actors: ``complete`` goes through it. Who is singled out of those
described before (``members``, ``taken_up``) or named only later (``named_late``), what somebody does or suffers
(``deeds``) and who works for it (``dealings``), whom it turns out to be (``recognised``), and the last resort
(``defaults``).
"""
