"""Starts the servers the suites talk to, masks what differs by nature, and compares results."""
