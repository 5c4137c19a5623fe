# tests/hostile/packs.pl: signed packs that are cut, changed or put together otherwise; and what a bureau signs that means harm, or whose key was stolen.
# The first kind is made of a pack that duima makes here, the second is signed by minisign (skipped where there is none).
package Corpus;
use strict;
use warnings;
use Digest::SHA ();
use File::Temp ();
use JSON::PP ();

our ($HEAD, $DRUG);
# A cheap key of the tests; its password is below. It signs nothing else.
my $SECRET = "untrusted comment: a key of the tests\nRWRTY0IyIKQaVxOLgkbhML95N3oPFMQDGjPBz02bvcN7WSeiAogAgAAAAAAAAAAAAAEAAAAA97ksTaSKq4ol0Jk2sd+jKS/CGmDQINl+87UoMyNIA5RY8UUytkqza1rxEElpapySV/DwH3U2Ux5SPvV3xLZSpy6Kxmt/xIPYmkKxbJD/V9zw5daKfqGcSMrRAkV9tiw/rM0e+kb7nwg=\n";
my $PASSWORD = "\xE8\xAF\x95\xE8\xAF\x95\n";
my $PUBLIC = "untrusted comment: minisign public key 531B3C4F9E751E37\nRWQ3HnWeTzwbUyg5ZHIRuv/s6jhvtykgUV0tHidhfLy6Lqk6E9gBNI+a\n";
my $OTHER = "untrusted comment: minisign public key DF18A0542A131D9C\nRWScHRMqVKAY30WQl2I4R+zNXHPCVoj6PUbTslBkcMW14XgkXL9LFToX\n";
my @PUBKEY = (args => ['--pubkey', 'key.pub'], beside => { 'key.pub' => $PUBLIC }, file => 'a.pack');
my ($MANIFEST, $SIGNATURE, $CATALOG) = qw(manifest.json manifest.json.minisig catalog.xml.zst);

# --- the shape of a pack: pack/frame.h
sub pack_header {
    my ($name, $size, %o) = @_;
    my $h = pack 'a100a8a8a8a12a12a8a1a100a6a2', $name, $o{mode} // '0000644', '0000000', '0000000', sprintf('%011o', $o{size} // $size), '00000000000', ' ' x 8, $o{type} // '0', $o{link} // '', 'ustar', '00';
    $h .= "\0" x (329 - length $h) . "0000000\0" . "0000000\0";
    $h .= "\0" x (512 - length $h);
    my $sum = 0;
    $sum += $_ for unpack 'C*', $h;
    substr($h, 148, 8) = sprintf "%06o\0 ", $sum;
    return $h;
}
sub member { my ($name, $text, %o) = @_; return pack_header($name, length $text, %o) . $text . "\0" x (-length($text) % 512); }
sub packed { return join('', @_) . "\0" x 1024; }
sub parts { # name => bytes
    my ($pack) = @_;
    my %parts;
    for (my $at = 0; substr($pack, $at, 1) ne "\0";) {
        my ($name, $size) = (unpack('Z100', substr $pack, $at), oct unpack('x124Z12', substr $pack, $at, 512));
        $parts{$name} = substr $pack, $at + 512, $size;
        $at += 512 + $size + -$size % 512;
    }
    return \%parts;
}

# --- a good pack of the corpus's document, made once
my $good;
sub good {
    return $good if $good;
    my $dir = File::Temp::tempdir(CLEANUP => 1);
    spew("$dir/a.xml", doc());
    spew("$dir/key", $SECRET);
    spew("$dir/password", $PASSWORD);
    chmod 0600, "$dir/key", "$dir/password";
    local %ENV = (%ENV, DUIMA_DB => "$dir/a.db", HOME => $dir, SOURCE_DATE_EPOCH => 1785556800, DUIMA_USER => 'tester', LC_ALL => 'C');
    system("'$ENV{DUIMA}' --no-config -q import --publish --effective 2026-01-01 '$dir/a.xml' >/dev/null") == 0 or die "no version for a pack\n";
    system("'$ENV{DUIMA}' --no-config -q pack X\@2 --first -o '$dir/a.pack' --key '$dir/key' --password-file '$dir/password' >/dev/null") == 0 or die "no pack\n";
    open my $h, '<:raw', "$dir/a.pack" or die;
    local $/;
    return $good = scalar <$h>;
}

