# tests/hostile/archives.pl: archives that are cut, lie, lead away, or are a thousand times as large when they are unpacked.
package Corpus;
use strict;
use warnings;
use Compress::Zlib ();

our ($HEAD, $DRUG);
sub gz { return Compress::Zlib::memGzip($_[0]) // die; }
sub zip_entry {
    my ($name, $text, %o) = @_;
    my $method = $o{method} // 0;
    my $data = $o{data} // $text;
    my $crc = $o{crc} // Compress::Zlib::crc32($text);
    my $head = pack 'vvvvvVVVvv', 20, $o{flags} // 0, $method, 0, 0x5C21, $crc, length $data, $o{size} // length $text, length $name, 0;
    return ["PK\3\4$head$name$data", $name, $head];
}
sub zip {
    my ($body, $directory, $n) = ('', '', 0);
    for my $e (@_) {
        my ($local, $name, $head) = @$e;
        my ($version, $flags, $method, $time, $date, $crc, $packed, $size, $length) = unpack 'vvvvvVVVv', $head;
        $directory .= "PK\1\2" . pack('vvvvvvVVVvvvvvVV', 0x0314, $version, $flags, $method, $time, $date, $crc, $packed, $size, $length, 0, 0, 0, 0, 0x81A40000, length $body) . $name;
        $body .= $local;
        $n++;
    }
    return $body . $directory . "PK\5\6" . pack('vvvvVVv', 0, 0, $n, $n, length $directory, length $body, 0);
}
sub deflated { my ($text) = @_; my ($d) = Compress::Zlib::deflateInit(-WindowBits => -15, -Level => 9); my ($a) = $d->deflate($text); my ($b) = $d->flush; return $a . $b; }
sub tar_entry {
    my ($name, $text, %o) = @_;
    my $h = pack 'a100a8a8a8a12a12a8a1a100a6a2', $name, '0000644', '0000000', '0000000', sprintf('%011o', $o{size} // length $text), '00000000000', ' ' x 8, $o{type} // '0', $o{link} // '', "ustar", '00';
    $h .= "\0" x (512 - length $h);
    my $sum = 0;
    $sum += $_ for unpack 'C*', $h;
    substr($h, 148, 8) = sprintf "%06o\0 ", $sum + ($o{sum} // 0);
    return $h . $text . "\0" x (-length($text) % 512);
}
sub tar { return join('', @_) . "\0" x 1024; }
my $doc = Encode::encode('UTF-8', doc());
my $xml = zip_entry('a.xml', $doc);
add('gz', 'a compressed catalog', gz($doc), file => 'a.xml.gz', shows => 1);
add('gz-as-xml', 'with the name of one that is not', gz($doc), shows => 1);
add('gz-cut', 'cut', substr(gz($doc), 0, -12), file => 'a.xml.gz');
add('gz-cut-head', 'cut in its head', substr(gz($doc), 0, 7), file => 'a.xml.gz');
add('gz-crc', 'its sum does not hold', do { my $t = gz($doc); substr($t, -8, 1) ^= "\1"; $t }, file => 'a.xml.gz');
add('gz-flip', 'a bit in the middle', do { my $t = gz($doc . ' ' x 1000 . join('', map { "<!--$_-->" } 1 .. 300)); substr($t, 200, 1) ^= "\x40"; $t }, file => 'a.xml.gz');
add('gz-twice', 'compressed twice', gz(gz($doc)), file => 'a.xml.gz');
add('gz-empty', 'of nothing', gz(''), file => 'a.xml.gz');
add('gz-of-text', 'of a letter', gz("Dear all\n"), file => 'a.xml.gz');
add('gz-behind', 'bytes behind it', gz($doc) . 'garbage', file => 'a.xml.gz');
add('gz-two', 'two behind each other are one text', gz(substr($doc, 0, 60)) . gz(substr($doc, 60)), file => 'a.xml.gz');
add('gz-bomb', 'a thousand times as large when unpacked', undef, make => sub { my ($h) = @_; my $t = gz($HEAD . rep(' ', 100_000_000) . $DRUG . '</catalog>'); print $h $t; }, file => 'a.xml.gz', large => 1);
add('zip', 'one document in it', zip($xml), file => 'a.zip', shows => 1);
add('zip-deflated', 'compressed', zip(zip_entry('a.xml', $doc, method => 8, data => deflated($doc))), file => 'a.zip', shows => 1);
add('zip-path', 'a name that leads away', zip(zip_entry('../../evil.xml', $doc)), file => 'a.zip');
add('zip-absolute', 'a name from the root', zip(zip_entry('/tmp/evil.xml', $doc)), file => 'a.zip');
add('zip-backslash', 'the same in the way of Windows', zip(zip_entry('..\\..\\evil.xml', $doc)), file => 'a.zip');
add('zip-drive', 'a drive in it', zip(zip_entry('C:\\evil.xml', $doc)), file => 'a.zip');
add('zip-encrypted', 'encrypted', zip(zip_entry('a.xml', $doc, flags => 1)), file => 'a.zip');
add('zip-empty', 'nothing in it', zip(), file => 'a.zip');
add('zip-no-xml', 'no document in it', zip(zip_entry('a.txt', 'hello')), file => 'a.zip');
add('zip-cut', 'cut', substr(zip($xml), 0, 80), file => 'a.zip');
add('zip-cut-directory', 'cut in its directory', substr(zip($xml), 0, -10), file => 'a.zip');
add('zip-crc', 'its sum does not hold', zip(zip_entry('a.xml', $doc, crc => 1)), file => 'a.zip');
add('zip-nested', 'an archive in an archive', zip(zip_entry('b.zip', zip($xml))), file => 'a.zip');
add('zip-two', 'two pages', zip($xml, zip_entry('b.xml', $doc =~ s/D1/D2/r)), file => 'a.zip', shows => 1);
add('zip-two-same', 'twice one name', zip($xml, zip_entry('a.xml', $doc =~ s/D1/D2/r)), file => 'a.zip');
add('zip-escape-name', 'a name that clears a terminal', zip(zip_entry("\e[2Ja.xml", $doc . 'x')), file => 'a.zip');
add('zip-size-lie', 'it says that it is small', zip(zip_entry('a.xml', $doc, method => 8, data => deflated($doc), size => 3)), file => 'a.zip');
add('zip-bomb', 'a small one that is 100 MB', undef, make => sub { my ($h) = @_; my $t = $HEAD . rep(' ', 100_000_000) . $DRUG . '</catalog>'; print $h zip(zip_entry('a.xml', $t, method => 8, data => deflated($t))); }, file => 'a.zip', large => 1);
add('zip-many', 'three thousand empty files', zip(map { zip_entry("f$_.txt", '') } 1 .. 3000), file => 'a.zip', large => 1);
add('zip-folder', 'a folder only', zip(zip_entry('a/', '')), file => 'a.zip');
add('zip-xlsx', 'a workbook', zip(zip_entry('[Content_Types].xml', '<Types/>'), zip_entry('xl/workbook.xml', '<workbook/>')), file => 'a.xlsx');
add('zip-docx', 'a letter', zip(zip_entry('[Content_Types].xml', '<Types/>'), zip_entry('word/document.xml', '<document/>')), file => 'a.docx');
add('tar', 'a tar', tar(tar_entry('a.xml', $doc)), file => 'a.tar', shows => 1);
add('tar-gz', 'compressed', gz(tar(tar_entry('a.xml', $doc))), file => 'a.tar.gz', shows => 1);
add('tar-path', 'a name that leads away', tar(tar_entry('../evil.xml', $doc)), file => 'a.tar');
add('tar-absolute', 'a name from the root', tar(tar_entry('/tmp/evil.xml', $doc)), file => 'a.tar');
add('tar-symlink', 'a link to a file of the machine', tar(tar_entry('a.xml', '', type => '2', link => '/etc/passwd')), file => 'a.tar', traced => 1);
add('tar-hardlink', 'a hard one', tar(tar_entry('a.xml', '', type => '1', link => '../../../etc/passwd')), file => 'a.tar', traced => 1);
add('tar-device', 'a device', tar(tar_entry('a.xml', '', type => '3')), file => 'a.tar');
add('tar-fifo', 'a pipe', tar(tar_entry('a.xml', '', type => '6')), file => 'a.tar');
add('tar-cut', 'cut', substr(tar(tar_entry('a.xml', $doc)), 0, 600), file => 'a.tar');
add('tar-sum', 'its sum does not hold', tar(tar_entry('a.xml', $doc, sum => 1)), file => 'a.tar');
add('tar-sum-later', 'and that of the second member, which is not the fault of the first', tar(tar_entry('a.xml', $doc), tar_entry('b.xml', $doc, sum => 1)), file => 'a.tar');
add('zip-behind', 'something else between two members', do { my $t = zip($xml, zip_entry('b.xml', $doc)); my $at = index $t, "PK\3\4", 4; substr($t, $at, 4) = "PK\1\1"; $t }, file => 'a.zip');
add('tar-size-huge', 'it says that it is 8 GB', tar(tar_entry('a.xml', $doc, size => 8589934591)), file => 'a.tar');
add('xz-cut', 'the head of an xz file', "\xFD7zXZ\0\0\4", file => 'a.xml.xz');
add('xz-garbage', 'and something else behind it', "\xFD7zXZ\0" . 'x' x 200, file => 'a.xml.xz');
add('zst-garbage', 'the head of a zst file', "\x28\xB5\x2F\xFD" . 'x' x 200, file => 'a.xml.zst');
add('bz2-garbage', 'the head of a bz2 file', "BZh9" . 'x' x 200, file => 'a.xml.bz2');

1;
