"""Figures: a form with its data and words, and figures by the shape of labelled arrays."""
