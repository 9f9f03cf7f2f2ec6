"""A closed market whose truth is known, served on loopback: for the demo, the tests and the benchmarks."""
