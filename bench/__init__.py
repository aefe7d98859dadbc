"""Speed and memory of reading and extraction, beside other readers, on the same generated files in one run (`make bench`)."""
