#!/bin/sh
# tests/cli/chinese.pl as a test.
exec ${PERL:-perl} "$top_srcdir/tests/cli/chinese.pl"
