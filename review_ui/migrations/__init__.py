"""How the tables became what they are. A published migration is never changed."""
