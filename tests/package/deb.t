#!/bin/sh
# make deb: the package is built from this tree as it would be from the tarball, has what it should, and its program runs from where dpkg -x puts it. What
# apt makes of it on a new Debian is seen by make check-deb.
[ -z "${DUIMA_IN_PACKAGE:-}" ] || { echo "1..0 # SKIP the package is being built"; exit 0; }
for tool in dpkg-buildpackage dh; do
    command -v $tool >/dev/null 2>&1 || { echo "1..0 # SKIP no $tool (debhelper, dpkg-dev)"; exit 0; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0
bad=0
# what it is, then a command that must end well
try() {
    n=$((n + 1))
    what=$1
    shift
    if "$@" >"$dir/said" 2>&1; then echo "ok $n - $what"; else echo "not ok $n - $what"; bad=1; tail -n 60 "$dir/said" | sed 's/^/# /'; fi
}
root=$dir/root
packages() { tr -s ' ,\n' '\n\n\n' | grep -E '^lib.*-dev$' | grep -v '^libc6-dev$' | sort -u; }
same_libraries() {
    sed -n 's/^build_packages="\(.*\)"/\1/p' "$top_srcdir/bootstrap" | packages >"$dir/bootstrap"
    sed -n '/^Build-Depends:/,/^Standards-Version:/p' "$top_srcdir/debian/control" | sed 's/<.*>//; s/(.*)//' | packages >"$dir/control"
    diff "$dir/bootstrap" "$dir/control"
}
# every file of a rule of installation, by what git or the tarball has in share/ and docs/
has_everything() {
    (cd "$top_srcdir" && ls share/*.tsv share/columns/* share/profiles/* share/schema/* share/examples/* share/samples/* | sed 's,^share,/usr/share/duima,') >"$dir/wanted"
    (cd "$top_srcdir" && find share/man -name '*.[157]' | sed 's,^share/man/\(.*\)\(duima[^/]*\.\(.\)\)$,/usr/share/man/\1man\3/\2.gz,') >>"$dir/wanted"
    (cd "$top_srcdir" && ls README*.md docs/*.md docs/zh/*.md | sed 's,^,/usr/share/doc/duima/,') >>"$dir/wanted"
    printf '%s\n' /usr/bin/duima /usr/share/locale/zh_CN/LC_MESSAGES/duima.mo /usr/share/doc/duima/copyright /usr/share/doc/duima/changelog.gz >>"$dir/wanted"
    lacks=0
    while read -r file; do [ -s "$root$file" ] || { echo "the package lacks $file"; lacks=1; }; done <"$dir/wanted"
    return $lacks
}
nothing_else() { ! find "$root" ! -type d ! -path "$root/usr/bin/duima" ! -path "$root/usr/share/*" | grep .; }
# The demo with the installed samples. $1: language, $2: what the summary begins with. The check ends with 1, since there are errors.
demo() {
    rm -rf "$dir/demo" && cp -r "$root/usr/share/duima/samples" "$dir/demo" && cd "$dir/demo" || return 1
    unset DUIMA_SHARE_DIR
    DUIMA_DB=demo.db DUIMA_LOCALE_DIR=$root/usr/share/locale LC_ALL=$1
    export DUIMA_DB DUIMA_LOCALE_DIR LC_ALL
    installed="$root/usr/bin/duima --share-dir $root/usr/share/duima"
    $installed import --publish sample-catalog-2026.1.xml && $installed import --publish sample-catalog-2026.2.xml && $installed list || return 1
    $installed check --as-of 2026-11-21 --hospital-level 3 sample-hospital.csv >out 2>&1
    [ $? = 1 ] && grep -q "^$2" out || { cat out; return 1; }
}

try 'debian/control builds with the libraries that bootstrap installs' same_libraries
unset MAKEFLAGS MAKELEVEL MFLAGS
try 'make deb' make -C "$top_builddir" deb DEB_DIR="$dir/deb" DEB_BUILD_OPTIONS='nocheck noopt'
deb=$(ls "$dir"/deb/duima_*.deb 2>/dev/null)
try 'there is one package' test -f "$deb"
try 'it unpacks' dpkg -x "$deb" "$root"
try 'it holds everything that is installed' has_everything
try 'it holds nothing outside /usr/bin and /usr/share' nothing_else
try 'it depends on the libraries, at versions' sh -c 'dpkg-deb -f "$1" Depends | grep -q "libxml2 (>=.*libzstd1 (>="' sh "$deb"
try 'the demo runs from it, in English' demo C 'Summary: sample-hospital.csv'
try 'the demo runs from it, in Chinese' demo zh_CN.UTF-8 '汇总：sample-hospital.csv'
if command -v lintian >/dev/null 2>&1; then
    try 'lintian has nothing against it' lintian --allow-root --fail-on error,warning "$deb"
else
    n=$((n + 1)); echo "ok $n - lintian has nothing against it # SKIP no lintian"
fi
echo "1..$n"
exit $bad
