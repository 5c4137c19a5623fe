# tests/hostile/files.pl: things named .xml that are none, places that are no files, and profiles that mean harm.
package Corpus;
use strict;
use warnings;
use utf8;

our ($HEAD, $DRUG);
my $doc = Encode::encode('UTF-8', doc());

# --- other kinds of file
add('file-empty', 'nothing', '');
add('file-blanks', 'blanks only', " \n\t\r\n ");
add('file-newline', 'one line end', "\n");
add('file-one-letter', 'one letter', 'a');
add('file-one-nul', 'one NUL', "\0");
add('file-nuls', 'a block of NULs, as a disk that was full leaves them', "\0" x 8192);
add('file-text', 'a letter', "Dear all,\nthe catalog is attached.\n");
add('file-csv', 'a table', "code,name\nD1,N\n");
add('file-tsv', 'a table with tabs', "code\tname\nD1\tN\n");
add('file-json', 'JSON', '{"catalog": [{"code": "D1"}]}');
add('file-json-array', 'JSON, an array', "[\n{\"code\": \"D1\"}]");
add('file-html-error', 'what a proxy says', "<!DOCTYPE html>\n<html><body><h1>502 Bad Gateway</h1></body></html>\n");
add('file-html-login', 'a page to log in', '<html><head><title>登录</title></head><body><form></form></body></html>');
add('file-xhtml', 'a page that is XML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body/></html>');
add('file-svg', 'a picture that is XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
add('file-soap', 'a message of a web service around it', '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' . doc() . '</soap:Body></soap:Envelope>');
add('file-rss', 'a feed', '<rss version="2.0"><channel><title>x</title></channel></rss>');
add('file-plist', 'a list of settings', '<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict/></plist>', traced => 1);
add('file-excel-xml', 'a workbook of 2003', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>');
add('file-pdf', 'PDF', "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj\n");
add('file-png', 'a picture', "\x89PNG\r\n\x1A\n\0\0\0\rIHDR");
add('file-elf', 'a program', "\x7FELF\2\1\1\0\0\0\0\0\0\0\0\0");
add('file-exe', 'a program of Windows', "MZ\x90\0\3\0\0\0");
add('file-ole', 'an old workbook', "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" . "\0" x 504);
add('file-sqlite', 'a store itself', "SQLite format 3\0" . "\0" x 84);
add('file-rar', 'a RAR archive', "Rar!\x1A\x07\x01\0" . "\0" x 64);
add('file-7z', 'a 7z archive', "7z\xBC\xAF\x27\x1C\0\4" . "\0" x 64);
add('file-eml', 'a mail', "From: a\@example.org\nSubject: catalog\n\n<catalog/>\n");
add('file-script', 'a script', "#!/bin/sh\necho owned >owned\n");
add('file-pem', 'a key', "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
add('file-diff', 'a patch of a catalog', "--- a/catalog.xml\n+++ b/catalog.xml\n@@ -1 +1 @@\n-<catalog/>\n");
add('file-sgml', 'SGML', '<!SGML "ISO 8879:1986">' . doc());

# --- places that are no files
add('place-missing', 'no such file', undef, prepare => sub { });
add('place-directory', 'a folder', undef, prepare => sub { mkdir $_[0] });
add('place-null', 'the file that is always empty', undef, file => '/dev/null', prepare => sub { });
add('place-loop', 'a link to itself', undef, prepare => sub { symlink 'a.xml', $_[0] });
add('place-dangling', 'a link to nothing', undef, prepare => sub { symlink 'nowhere', $_[0] });
add('place-link', 'a link to a catalog is one', undef, prepare => sub { Corpus::spew("$_[0].real", Corpus::doc()); symlink 'a.xml.real', $_[0] }, shows => 1);
add('place-below-file', 'a file below a file', undef, file => 'b.xml/a.xml', prepare => sub { Corpus::spew($_[0] =~ s{/a\.xml\z}{}r, 'x') });
add('place-long', 'a name of 300 letters', undef, file => 'x' x 300 . '.xml', prepare => sub { });
add('place-escape', 'a name that clears a terminal', $doc . 'x', file => "a\e[2Jb.xml");
add('place-line', 'a name of two lines', $doc . 'x', file => "a\nduima: error: b.xml");
add('place-bytes', 'a name that is no UTF-8', $doc . 'x', file => "a\xFF.xml");
add('place-percent', 'a name that is a format', $doc . 'x', file => 'a%s%n.xml');
add('place-empty-name', 'no name at all', undef, file => '', prepare => sub { });
add('place-fifo', 'a pipe with a catalog in it', undef, fifo => $doc, shows => 1);
add('place-fifo-cut', 'a pipe whose writer goes away', undef, fifo => substr($doc, 0, 40));
add('place-fifo-empty', 'a pipe that nobody writes into', undef, fifo => '');
add('place-stdin', 'standard input', $doc, stdin => 1, shows => 1);
add('place-stdin-cut', 'the same, cut', substr($doc, 0, -3), stdin => 1);
add('place-stdin-closed', 'standard input that is closed', undef, stdin => 'closed', prepare => sub { });
add('place-store', 'the store itself', undef, file => '../duima.db', prepare => sub { });
add('place-unreadable', 'no permission to read it', $doc, mode => 0, unprivileged => 1);

# --- several files
add('files-same-twice', 'one file twice', $doc, args => ['a.xml']);
add('files-second-bad', 'a good one and a bad one', $doc, args => ['b.xml'], beside => { 'b.xml' => $doc =~ s/D1/D2/r =~ s/<\/catalog>//r });
add('files-other-region', 'two regions', $doc, args => ['b.xml'], beside => { 'b.xml' => $doc =~ s/D1/D2/r =~ s/"X"/"Y"/r });
add('files-other-layout', 'two layouts', $doc, args => ['b.xml', '--region', 'X', '--label', '2'], beside => { 'b.xml' => '<RESPONSEDATA><RETURNNUM>1</RETURNNUM><PAGE><OUTROW><AKA060>D9</AKA060><AKA061>N</AKA061></OUTROW></PAGE></RESPONSEDATA>' });
add('files-hundred', 'a hundred pages', $doc, args => [map { "p$_.xml" } 1 .. 100], beside => { map { ("p$_.xml" => $doc =~ s/D1/P$_/r) } 1 .. 100 });

# --- profiles that mean harm
my $profile = '<profile xmlns="urn:duima:profile:1" name="p" title="t"><match root="list"/><catalog><region value="X"/><version value="2"/></catalog>%s<record kind="drug" path="%s"><code from="@c"/>%s</record></profile>';
my $list = '<list><row c="D1" n="N"/></list>';
my $name = '<name from="@n"/>';
sub profiled { my ($name, $reason, $text, %more) = @_; add("profile-$name", $reason, $more{list} // $list, args => ['--profile', './p.xml'], beside => { 'p.xml' => $text }, %more); }
profiled('good', 'a good one, for comparison', sprintf($profile, '', 'row', $name), shows => 1);
profiled('empty', 'an empty file', '');
profiled('binary', 'no XML', "\0\1\2\3");
profiled('other', 'a catalog instead', $doc);
profiled('entity', 'an entity in it', '<!DOCTYPE profile [<!ENTITY x SYSTEM "file:///etc/passwd">]>' . sprintf($profile, '', 'row', '<name value="&x;"/>'), traced => 1);
profiled('laughs', 'laughs in it', '<!DOCTYPE profile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' . sprintf($profile, '', 'row', '<name value="&b;"/>'));
profiled('regex-slow', 'a pattern that takes for ever', sprintf($profile, '', 'row', '<name from="@n"><rewrite match="^(a+)+$" to="x"/></name>'), list => '<list><row c="D1" n="' . 'a' x 40 . 'b"/></list>');
profiled('regex-wrong', 'a pattern that is none', sprintf($profile, '', 'row', '<name from="@n"><rewrite match="(" to="x"/></name>'));
profiled('regex-recursive', 'a pattern that calls itself', sprintf($profile, '', 'row', '<name from="@n"><rewrite match="(a(?1)?b)+" to="x"/></name>'), list => '<list><row c="D1" n="' . 'a' x 20000 . 'b' x 20000 . '"/></list>');
profiled('regex-code', 'a pattern that calls out', sprintf($profile, '', 'row', '<name from="@n"><rewrite match="a(?C1)b" to="x"/></name>'));
profiled('rewrite-grows', 'rewriting that doubles a text thirty times', sprintf($profile, '', 'row', '<name from="@n">' . '<rewrite match="a" to="aa"/>' x 30 . '</name>'), list => '<list><row c="D1" n="aaaa"/></list>', large => 1);
profiled('path-deep', 'a path of a thousand steps', sprintf($profile, '', join('/', ('a') x 1000), $name));
profiled('path-wrong', 'a path that is none', sprintf($profile, '', 'row//x[1]', $name));
profiled('path-root', 'a path that leaves the document', sprintf($profile, '', '../../etc', $name));
profiled('scale-zero', 'a division by zero', sprintf($profile, '', 'row', $name . '<ceiling from="@p" scale="1/0"/>'), list => '<list><row c="D1" n="N" p="1"/></list>');
profiled('scale-huge', 'a scale that overflows', sprintf($profile, '', 'row', $name . '<ceiling from="@p" scale="99999999999999999999"/>'), list => '<list><row c="D1" n="N" p="1"/></list>');
profiled('unknown-field', 'a field that there is not', sprintf($profile, '', 'row', $name . '<dosage from="@n"/>'));
profiled('no-code', 'no code', sprintf($profile, '', 'row', $name) =~ s/<code from="\@c"\/>//r);
profiled('region-path', 'a region that is a path', sprintf($profile, '', 'row', $name) =~ s/value="X"/value="..\/x"/r);
profiled('table-missing', 'a table that there is not', sprintf($profile, '', 'row', '<name from="@n" table="t"/>'));
profiled('many-fields', 'a thousand of one field', sprintf($profile, '', 'row', $name . join '', map { qq(<alias from="\@a$_"/>) } 1 .. 1000), large => 1);
profiled('late-never', 'a value that never comes', sprintf($profile, '', 'row', $name . '<note from="../note" late="yes"/>'), shows => 1);
profiled('directory', 'a folder', '', beside => {}, args => ['--profile', './'], profiledir => 1);
1;
