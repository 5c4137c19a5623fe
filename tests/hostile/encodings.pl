# tests/hostile/encodings.pl: bytes that are no text, text that is not what it says, and control characters.
package Corpus;
use strict;
use warnings;
use utf8;

our ($HEAD, $DRUG);
my $chinese = named('对乙酰氨基酚片');
sub bytes_named { my ($bytes) = @_; my ($a, $b) = split /!/, Encode::encode('UTF-8', named('甲!乙')); return $a . $bytes . $b; }
sub written { my ($encoding, $text) = @_; return Encode::encode($encoding, $text); }

# --- bytes that are no UTF-8
my %bad = (
    'lone-continuation' => '80', 'two-continuations' => 'bfbf', 'lead-alone' => 'c3', 'three-cut' => 'e8af', 'four-cut' => 'f09f98', 'fe' => 'fe', 'ff' => 'ff', 'c0' => 'c0', 'f5' => 'f5808080',
    'overlong-slash' => 'c0af', 'overlong-nul' => 'c080', 'overlong-three' => 'e080af', 'overlong-four' => 'f08080af', 'overlong-lt' => 'c0bc', 'overlong-amp' => 'e080a6',
    'surrogate-first' => 'eda080', 'surrogate-last' => 'edbfbf', 'surrogate-pair' => 'eda0bdedb880', 'beyond' => 'f4908080', 'five-bytes' => 'f888808080', 'six-bytes' => 'fc8480808080',
    'lead-lead' => 'e8e8', 'lead-ascii' => 'e82041', 'latin-1' => 'e9', 'gbk' => 'b6d4d2d2f5a3', 'cp1252' => '93', 'shift-jis' => '8365',
);
add("utf8-$_", "the bytes $bad{$_} in a text", bytes_named(pack 'H*', $bad{$_})) for sort keys %bad;
add("utf8-end-$_", "the bytes $bad{$_} at the end of the file", doc() . pack('H*', $bad{$_})) for qw(lone-continuation lead-alone four-cut overlong-nul);
add('utf8-attribute', 'in an attribute', doc("<drug code=\"D\xFF\"><name>N</name></drug>"));
add('utf8-element-name', 'in a name', doc("<dr\xFFug/>"));
add('utf8-comment', 'in a comment', doc("<!-- \xFF -->" . $DRUG));
add('utf8-cdata', 'in a CDATA section', bytes_named("<![CDATA[\xFF]]>"));
add('utf8-pi', 'in a processing instruction', doc("<?go \xFF?>" . $DRUG));
add('utf8-skipped', 'in an element that is skipped', doc("<gadget>\xFF</gadget>" . $DRUG));
add('utf8-first', 'as the first byte', "\xFF" . doc());
add('utf8-before-root', 'before the root', "<?xml version=\"1.0\"?>\n\xFF" . doc());
add('utf8-behind-blanks', 'far behind', doc() . rep(' ', 100000) . "\xFF", large => 1);
add('utf8-at-border', 'a cut sequence where a piece of 64 KiB ends', do { my $t = $HEAD . '<drug code="D1"><name>'; $t . 'a' x (65536 - 2 - length $t) . "\xE8\xAF" . '</name></drug></catalog>' });
add('utf8-good-at-border', 'a whole one there', do { my $t = $HEAD . '<drug code="D1"><name>N</name><note>'; my $u = $t . 'a' x (65536 - 2 - length $t); Encode::encode('UTF-8', $u) . "\xE8\x8D\xAF" . '</note></drug></catalog>' });

# --- control characters as they are
for my $c (1 .. 8, 11, 12, 14 .. 31) {
    add(sprintf('control-%02x', $c), sprintf('the control character %02X', $c), named('a' . chr($c) . 'b'));
}
add('control-7f', 'DEL is allowed by XML', named("a\x7Fb"), shows => 1);
add('control-9b', 'CSI of eight bits is allowed by XML', named(text("a\x{9B}31mb")), shows => 1);
add('control-85', 'NEL is allowed by XML', named(text("a\x{85}b")), shows => 1);
add('control-fffe', 'a noncharacter', named("a\x{FFFE}b"));
add('control-ffff', 'another', named("a\x{FFFF}b"));
add('control-1fffe', 'one of a later plane is allowed', named("a\x{1FFFE}b"), shows => 1);
add('control-attribute', 'in an attribute', coded("D\x011"));
add('control-comment', 'in a comment', doc("<!-- \x01 -->" . $DRUG));
add('control-cdata', 'in a CDATA section', named("<![CDATA[\x1B]]>"));
add('control-skipped', 'in an element that is skipped', doc("<gadget>\x02</gadget>" . $DRUG));
add('control-name', 'in a name of an element', doc("<dr\x01ug/>"));

