"""What `./run` does, with Python alone: it runs before anything is installed (`prepare` after)."""
