#!/bin/sh
# The lint itself: a clean little tree passes, and each planted fault is found by the rule that is there for it.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0
lint() { top_srcdir=$dir/t top_builddir=$dir/none ${PERL:-perl} "$top_srcdir/tests/lint/lint.pl" 2>&1; }
tree() {
    rm -rf "$dir/t"
    mkdir -p "$dir/t/tests/lint" "$dir/t/share" "$dir/t/base" "$dir/t/io" "$dir/t/catalog" "$dir/t/mapper" "$dir/t/cli"
    cp "$top_srcdir/tests/lint/layers.tsv" "$dir/t/tests/lint/"
    printf '/* clean */\n#include "base/b.h"\nint f(void);\n' >"$dir/t/mapper/a.c"
    printf '/* clean: "exit(1)" in a string, and printf( in a comment */\nconst char *g(void); /* exit(1) */\n' >"$dir/t/base/b.h"
    printf '# Source: here\na\tb\n' >"$dir/t/share/x.tsv"
}
report() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; lint | sed 's/^/# /'; fi; }
tree
! lint | grep -q '^not ok'
report $? 'a clean tree passes'
# plant FILE TEXT RULE: the rule's line must turn to "not ok"
plant() {
    tree
    printf '%b' "$2" >"$dir/t/$1"
    lint | grep '^not ok' | grep -q "$3"
    report $? "found: $3"
}
plant base/c.c '/* x */\n#include "mapper/a.h"\n' 'no room includes'
plant mapper/c.c '/* x */\n#include "import/a.h"\n' 'no room includes'
plant mapper/c.c '/* x */\n#include <sqlite3.h>\n' 'header only where'
plant io/c.c '/* x */\n#include <libxml/parser.h>\n' 'header only where'
plant mapper/c.c '/* x */\nvoid f(void) { exit(1); }\n' 'only in cli'
plant mapper/c.c '/* x */\nvoid f(void) { fputs("a", stderr); }\n' 'only in cli'
plant mapper/c.c '/* x */\nvoid f(void) { printf("a"); }\n' 'only in cli'
plant mapper/c.c '/* x */\nlong f(void) { return time(0); }\n' 'only in cli'
plant base/c.c '/* x */\nvoid f(void) { clock_gettime(0, 0); }\n' 'no environment'
plant io/c.c '/* x */\nint f(void) { return fork(); }\n' 'fork'
plant cli/c.c '/* x */\nint f(void) { return posix_spawnp(0, 0, 0, 0, 0, 0); }\n' 'other programs'
plant base/c.c '/* x */\ndouble f(void);\n' 'floating'
plant io/c.c '/* x */\nvoid f(void) { xmlSetGenericErrorFunc(0, 0); }\n' 'process-wide'
plant catalog/c.c '/* x */\nconst char *q = "SELECT code FROM entry";\n' 'SQL text'
plant base/c.c '/* x */\nvoid f(int a) { switch (a) {\n    default:\n        break;\n    } }\n' 'default label'
plant base/c.c 'int x;\n' 'what it is for'
plant base/c.c '/* x */\n/* TODO: later */\n' 'unfinished'
plant share/y.tsv 'a\tb\n' 'says its source'
tree
{ echo '/* x */'; yes 'int a;' | head -600; } >"$dir/t/base/c.c"
lint | grep '^not ok' | grep -q '600 lines'
report $? 'found: no file over 600 lines'
echo "1..$n"
