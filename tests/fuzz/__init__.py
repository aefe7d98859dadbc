"""Fuzzing of the readers: real and composed files, spoilt at random, read in a child that is killed at its limits.

`python -m tests.fuzz --minutes 10` (`make fuzz`); what it finds is kept under out/fuzz and belongs into the tests.
"""
