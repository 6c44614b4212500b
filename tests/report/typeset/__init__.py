"""Typesets reports whose cells are known: forms and figures, prose, layouts, file formats and noises."""
