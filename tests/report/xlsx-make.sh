# tests/report/xlsx-make.sh: for xlsx.t and xlsx-office.t: a folder $dir with workbooks, and ndjson of the same runs.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export DUIMA_DB="$dir/t.db" LC_ALL=C
unset LANGUAGE
duima() { "$DUIMA" "$@"; }
die() { echo "Bail out! $*"; exit 99; }
samples=$top_srcdir/share/samples
# the other verbs, with csv beside it: a line a finding
verb() {
    name=$1
    shift
    duima "$@" -q --format xlsx -o "$dir/$name.xlsx" --format csv --raw -o "$dir/$name.csv" "$samples/sample-hospital.csv" 2>"$dir/log"
    [ $? -le 1 ] || die "$name: $(cat "$dir/log")"
}
duima import -q --publish --effective 2026-01-01 "$samples/sample-catalog-2026.1.xml" >"$dir/log" 2>&1 || die "$(cat "$dir/log")"
duima import -q "$samples/sample-catalog-2026.2.xml" >"$dir/log" 2>&1 || die "$(cat "$dir/log")"
verb impact impact --to 430000@2026.2 --as-of 2026-07-01 --hospital-level 3 # before it is in force
duima publish -q --effective 2026-07-01 430000@2026.2 >"$dir/log" 2>&1 || die "$(cat "$dir/log")"
duima check -q --as-of 2026-11-21 --hospital-level 3 --fail-on never --format xlsx -o "$dir/check.xlsx" --format ndjson -o "$dir/check.ndjson" \
    "$samples/sample-hospital.csv" || die 'check'
verb suggest suggest --as-of 2026-11-21
verb coverage coverage --list --as-of 2026-11-21
"$top_builddir/tests/report/make-xlsx" "$dir/sample.xlsx" 40 || die 'make-xlsx'
