TESTS += tests/bench/generate.t tests/bench/checked.t tests/bench/quality.t
EXTRA_DIST += tests/bench/generate.t tests/bench/checked.t tests/bench/quality.t
TESTS += tests/bench/jobs.t
EXTRA_DIST += tests/bench/jobs.t
TESTS += tests/bench/reliability.t
EXTRA_DIST += tests/bench/reliability.t