# --- NUL
my %nul = ('text' => bytes_named("\0"), 'first' => "\0" . doc(), 'last' => doc() . "\0", 'attribute' => coded("D\0"), 'tag' => doc("<drug\0 code=\"D1\"/>"), 'comment' => doc("<!-- \0 -->" . $DRUG),
    'declaration' => "<?xml version=\"1.0\"\0?>" . doc(), 'behind-declaration' => "<?xml version=\"1.0\"?>\0" . doc(), 'doctype' => "<!DOCTYPE catalog\0>" . doc(), 'cdata' => named("<![CDATA[\0]]>"), 'between' => doc($DRUG . "\0"),
    'skipped' => doc("<gadget>\0</gadget>" . $DRUG), 'second' => '<' . "\0" . substr(doc(), 1), 'block' => doc() . "\0" x 4096);
add("nul-$_", "a NUL byte ($_)", $nul{$_}) for sort keys %nul;

# --- byte order marks
add('bom-utf8', 'one in front of UTF-8', "\x{FEFF}" . $chinese, shows => 1);
add('bom-utf8-declared', 'and a declaration', "\x{FEFF}" . declared('UTF-8', $chinese), shows => 1);
add('bom-utf8-twice', 'twice', "\x{FEFF}\x{FEFF}" . doc());
add('bom-utf8-gbk', 'one, and a declaration of GBK', "\x{FEFF}" . declared('GBK', $chinese));
add('bom-utf8-late', 'behind a blank', " \x{FEFF}" . doc());
add('bom-between', 'between declaration and root', "<?xml version=\"1.0\"?>\x{FEFF}" . doc());
add('bom-in-middle', 'between two records, where two files were joined', doc($DRUG . "\x{FEFF}"), shows => 1);
add('bom-joined', 'two whole files, one behind the other', "\x{FEFF}" . doc() . "\x{FEFF}" . doc());
add('bom-in-text', 'in a text it is a zero-width blank', named("a\x{FEFF}b"), shows => 1);
add('bom-in-code', 'in a code nobody sees it', coded("D\x{FEFF}1"));
add('bom-only', 'nothing else', "\x{FEFF}");
add('bom-utf16-only', 'nothing else, in UTF-16', "\xFF\xFE");
add('bom-utf32le', 'UTF-32', "\xFF\xFE\0\0" . written('UTF-32LE', doc()));
add('bom-utf32be', 'UTF-32, the other way', "\0\0\xFE\xFF" . written('UTF-32BE', doc()));
add('bom-utf7', 'UTF-7', '+/v8-' . doc());
add('bom-gb18030', 'the mark of GB18030', "\x84\x31\x95\x33" . declared('GB18030', ''));
add('bom-scsu', 'the mark of SCSU', "\x0E\xFE\xFF" . doc());

