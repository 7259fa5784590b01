"""What `./run` does. Only `prepare` needs more than Python itself: the rest runs before anything is installed."""
