#!/bin/sh
# The golden runner itself: what is right passes, each way of being wrong is found, and GOLDEN_UPDATE writes what makes it pass.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/program" <<'END'
#!/bin/sh
case $1 in
say) echo "$2"; echo "on the side" >&2; exit "${3:-0}" ;;
copy) cat ;;
write) printf 'written\n' >"$2" ;;
show) od -An -tx1 <"$2" | tr -d ' \n' ;;
esac
END
chmod +x "$dir/program"
n=0
run() { DUIMA=$dir/program ${PERL:-perl} "$top_srcdir/tests/cli/run-case.pl" "$dir/a.case"; }
# expect yes|no WHAT: the case passes, or does not
expect() {
    n=$((n + 1))
    if run >"$dir/log" 2>&1; then got=yes; else got=no; fi
    if [ $got = "$1" ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$dir/log"; fi
}
good='# right
--- run say hello 3
--- stdout
hello
--- stderr
on the side
--- exit 3'
echo "$good" >"$dir/a.case"
expect yes 'what is right passes'
echo "$good" | sed 's/^hello/hullo/' >"$dir/a.case"
expect no 'other output'
echo "$good" | sed 's/^on the side/beside/' >"$dir/a.case"
expect no 'other messages'
echo "$good" | sed '/^--- exit/d' >"$dir/a.case"
expect no 'another exit code'
echo "$good" | sed '/^on the side/d; /^--- stderr/d' >"$dir/a.case"
expect no 'messages where none are said'
echo "$good" | sed 's/^# right//' >"$dir/a.case"
expect no 'a case that does not say why it is there'
printf '# stdin\n--- run copy\n--- stdin crlf\na\n--- stdout noeol\na\r\n\n' >"$dir/a.case"
expect yes 'standard input, line ends'
printf '# has\n--- run say "one two three"\n--- stdout has\none\nthree\n--- stderr has\nside\n' >"$dir/a.case"
expect yes 'has, in order'
printf '# has\n--- run say "one two three"\n--- stdout has\nthree\none\n--- stderr has\nside\n' >"$dir/a.case"
expect no 'has, in another order'
printf '# lacks\n--- run say one\n--- stdout lacks\none\n--- stderr has\nside\n' >"$dir/a.case"
expect no 'lacks what is there'
printf '# file\n--- file a encoding=gbk noeol\n片\n--- run show a\n--- stdout noeol\nc6ac\n' >"$dir/a.case"
expect yes 'a file in another encoding'
printf '# file\n--- file a encoding=UTF-16LE bom noeol\nA\n--- run show a\n--- stdout noeol\nfffe4100\n' >"$dir/a.case"
expect yes 'a byte order mark'
printf '# file\n--- file a hex\n00 ff\n--- run show a\n--- stdout noeol\n00ff\n' >"$dir/a.case"
expect yes 'bytes by hex'
printf '# wrote\n--- run write a\n--- wrote a\nwritten\n' >"$dir/a.case"
expect yes 'a file that was written'
printf '# wrote\n--- run write a\n--- wrote a\nother\n' >"$dir/a.case"
expect no 'a file that was written otherwise'
printf '# wrote\n--- run write a\n--- missing a\n' >"$dir/a.case"
expect no 'a file that should not be there'
printf '# setup\n--- setup say x 1\n--- run copy\n' >"$dir/a.case"
expect no 'a setup that fails'
printf '# update\n--- run say now 2\n' >"$dir/a.case"
GOLDEN_UPDATE=1 run >/dev/null 2>&1
expect yes 'GOLDEN_UPDATE writes what makes it pass'
n=$((n + 1))
if printf '# update\n--- run say now 2\n--- stdout\nnow\n--- stderr\non the side\n--- exit 2\n' | cmp -s - "$dir/a.case"; then echo "ok $n - and nothing else"; else echo "not ok $n - and nothing else"; sed 's/^/# /' "$dir/a.case"; fi
echo "1..$n"
