"""Plain ideas that everything else is built from. Imports nothing of ours and no Django."""
