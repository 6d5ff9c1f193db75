"""Questions as SQL, pure: conditions and plain tables (``queries``), counts, dyads, networks (``questions``), what
pages show (``browse``, ``browse_stories``), what the making of stories asks (``across``).
"""
