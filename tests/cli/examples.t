#!/bin/sh
# tests/cli/examples.pl as a test.
exec ${PERL:-perl} "$top_srcdir/tests/cli/examples.pl"
