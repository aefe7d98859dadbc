"""From source text to instruments, clauses, references and logical tables, and to findings: rules, grades, duties …"""
