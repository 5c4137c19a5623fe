#!/bin/sh
# Workbooks are read by another program than the one that wrote them: openpyxl here, LibreOffice in xlsx-office.t.
python=
for one in python3 /usr/bin/python3; do # the second one has Debian's packages
    [ -n "$python" ] || { $one -c 'import openpyxl' 2>/dev/null && python=$one; }
done
[ -n "$python" ] || { echo '1..0 # SKIP no openpyxl (python3-openpyxl)'; exit 0; }
. "$top_srcdir/tests/report/xlsx-make.sh"
$python "$top_srcdir/tests/report/xlsx.py" "$dir/check.xlsx" "$dir/check.ndjson" "$dir/sample.xlsx" "$dir/suggest" "$dir/impact" "$dir/coverage"
