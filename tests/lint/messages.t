#!/bin/sh
# Every message has its Chinese: fails when one is missing, fuzzy, or has other printf arguments.
command -v "${MSGCMP:-msgcmp}" >/dev/null 2>&1 || { echo "1..0 # SKIP no gettext tools"; exit 0; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
echo 1..3
sh "$top_srcdir/po/update" --pot "$dir/duima.pot" || echo "# xgettext failed"
count=$(grep -c '^msgid ' "$dir/duima.pot" 2>/dev/null || echo 0)
[ "$count" -gt 100 ] && echo "ok 1 - the sources have messages" || echo "not ok 1 - the sources have messages ($count)"
if "${MSGCMP:-msgcmp}" "$top_srcdir/po/zh_CN.po" "$dir/duima.pot" >"$dir/out" 2>&1; then
    echo "ok 2 - every message is translated"
else
    echo "not ok 2 - every message is translated"
    sed 's/^/# /' "$dir/out" | head -40
fi
if msgfmt --check --check-format -o /dev/null "$top_srcdir/po/zh_CN.po" >"$dir/out" 2>&1; then
    echo "ok 3 - the translations fit their formats"
else
    echo "not ok 3 - the translations fit their formats"
    sed 's/^/# /' "$dir/out" | head -40
fi
