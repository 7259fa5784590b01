"""The only door for writes: a verb a function, a noun a file. Each takes the actor, is one
transaction, and asks the rules.
"""
