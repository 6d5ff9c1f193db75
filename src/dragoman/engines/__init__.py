"""Engines: one reader over many pages. Inputs, and the processes that read them."""
