#!/bin/sh
# tests/cli/completions.py as a test.
exec python3 "$top_srcdir/tests/cli/completions.py"
