#!/bin/sh
# tests/cli/rule-examples.pl as a test.
exec ${PERL:-perl} "$top_srcdir/tests/cli/rule-examples.pl"
