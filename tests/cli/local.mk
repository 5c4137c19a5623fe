# The program as people use it: golden cases, its documents, the examples in them. The folder goes into the tarball whole.
TESTS += tests/cli/run-case-self.t tests/cli/golden.t tests/cli/docs.t tests/cli/examples.t tests/cli/rule-examples.t tests/cli/real-diff.t
TESTS += tests/cli/completions.t tests/cli/exit-codes.t
# what users see in Chinese
TESTS += tests/cli/chinese.t tests/cli/docs-zh.t
EXTRA_DIST += tests/cli

# The folder may stand in the build tree too, with what the tests left there.
dist-hook:
	rm -f $(distdir)/tests/cli/*.log $(distdir)/tests/cli/*.trs
TESTS += tests/cli/ci.t tests/cli/progress.t tests/cli/stopping.t

# workbooks of other programs
TESTS += tests/cli/workbooks.t

# drafts of profiles, against those that people wrote
TESTS += tests/cli/drafts.t
