"""Trains the encoder that ``dragoman.language`` ships: data, model, export, lemma tables, model card."""
