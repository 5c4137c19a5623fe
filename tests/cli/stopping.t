#!/bin/sh
# Signals at many moments of an import.
command -v python3 >/dev/null || { echo "1..0 # SKIP no python3"; exit 0; }
exec python3 "$top_srcdir/tests/cli/stopping.py"
