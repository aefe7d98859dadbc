"""Checks before signing, the three signatures, sending back, publishing."""
