"""Where documents live: content-addressed blobs in a folder."""
