"""The web application: accounts, worklist, review, sign-off, publishing, downloads. Its place is kept; it comes next."""
