# The house rules, the translations, the banned functions.
TESTS += tests/lint/lint.t tests/lint/lint-self.t tests/lint/messages.t tests/lint/banned.t
EXTRA_DIST += tests/lint/lint.t tests/lint/lint-self.t tests/lint/messages.t tests/lint/banned.t tests/lint/lint.pl tests/lint/layers.tsv
