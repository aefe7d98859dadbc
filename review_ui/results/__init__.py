"""The year's assessment under a publication: score sheets out and back, 汇总, 明细, corrections."""
