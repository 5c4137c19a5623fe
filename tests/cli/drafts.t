#!/bin/sh
# tests/cli/drafts.py as a test.
exec python3 "$top_srcdir/tests/cli/drafts.py"
