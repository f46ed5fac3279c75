"""The sides: what a user could run instead, each in a process of its own."""
