"""Benchmarks: ratios against a peer in the same run, after checking that both give equal answers (`make bench`)."""
