#!/bin/sh
# tests/cli/exit-codes.pl as a test.
exec ${PERL:-perl} "$top_srcdir/tests/cli/exit-codes.pl"
