#!/bin/sh
# All golden cases: tests/cli/*.case.
exec ${PERL:-perl} "$top_srcdir/tests/cli/run-case.pl"
