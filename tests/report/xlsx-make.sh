# tests/report/xlsx-make.sh: for xlsx.t and xlsx-office.t: a folder $dir with workbooks, and ndjson of the same runs.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export DUIMA_DB="$dir/t.db" LC_ALL=C
unset LANGUAGE
duima() { "$DUIMA" "$@"; }
die() { echo "Bail out! $*"; exit 99; }
samples=$top_srcdir/share/samples
duima import -q --publish --effective 2026-01-01 "$samples/sample-catalog-2026.1.xml" >"$dir/log" 2>&1 || die "$(cat "$dir/log")"
duima import -q --publish --effective 2026-07-01 "$samples/sample-catalog-2026.2.xml" >"$dir/log" 2>&1 || die "$(cat "$dir/log")"
duima check -q --as-of 2026-11-21 --hospital-level 3 --fail-on never --format xlsx -o "$dir/check.xlsx" --format ndjson -o "$dir/check.ndjson" \
    "$samples/sample-hospital.csv" || die 'check'
"$top_builddir/tests/report/make-xlsx" "$dir/sample.xlsx" 40 || die 'make-xlsx'
