"""What was published: its stable pages, downloads, the audit."""