# A pack of these bytes as a manifest, signed, with this as catalog.
sub signed {
    my ($manifest, $catalog) = @_;
    my $dir = File::Temp::tempdir(CLEANUP => 1);
    spew("$dir/m", $manifest);
    spew("$dir/key", $SECRET);
    spew("$dir/password", $PASSWORD);
    system("minisign -Sqm '$dir/m' -x '$dir/s' -s '$dir/key' -t 'signed here' <'$dir/password' >/dev/null 2>&1") == 0 or die "minisign does not sign\n";
    open my $h, '<:raw', "$dir/s" or die;
    local $/;
    return packed(member($MANIFEST, $manifest), member($SIGNATURE, scalar <$h>), member($CATALOG, $catalog));
}

# A zstd stream of raw and repeated blocks: [text] or [letter, times 100,000].
sub zst {
    my ($blocks, %o) = @_;
    my $out = pack('V', 0xFD2FB528) . chr($o{flags} // 0) . chr($o{window} // 0x38) . ($o{more} // '');
    for my $i (0 .. $#$blocks) {
        my ($text, $times) = @{ $blocks->[$i] };
        my $last = $i == $#$blocks && !$o{open};
        $out .= substr(pack('V', length($text) << 3 | $last), 0, 3) . $text if !$times;
        $out .= substr(pack('V', 100_000 << 3 | 2 | ($last && $_ == $times)), 0, 3) . $text for 1 .. $times // 0;
    }
    return $out;
}

# The manifest of the good pack with other things in it, and what it then says of a catalog.
sub manifest_for {
    my ($catalog, $size, $change) = @_;
    my $json = JSON::PP->new->utf8->canonical;
    my $m = $json->decode(parts(good())->{$MANIFEST});
    @{ $m->{file} }{qw(bytes sha256 unpacked_bytes)} = (length $catalog, Digest::SHA::sha256_hex($catalog), $size);
    $change->($m) if $change;
    return $json->encode($m);
}

sub broken { my ($name, $reason, $break, %more) = @_; add("pack-$name", $reason, undef, @PUBKEY, make => sub { my ($h) = @_; print $h $break->(good(), parts(good())); }, %more); }
sub whole { my ($p, %new) = @_; return map { member($_, $new{$_} // $p->{$_}) } $MANIFEST, $SIGNATURE, $CATALOG; }
sub flip { my ($text, $at, $bit) = @_; substr($text, $at, 1) ^= $bit // "\1"; return $text; }

# --- as it is made, and not
broken('good', 'a good one, for comparison', sub { $_[0] }, shows => 1);
broken('remade', 'the same put together here, for comparison', sub { packed(whole($_[1])) }, shows => 1);
broken('stdin', 'by standard input', sub { $_[0] }, stdin => 1, shows => 1);
broken('no-key', 'and nobody says whose it is', sub { $_[0] }, args => []);
broken('other-key', 'of another bureau', sub { $_[0] }, beside => { 'key.pub' => $OTHER });
broken('key-none', 'a public key that is a catalog', sub { $_[0] }, beside => { 'key.pub' => doc() });
broken('key-empty', 'an empty one', sub { $_[0] }, beside => { 'key.pub' => '' });
broken('key-secret', 'the secret one in its place', sub { $_[0] }, beside => { 'key.pub' => $SECRET });
add('pack-empty', 'nothing', '', @PUBKEY);
add('pack-xml', 'a catalog, and a key', Encode::encode('UTF-8', doc()), @PUBKEY);
broken('gz', 'a compressed one', sub { gz($_[0]) });
broken('twice', 'two behind each other', sub { $_[0] x 2 });
broken('with-xml', 'a pack and a document beside it', sub { $_[0] }, args => ['--pubkey', 'key.pub', 'b.xml'], beside => { 'key.pub' => $PUBLIC, 'b.xml' => doc() });
broken('other-region', 'told to be of another region', sub { $_[0] }, args => ['--pubkey', 'key.pub', '--region', 'Y']);

# --- cut
broken('cut-name', 'cut in its first name', sub { substr $_[0], 0, 10 });
broken('cut-header', 'cut in its first header', sub { substr $_[0], 0, 300 });
broken('cut-manifest', 'cut in its manifest', sub { substr $_[0], 0, 700 });
broken('cut-signature', 'cut behind the header of its signature', sub { my ($all, $p) = @_; substr $all, 0, index($all, 'untrusted comment') });
broken('cut-signature-half', 'cut in its signature', sub { my ($all, $p) = @_; substr $all, 0, index($all, 'untrusted comment') + 100 });
broken('cut-catalog', 'cut in its catalog', sub { my ($all, $p) = @_; substr $all, 0, index($all, $p->{$CATALOG}) + 20 });
broken('cut-end', 'without its end', sub { substr $_[0], 0, -1024 });
broken('cut-last', 'without its last byte', sub { substr $_[0], 0, -1 });
broken('behind', 'a byte behind its end', sub { $_[0] . "\0" });
broken('behind-block', 'a block behind its end, as tar fills', sub { $_[0] . "\0" x 512 });

# --- changed
broken('manifest-bit', 'a bit of its manifest', sub { flip($_[0], 530) });
broken('manifest-day', 'in force from another day', sub { $_[0] =~ s/2026-01-01/2025-01-01/r });
broken('signature-bit', 'a bit of its signature', sub { my ($all) = @_; flip($all, index($all, 'untrusted comment') + 90) });
broken('signature-comment', 'another trusted comment', sub { $_[0] =~ s/trusted comment: duima/trusted comment: xuima/r });
broken('signature-untrusted', 'another untrusted comment, which nothing signs', sub { $_[0] =~ s/untrusted comment: s/untrusted comment: S/r });
broken('catalog-bit', 'a bit of its catalog', sub { my ($all, $p) = @_; flip($all, index($all, $p->{$CATALOG}) + 30) });
broken('catalog-other', 'another catalog of the same size', sub { my ($all, $p) = @_; packed(whole($p, $CATALOG => 'x' x length $p->{$CATALOG})) });
broken('catalog-larger', 'a larger one', sub { my ($all, $p) = @_; packed(whole($p, $CATALOG => $p->{$CATALOG} . 'x')) });
broken('catalog-huge', 'one of 100 MB', sub { my ($all, $p) = @_; packed(whole($p, $CATALOG => rep('x', 100_000_000))) }, large => 1);
broken('header-mode', 'another mode', sub { my ($all, $p) = @_; packed(member($MANIFEST, $p->{$MANIFEST}, mode => '0000755'), (whole($p))[1, 2]) });
broken('header-sum', 'a sum that does not hold', sub { flip($_[0], 150) });
broken('header-link', 'a link to a file of the machine', sub { my ($all, $p) = @_; packed((whole($p))[0, 1], member($CATALOG, '', type => '2', link => '/etc/passwd')) }, traced => 1);
broken('header-size', 'a manifest that says it is 8 GB', sub { my ($all, $p) = @_; packed(member($MANIFEST, $p->{$MANIFEST}, size => 8589934591), (whole($p))[1, 2]) });
broken('padding', 'a letter behind its manifest', sub { my ($all, $p) = @_; my @m = whole($p); substr($m[0], -1) = 'x'; packed(@m) });
broken('name', 'its catalog renamed', sub { my ($all, $p) = @_; packed((whole($p))[0, 1], member('catalog.xml', $p->{$CATALOG})) });
broken('name-path', 'its catalog with a name that leads away', sub { my ($all, $p) = @_; packed((whole($p))[0, 1], member('../../evil.xml', $p->{$CATALOG})) });
broken('name-manifest', 'its manifest renamed', sub { my ($all, $p) = @_; packed(member('manifest.txt', $p->{$MANIFEST}), (whole($p))[1, 2]) });
broken('name-first', 'its manifest renamed, and nobody says whose it is', sub { my ($all, $p) = @_; packed(member('manifest.txt', $p->{$MANIFEST}), (whole($p))[1, 2]) }, args => []);
broken('order', 'its catalog in front', sub { packed((whole($_[1]))[2, 0, 1]) });
broken('order-signature', 'its signature behind its catalog', sub { packed((whole($_[1]))[0, 2, 1]) });
broken('lacks-signature', 'no signature', sub { packed((whole($_[1]))[0, 2]) });
broken('lacks-catalog', 'no catalog', sub { packed((whole($_[1]))[0, 1]) });
broken('more', 'a fourth file', sub { packed(whole($_[1]), member('run.sh', "#!/bin/sh\n")) });
broken('more-first', 'another file in front', sub { packed(member('README', 'read me'), whole($_[1])) });
broken('empty-manifest', 'an empty manifest', sub { packed(whole($_[1], $MANIFEST => '')) });
broken('empty-signature', 'an empty signature', sub { packed(whole($_[1], $SIGNATURE => '')) });
broken('signature-nuls', 'a signature of NULs', sub { packed(whole($_[1], $SIGNATURE => "\0" x 300)) });
broken('signature-long', 'a trusted comment of 5 KB', sub { my ($all, $p) = @_; packed(whole($p, $SIGNATURE => $p->{$SIGNATURE} =~ s/(trusted comment: duima)/$1 . 'x' x 5000/er)) });
broken('manifest-long', 'a manifest of 70 KB', sub { my ($all, $p) = @_; packed(whole($p, $MANIFEST => $p->{$MANIFEST} . ' ' x 70000)) });
broken('verify-bit', 'verify: a bit of its catalog', sub { my ($all, $p) = @_; flip($all, index($all, $p->{$CATALOG}) + 30) }, verb => ['verify']);
broken('verify-name', 'verify: a name that clears a terminal', sub { $_[0] }, verb => ['verify'], file => "a\e[2J.pack");
broken('verify-cut', 'verify: without its end', sub { substr $_[0], 0, -1024 }, verb => ['verify']);

# --- signed, and means harm all the same
sub harm {
    my ($name, $reason, $make, %more) = @_;
    add("pack-signed-$name", $reason, undef, @PUBKEY, needs => 'minisign', make => sub { my ($h) = @_; print $h signed($make->()); }, %more);
}
sub catalog_harm { # blocks of a catalog, its size told
    my ($name, $reason, $blocks, $size, %more) = @_;
    my $zst = zst($blocks, %more);
    harm($name, $reason, sub { return (manifest_for($zst, $size), $zst) }, %more);
}
sub manifest_harm { my ($name, $reason, $change, %more) = @_; my $zst = zst([[Encode::encode('UTF-8', doc())]]); harm($name, $reason, sub { return (manifest_for($zst, length doc(), $change), $zst) }, %more); }
my ($before, $after) = ($HEAD, "$DRUG</catalog>");
my $length = length doc();
catalog_harm('good', 'signed here, for comparison', [[doc()]], $length, shows => 1);
catalog_harm('bomb', 'a few KB that are 200 MB, as told', [[$before], [' ', 2000], [$after]], $length + 200_000_000, large => 1);
catalog_harm('bomb-huge', 'they are told to be of 4 TB', [[$before], [' ', 2000], [$after]], 4_000_000_000_000, large => 1);
catalog_harm('bomb-more', 'more than told', [[$before], [' ', 2000], [$after]], $length, large => 1);
catalog_harm('size', 'one byte more than told', [[doc()]], $length - 1);
catalog_harm('size-less', 'one byte less', [[doc()]], $length + 1);
catalog_harm('open', 'a stream that does not end', [[doc()]], $length, open => 1);
catalog_harm('window', 'it asks for 2 TB of memory', [[doc()]], $length, window => 0xF8);
catalog_harm('dictionary', 'it asks for a dictionary', [[doc()]], $length, flags => 1, more => "\7");
catalog_harm('two-roots', 'two documents in one', [[doc() . doc()]], 2 * $length);
catalog_harm('no-xml', 'text', [["Dear all\n"]], 9);
catalog_harm('nothing', 'it is empty', [['']], 1);
catalog_harm('xml-cut', 'a document that is cut', [[substr doc(), 0, -3]], $length - 3);
catalog_harm('region', 'a document of another region', [[doc() =~ s/"X"/"Y"/r]], $length);
catalog_harm('version', 'a document of another version', [[doc() =~ s/version="2"/version="3"/r]], $length);
catalog_harm('other-rows', 'another name than its rows were counted of', [[doc() =~ s/>N</>M</r]], $length);
catalog_harm('more-rows', 'a row more', [[doc($DRUG, $DRUG =~ s/D1/D2/r)]], length doc($DRUG, $DRUG =~ s/D1/D2/r));
catalog_harm('other-kind', 'a service too, which its manifest does not tell of', [[doc($DRUG, '<service code="S1"><name>N</name></service>')]], length doc($DRUG, '<service code="S1"><name>N</name></service>'));
catalog_harm('laughs', 'entities in its document', [['<!DOCTYPE catalog [<!ENTITY a "ha">]>' . doc()]], $length + 37);
catalog_harm('delta', 'told to be changes', [[doc()]], $length, args => ['--pubkey', 'key.pub', '--delta']);
harm('garbage', 'no zstd', sub { my $z = 'x' x 100; return (manifest_for($z, $length), $z) });
harm('zst-two', 'two streams behind each other', sub { my $z = zst([[$before]]) . zst([[$after]]); return (manifest_for($z, $length), $z) });
harm('zst-skip', 'a frame that is skipped in front of it', sub { my $z = pack('VV', 0x184D2A50, 4) . 'evil' . zst([[doc()]]); return (manifest_for($z, $length), $z) });
harm('no-json', 'a manifest that is no JSON', sub { return ('<manifest/>', 'x') });
harm('json-deep', 'a manifest thirty thousand deep', sub { return ('[' x 30000, 'x') });
harm('json-nul', 'a NUL in a text', sub { my $z = zst([[doc()]]); return (manifest_for($z, $length) =~ s/"X"/"X\\u0000Y"/r, $z) });
harm('json-twice', 'a member twice', sub { my $z = zst([[doc()]]); return (manifest_for($z, $length) =~ s/\{/{"region":"Y",/r, $z) });
harm('json-array', 'an array', sub { return ('[]', 'x') });
manifest_harm('format', 'a format of the future', sub { $_[0]{format} = 'duima-pack-9' });
manifest_harm('manifest-path', 'a region that is a path', sub { $_[0]{region} = '../x' });
manifest_harm('manifest-escape', 'a label that clears a terminal', sub { $_[0]{label} = "\e[2J" });
manifest_harm('manifest-line', 'a label of two lines', sub { $_[0]{label} = "2\nduima: all is well" });
manifest_harm('verify-escape', 'verify: a label that clears a terminal', sub { $_[0]{label} = "\e[2J" }, verb => ['verify']);
manifest_harm('verify-path', 'verify: a region that is a path', sub { $_[0]{region} = '../x' }, verb => ['verify']);
manifest_harm('verify-label', 'verify: a label that no version can have', sub { $_[0]{label} = 'a@b/c d' }, verb => ['verify']);
manifest_harm('expired', 'it expired yesterday', sub { $_[0]{expires} = '2026-07-31' });
manifest_harm('day', 'a day that there is not', sub { $_[0]{effective} = '2026-02-30' });
manifest_harm('no-kind', 'no kind', sub { $_[0]{kinds} = [] });
manifest_harm('kind-twice', 'one kind twice', sub { push @{ $_[0]{kinds} }, $_[0]{kinds}[0] });
manifest_harm('number', 'a number that overflows', sub { $_[0]{kinds}[0]{number} = 4294967297 });
manifest_harm('entries', 'more entries than there are', sub { $_[0]{kinds}[0]{entries} = 9223372036854775807 });
manifest_harm('rows', 'rows of another sum', sub { $_[0]{kinds}[0]{rows_sha256} = '0' x 64 });
manifest_harm('file-path', 'a file with a name that leads away', sub { $_[0]{file}{name} = '../../etc/passwd' });
manifest_harm('gap', 'a pack before it that nobody has', sub { $_[0]{previous} = 'ab' x 32 });
1;
