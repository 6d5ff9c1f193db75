"""For whoever asks often, as the page does: ``window`` (one database, many threads, limits on cost), ``kept`` and
``shelf`` (what stays in memory), ``beside`` (work beside the questions).
"""
