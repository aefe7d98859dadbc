"""计分约定: what the text leaves open, settled question by question or like ones together."""
