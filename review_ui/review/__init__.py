"""The review page: source, items, decisions."""
