"""The first page: what came in, how far it is, who holds it; uploading."""
