"""The web application: accounts, worklist, review, sign-off, publishing, downloads."""
