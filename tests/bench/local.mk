TESTS += tests/bench/generate.t tests/bench/checked.t
EXTRA_DIST += tests/bench/generate.t tests/bench/checked.t
