#!/bin/sh
# LibreOffice opens the workbooks: every cell of a list comes back as it went in, formulas are none, and they can be printed.
command -v soffice >/dev/null 2>&1 || { echo '1..0 # SKIP no LibreOffice (libreoffice-calc)'; exit 0; }
. "$top_srcdir/tests/report/xlsx-make.sh"
n=0
bad=0
try() { # what it is, then a command
    n=$((n + 1))
    what=$1
    shift
    if "$@" >"$dir/said" 2>&1; then echo "ok $n - $what"; else echo "not ok $n - $what"; bad=1; sed 's/^/# /' "$dir/said" | head -20; fi
}
office() { HOME=$dir timeout 300 soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to "$1" --outdir "$dir/out" "$2" && [ -n "$(ls "$dir/out")" ]; }
# every sheet as csv: comma, quote, UTF-8, from row 1, cells as shown
csv='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
says() { grep -qF -e "$2" "$dir/out/$1" || { echo "$1 does not say: $2"; head -5 "$dir/out/$1"; return 1; }; }
as_many() { python3 -c 'import csv,sys; n = len(list(csv.reader(open(sys.argv[1], encoding="utf-8")))) - 1; m = len(open(sys.argv[2]).readlines()); print(n, m); sys.exit(n != m or n < 20)' "$1" "$2"; }

try 'a check is opened' office "$csv" "$dir/check.xlsx"
try 'its findings are all there' as_many "$dir/out/check-Findings.csv" "$dir/check.ndjson"
try 'the summary counts' says check-Summary.csv 'D302'
try 'what was checked is there' says 'check-What was checked.csv' GB18030
try 'hostile texts are opened' office "$csv" "$dir/sample.xlsx"
try 'a formula is text' says sample-Findings.csv '"=HYPERLINK(""http://example.org"")",-2+3,'
try 'zeros in front stay' says sample-Findings.csv 00000000000000000001
try 'money is a number' says sample-Findings.csv ,1234.5678,
try 'days are days' says sample-Accepted.csv 2026-12-31
try 'it prints' office pdf "$dir/check.xlsx"
try 'to pages' sh -c '[ "$(head -c 5 "$1")" = "%PDF-" ] && [ "$(wc -c <"$1")" -gt 20000 ]' sh "$dir/out/check.pdf"
echo "1..$n"
exit $bad
