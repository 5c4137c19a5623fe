# The program as people use it: golden cases, its documents, the examples in them. The folder goes into the tarball whole.
TESTS += tests/cli/run-case-self.t tests/cli/golden.t tests/cli/docs.t tests/cli/examples.t
EXTRA_DIST += tests/cli
