"""Where: ``spans`` finds what names a place, ``choose`` which place it is, ``locate`` does both for an article."""
