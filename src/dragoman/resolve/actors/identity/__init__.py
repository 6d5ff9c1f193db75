"""Who somebody may be: a known actor (``choose``: declared features with weights and reasons), or a new one (``new``),
of which ``profile`` gathers what the article says.
"""
