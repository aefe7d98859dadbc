"""Reading files and building drafts in the background, in workers that can be killed."""
