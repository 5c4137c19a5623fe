#!/bin/sh
# Packs against the real program minisign, both ways, and by hand with tar and zstd. TAP.
n=0
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
if ! command -v minisign >/dev/null 2>&1 || ! command -v zstd >/dev/null 2>&1; then
    echo "1..1"
    echo "ok 1 - packs and minisign # SKIP no minisign or no zstd"
    exit 0
fi
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cp "$top_srcdir/tests/cli/data/catalog-1.xml" "$dir"
cd "$dir" || exit 1
DUIMA_DB=$dir/a.db LC_ALL=C
export DUIMA_DB LC_ALL
umask 077
printf '试试\n' >password
make_pack() { tar --format=ustar -b1 --owner=0 --group=0 --numeric-owner --mode=0644 --mtime=@0 -cf "$1" manifest.json manifest.json.minisig catalog.xml.zst; }
"$DUIMA" import -q --publish catalog-1.xml >/dev/null || exit 1

# A cheap key of this suite's (minisign's own cost, a gigabyte and seconds, is paid only where it is what is tried).
printf 'untrusted comment: a key of the tests\n%s\n' RWRTY0IyIKQaVxOLgkbhML95N3oPFMQDGjPBz02bvcN7WSeiAogAgAAAAAAAAAAAAAEAAAAA97ksTaSKq4ol0Jk2sd+jKS/CGmDQINl+87UoMyNIA5RY8UUytkqza1rxEElpapySV/DwH3U2Ux5SPvV3xLZSpy6Kxmt/xIPYmkKxbJD/V9zw5daKfqGcSMrRAkV9tiw/rM0e+kb7nwg= >cheap.key
printf 'untrusted comment: a key of the tests\n%s\n' RWQ3HnWeTzwbUyg5ZHIRuv/s6jhvtykgUV0tHidhfLy6Lqk6E9gBNI+a >cheap.pub

"$DUIMA" pack -q 430000@2026.1 -o ours.pack --key cheap.key --password-file password >/dev/null
say $? "a pack"
tar xf ours.pack && [ "$(tar tf ours.pack | tr '\n' ' ')" = "manifest.json manifest.json.minisig catalog.xml.zst " ]
say $? "tar opens it"
minisign -Vqm manifest.json -p cheap.pub
say $? "minisign verifies it"
sed s/430000/430001/ manifest.json >changed.json
! minisign -Vqm changed.json -x manifest.json.minisig -p cheap.pub >/dev/null 2>&1
say $? "and nothing else"
"$DUIMA" export 430000@2026.1 >a.xml && zstd -qdc catalog.xml.zst | cmp - a.xml
say $? "zstd unpacks the exported document"
grep -q "\"sha256\": \"$(sha256sum catalog.xml.zst | cut -d' ' -f1)\"" manifest.json
say $? "its SHA-256 is the manifest's"
make_pack byhand.pack && cmp ours.pack byhand.pack
say $? "tar makes the same pack of the same files"

minisign -Sqlm manifest.json -s cheap.key -t 'by hand' <password >/dev/null 2>&1 && make_pack legacy.pack && "$DUIMA" verify legacy.pack --pubkey cheap.pub >said
say $? "a legacy signature of minisign's holds"
grep -q 'trusted comment: by hand' said
say $? "with its comment"
minisign -Sqm catalog.xml.zst -x manifest.json.minisig -s cheap.key <password >/dev/null 2>&1 && make_pack wrong.pack
"$DUIMA" verify wrong.pack --pubkey cheap.pub >/dev/null 2>&1
[ $? = 4 ]
say $? "a signature over something else does not"
minisign -GWfp bare.pub -s bare.key >/dev/null 2>&1 </dev/null
say $? "minisign makes a key without a password"
"$DUIMA" pack 430000@2026.1 -o x.pack --key bare.key --password-file password >said 2>&1
[ $? = 2 ] && grep -q 'no password' said
say $? "which is refused then"

# a key of ours: minisign signs with it
"$DUIMA" key new -q ours.key --password-file password >/dev/null
say $? "a new key"
minisign -Sqm manifest.json -s ours.key <password >/dev/null 2>&1 && make_pack hashed.pack && "$DUIMA" verify hashed.pack --pubkey ours.key.pub >/dev/null
say $? "minisign signs with it, and we verify"
! "$DUIMA" verify hashed.pack --pubkey cheap.pub >/dev/null 2>&1
say $? "not for another key"

# a key of minisign's: we sign with it
{ cat password password; } | minisign -Gfp theirs.pub -s theirs.key >/dev/null 2>&1
say $? "a key of minisign's"
"$DUIMA" pack -q 430000@2026.1 -o again.pack --key theirs.key --password-file password >/dev/null && tar xf again.pack && minisign -Vqm manifest.json -p theirs.pub
say $? "we sign with it, and minisign verifies"
echo "1..$n"
