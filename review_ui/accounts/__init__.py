"""Sign-in, passwords, people and their roles."""
