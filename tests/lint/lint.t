#!/bin/sh
exec ${PERL:-perl} "$top_srcdir/tests/lint/lint.pl"
