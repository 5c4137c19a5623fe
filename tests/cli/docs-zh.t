#!/bin/sh
# tests/cli/docs-zh.pl as a test.
exec ${PERL:-perl} "$top_srcdir/tests/cli/docs-zh.pl"
