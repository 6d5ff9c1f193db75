"""Who stands where in a clause: ``syntax`` over ``phrases`` and ``lemmas``; ``cast`` says who of them can take part.

``ascribed`` is whose act others say that one was, ``lurking`` which weapons are found before they do harm,
``accidents`` which deaths a crash has caused, ``quotes`` what is set between quotation marks.
"""
