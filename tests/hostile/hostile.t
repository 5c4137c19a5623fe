#!/bin/sh
# The whole corpus of hostile documents.
HOSTILE_PIECES=$top_builddir/tests/hostile/pieces exec ${PERL:-perl} "$top_srcdir/tests/hostile/hostile.pl"
