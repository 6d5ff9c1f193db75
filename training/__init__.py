"""Trains the encoder that ``dragoman.language`` ships: data, model, training, export, lemma tables and the model card."""
