#!/bin/sh
# tests/fuzz/replay.t: every harness over its committed corpus, without libFuzzer. One test a harness; TAP.
corpus=$top_srcdir/tests/fuzz/corpus
said=$(mktemp)
trap 'rm -f "$said"' EXIT
set -- "$corpus"/*
echo "1..$#"
n=0
for folder; do
    n=$((n + 1))
    name=${folder##*/}
    if "$top_builddir/tests/fuzz/fuzz-$name" "$folder" >"$said" 2>"$said.err"; then
        echo "ok $n - $name: $(sed -n 's/.*: \([0-9]* files\)$/\1/p' "$said")"
    else
        echo "not ok $n - $name"
        tail -n 40 "$said.err" | sed 's/^/# /'
    fi
    rm -f "$said.err"
done
