TESTS += tests/bench/generate.t
EXTRA_DIST += tests/bench/generate.t
