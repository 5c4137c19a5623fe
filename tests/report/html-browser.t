#!/bin/sh
# tests/report/html-browser.t: the HTML report in Chromium, without a window: what html-browser.js does with it. Needs node, chromium, and what
# html-browser.npm names: ./bootstrap check has it in build/npm, else it is installed into build/npm-browser. Pictures stay in build/tests/report.
# shellcheck disable=SC2154 # make gives top_srcdir and top_builddir
skip() { echo "1..0 # SKIP $*"; exit 0; }
command -v node >/dev/null 2>&1 || skip "no node: apt-get install nodejs"
[ -x /usr/bin/chromium ] || skip "no /usr/bin/chromium: apt-get install chromium"
wanted=$(cat "$top_srcdir/tests/report/html-browser.npm")
modules=
for folder in npm npm-browser; do
    [ -d "$top_builddir/$folder/node_modules/playwright-core" ] && [ -d "$top_builddir/$folder/node_modules/axe-core" ] && modules=$top_builddir/$folder/node_modules
done
if [ -z "$modules" ]; then
    command -v npm >/dev/null 2>&1 || skip "no npm: apt-get install npm"
    # shellcheck disable=SC2086 # the list is words
    timeout 300 npm install --prefix "$top_builddir/npm-browser" --no-save --no-package-lock --no-audit --no-fund --ignore-scripts $wanted \
        >"$top_builddir/npm-browser.log" 2>&1 || skip "npm cannot install $wanted here (npm-browser.log)"
    modules=$top_builddir/npm-browser/node_modules
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sample=$top_builddir/tests/report/html-sample
for lang in zh en; do
    "$sample" check 300 $lang >"$dir/$lang.html" || exit 1
done
"$sample" check 60 zh hostile >"$dir/hostile.html" || exit 1
"$sample" check 0 zh >"$dir/empty.html" || exit 1
"$sample" check "${HTML_ITEMS:-50000}" zh >"$dir/many.html" || exit 1
# and real ones
DUIMA_DB=$dir/a.db "$DUIMA" -q import --publish --effective 2026-07-01 "$top_srcdir/share/samples/sample-catalog-2026.2.xml" >/dev/null &&
    cp "$top_srcdir/share/samples/sample-hospital.csv" "$dir" &&
    (cd "$dir" && DUIMA_DB=$dir/a.db "$DUIMA" -q check --lang zh --as-of 2026-11-21 --hospital-level 3 --format html -o real.html sample-hospital.csv)
cp "$top_srcdir/share/samples/sample-catalog-2026.1.xml" "$top_srcdir/share/samples/sample-catalog-2026.2.xml" "$dir" || exit 1
(
    cd "$dir" && export DUIMA_DB="$dir/b.db" && "$DUIMA" -q import --publish --effective 2026-01-01 sample-catalog-2026.1.xml &&
        "$DUIMA" -q import sample-catalog-2026.2.xml && "$DUIMA" -q impact --as-of 2026-06-01 --lang zh --to 430000@2026.2 --format html -o impact.html sample-hospital.csv
    "$DUIMA" -q suggest --as-of 2026-06-01 --lang zh --format html -o suggest.html sample-hospital.csv
    "$DUIMA" -q coverage --as-of 2026-06-01 --lang zh --list --format html -o coverage.html sample-hospital.csv
) >/dev/null
HOME=$dir NODE_PATH=$modules node "$top_srcdir/tests/report/html-browser.js" "$dir" "$top_builddir/tests/report"
