#!/bin/sh
# tests/cli/docs.pl as a test.
exec ${PERL:-perl} "$top_srcdir/tests/cli/docs.pl"
