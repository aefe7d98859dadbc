"""The command line: composes the rooms below; nobody imports it."""
