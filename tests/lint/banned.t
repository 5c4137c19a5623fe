#!/bin/sh
# The banned functions do not compile: each one alone, in a file of its own.
cc=${CC:-cc}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0
printf 'int f(void);\nint f(void) { return 0; }\n' >"$dir/t.c"
n=$((n + 1))
if $cc -std=c11 -include "$top_srcdir/base/banned.h" -fsyntax-only "$dir/t.c" 2>/dev/null; then echo "ok $n - an innocent file compiles"; else echo "not ok $n - an innocent file compiles"; fi
for f in strcpy strcat sprintf vsprintf strncpy strncat strtok strtok_r gets atoi atol atoll atof scanf fscanf sscanf tmpnam mktemp; do
    n=$((n + 1))
    printf 'void *f(void);\nvoid *f(void) { return (void *)%s; }\n' "$f" >"$dir/t.c"
    if $cc -std=gnu11 -include "$top_srcdir/base/banned.h" -fsyntax-only "$dir/t.c" 2>"$dir/err"; then
        echo "not ok $n - $f is banned"
    elif grep -q poisoned "$dir/err"; then
        echo "ok $n - $f is banned"
    else
        echo "not ok $n - $f is banned (another error: $(head -1 "$dir/err"))"
    fi
done
echo "1..$n"