# --- UTF-16 and others of more than one byte
add('utf16le', 'with its mark', "\xFF\xFE" . written('UTF-16LE', declared('UTF-16', $chinese)), shows => 1);
add('utf16be', 'the other way round', "\xFE\xFF" . written('UTF-16BE', declared('UTF-16', $chinese)), shows => 1);
add('utf16le-no-mark', 'without', written('UTF-16LE', declared('UTF-16', $chinese)), shows => 1);
add('utf16be-no-mark', 'without, the other way', written('UTF-16BE', declared('UTF-16LE', $chinese)));
add('utf16-no-declaration', 'a mark alone', "\xFF\xFE" . written('UTF-16LE', $chinese), shows => 1);
add('utf16-odd', 'an odd number of bytes', "\xFF\xFE" . written('UTF-16LE', doc()) . "\x20");
add('utf16-odd-middle', 'a byte lost in the middle', do { my $t = written('UTF-16LE', doc()); "\xFF\xFE" . substr($t, 0, 101) . substr($t, 102) });
add('utf16-lone-first', 'a first half of a pair alone', "\xFF\xFE" . written('UTF-16LE', $HEAD . '<drug code="D1"><name>') . "\x3D\xD8" . written('UTF-16LE', '</name></drug></catalog>'));
add('utf16-lone-second', 'a second half alone', "\xFF\xFE" . written('UTF-16LE', $HEAD . '<drug code="D1"><name>') . "\x00\xDE" . written('UTF-16LE', '</name></drug></catalog>'));
add('utf16-lone-last', 'half a pair at the very end', "\xFF\xFE" . written('UTF-16LE', doc()) . "\x3D\xD8");
add('utf16-pair', 'a whole pair', "\xFF\xFE" . written('UTF-16LE', named('a😀b')), shows => 1);
add('utf16-nul', 'a NUL character', "\xFF\xFE" . written('UTF-16LE', named("a\0b")));
add('utf16-declared-utf8', 'the declaration says UTF-8', "\xFF\xFE" . written('UTF-16LE', declared('UTF-8', doc())));
add('utf16-declared-gbk', 'the declaration says GBK', "\xFE\xFF" . written('UTF-16BE', declared('GBK', doc())));
add('utf16-declared-only', 'the declaration says UTF-16 and the bytes are UTF-8', declared('UTF-16', doc()));
add('utf16-changes', 'begins as UTF-16 and goes on as UTF-8', "\xFF\xFE" . written('UTF-16LE', $HEAD) . $DRUG . '</catalog>');
add('utf32le', 'UTF-32 without a mark', written('UTF-32LE', declared('UTF-32', doc())));
add('utf32-declared', 'UTF-32 declared, UTF-8 written', declared('UTF-32', doc()));
add('utf7-declared', 'UTF-7, which hides tags in letters', declared('UTF-7', '+ADw-catalog xmlns=+ACI-urn:duima:catalog:1+ACI- region=+ACI-X+ACI- version=+ACI-2+ACI-+AD4-+ADw-/catalog+AD4-'));
add('ebcdic', 'EBCDIC', written('cp37', declared('IBM037', doc())));
add('ebcdic-declared', 'EBCDIC declared, ASCII written', declared('IBM037', doc()));
add('hz-declared', 'HZ, of seven bits', declared('HZ-GB-2312', named('~{6TRR~}')));
add('iso2022-declared', 'ISO-2022-JP, with escapes', declared('ISO-2022-JP', named("\e\$B\x21\x21\e(B")));
add('scsu-declared', 'SCSU', declared('SCSU', doc()));
add('cesu8-declared', 'CESU-8 would let surrogates in', declared('CESU-8', '') . bytes_named("\xED\xA0\xBD\xED\xB8\x80"));

# --- GB18030 and its relatives
add('gb18030', 'as it says', written('gb18030' eq 'x' ? '' : 'gbk', declared('GB18030', $chinese)), shows => 1);
add('gb2312-gbk', 'GB2312 with characters that only GBK has', written('gbk', declared('gb2312', named('頭孢镕囍'))), shows => 1);
add('gbk-four-bytes', 'GBK with four bytes that only GB18030 has', declared('GBK', '') . $HEAD . '<drug code="D1"><name>a' . "\x82\x30\x83\x36\x95\x32\x82\x36" . 'b</name></drug></catalog>', shows => 1);
add('gb18030-four-cut', 'three of four bytes', declared('GB18030', '') . $HEAD . "<drug code=\"D1\"><name>\x82\x30\x83</name></drug></catalog>");
add('gb18030-two-cut', 'one of two', declared('GB18030', '') . $HEAD . "<drug code=\"D1\"><name>\xB6</name></drug></catalog>");
add('gb18030-ff', 'a byte that never is', declared('GB18030', '') . $HEAD . "<drug code=\"D1\"><name>\xFF</name></drug></catalog>");
add('gb18030-end-cut', 'cut in a character at the end', declared('GB18030', doc()) . "\xB6");
add('gb18030-private', 'a character of the private area, of which nobody else has the picture', declared('GB18030', '') . $HEAD . "<drug code=\"D1\"><name>\xAA\xA1\xAA\xA2\xF8\xA1\xFE\xA1</name></drug></catalog>", shows => 1);
add('gb18030-euro', 'one byte 80, which is the euro to some', declared('GBK', '') . $HEAD . "<drug code=\"D1\"><name>a\x80b</name></drug></catalog>", shows => 1);
add('gb18030-written-utf8', 'GB18030 declared, UTF-8 written', declared('GB18030', $chinese));
add('gb2312-written-utf8', 'gb2312 declared, UTF-8 written', declared('gb2312', $chinese));
add('gbk-written-utf8-even', 'the same where every byte pair is a character of GBK', declared('GBK', named('药药药药')));
add('utf8-written-gbk', 'UTF-8 declared, GBK written', written('gbk', declared('UTF-8', $chinese)));
add('undeclared-gbk', 'nothing declared, GBK written', written('gbk', $chinese));
add('gbk-then-utf8', 'half of it in each', written('gbk', declared('GBK', $HEAD . '<drug code="D1"><name>对乙</name></drug>')) . written('UTF-8', '<drug code="D2"><name>对乙酰</name></drug></catalog>'));
add('big5', 'Big5', written('big5-eten', declared('Big5', named('對乙醯'))), shows => 1);
add('big5-declared-gbk', 'Big5 written, GBK declared: valid, and other characters', written('big5-eten', declared('GBK', named('對乙醯氨基酚'))));
add('shift-jis', 'Shift_JIS', written('shiftjis', declared('Shift_JIS', named('薬品'))), shows => 1);
add('euc-kr', 'EUC-KR', written('euc-kr', declared('EUC-KR', named('약'))), shows => 1);

