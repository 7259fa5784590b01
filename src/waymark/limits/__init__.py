"""How often somebody may do what is costly or can be guessed at: counted in the database, so that
several processes count together.
"""