# --- one byte
add('latin1', 'ISO-8859-1', written('iso-8859-1', declared('ISO-8859-1', named('comprimé'))), shows => 1);
add('latin1-utf8', 'ISO-8859-1 declared, UTF-8 written', declared('ISO-8859-1', $chinese));
add('cp1252', 'windows-1252', written('cp1252', declared('windows-1252', named('“comprimé” 5 €'))), shows => 1);
add('cp1252-undefined', 'a byte that windows-1252 leaves open', declared('windows-1252', '') . $HEAD . "<drug code=\"D1\"><name>a\x81b</name></drug></catalog>", shows => 1);
add('cp1251', 'windows-1251', written('cp1251', declared('windows-1251', named('таблетки'))), shows => 1);
add('ascii', 'US-ASCII', declared('US-ASCII', doc()), shows => 1);
add('ascii-high', 'US-ASCII with a high byte', declared('US-ASCII', '') . $HEAD . "<drug code=\"D1\"><name>\xE9</name></drug></catalog>");
add('ascii-utf8', 'US-ASCII declared, UTF-8 written', declared('US-ASCII', $chinese));
add('encoding-unknown', 'an encoding that nobody knows', declared('KLINGON-1', doc()));
add('encoding-utf-8-typo', 'UTF8 for UTF-8', declared('UTF8', $chinese), shows => 1);
add('encoding-blank', 'a blank in front of it', declared(' UTF-8', $chinese));
add('encoding-small', 'in small letters', declared('utf-8', $chinese), shows => 1);
add('encoding-comma', 'a converter with options', declared('ibm-943,swaplfnl', doc()));
add('encoding-path', 'a path', declared('../../etc/passwd', doc()));

# --- valid text that was read wrongly before it came
sub mojibake { my ($real, $read) = @_; return Encode::decode($read, $real); }
add('mojibake-latin1', 'UTF-8 that was read as ISO-8859-1', declared('UTF-8', named(mojibake(written('UTF-8', '对乙酰氨基酚片'), 'iso-8859-1'))));
add('mojibake-cp1252', 'UTF-8 that was read as windows-1252', declared('UTF-8', named(join '', map { my $c = mojibake($_, 'cp1252'); $c eq "\x{FFFD}" ? chr ord $_ : $c } split //, written('UTF-8', '复方甘草片口服溶液'))));
add('mojibake-gbk-latin1', 'GBK that was read as ISO-8859-1', declared('UTF-8', named(mojibake(written('gbk', '对乙酰氨基酚片'), 'iso-8859-1'))));
add('mojibake-gbk', 'UTF-8 that was read as GBK', declared('UTF-8', named(mojibake(written('UTF-8', '对乙酰氨基酚片剂'), 'gbk') =~ s/\x{FFFD}//gr)));
add('mojibake-replaced', 'characters that are lost already', named("\x{FFFD}\x{FFFD}片"));
add('mojibake-question', 'question marks for what was lost', named('????'), shows => 1);
add('mojibake-french', 'French is no such thing', named('Chlorhydrate de métoclopramide comprimé à 10 mg, boîte de 40 — générique'), shows => 1);
add('mojibake-german', 'nor German', named('Säure-Präparat für Größe Ä Ö Ü ß'), shows => 1);
add('mojibake-one-letter', 'nor a name of one accented letter', named('é'), shows => 1);

# --- line ends
add('line-cr', 'lines that end with CR alone', doc($DRUG) =~ s/></>\r</gr, shows => 1);
add('line-cr-fault', 'and a fault in one of them', doc('<drug code="D1"><name>N</drug>') =~ s/></>\r</gr);
add('line-crlf', 'CR LF', doc($DRUG) =~ s/></>\r\n</gr, shows => 1);
add('line-none', 'a line of 300,000 bytes', doc(map { qq(<drug code="D$_"><name>N</name></drug>) } 1 .. 8000) =~ s/<\/catalog>/<drug code="E"\/><\/catalog>/r, large => 1);
1;
