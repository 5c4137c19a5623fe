# tests/hostile/columns.pl: text in columns, as the national platform hands it out, that is cut, garbled, too wide or too long.
package Corpus;
use strict;
use warnings;
use utf8;
use lib "$FindBin::Bin/../cli";
use Platform;

# Rows of the layout 1302 (33 columns, 9 of them read), which is the smallest with a name in it; the others where their own columns matter.
my $WIDE = 33;
sub bytes { my ($t) = @_; return utf8::is_utf8($t) ? Encode::encode('UTF-8', $t) : $t; }
sub herbs { return Platform::rows(1302, @_); } # bytes, as everything of Platform
sub herb { my ($n, %own) = @_; return [sprintf('T%09d', $n), 3, map { bytes($_) } %own]; }
my $many = herbs(map { herb($_) } 1 .. 40);
my @three = map { herbs(herb($_)) } 1 .. 3;
sub line_of { return join("\t", @_) . "\n"; }
sub cells { my ($line) = @_; chomp $line; return split /\t/, $line, -1; }
sub with { my ($line, $column, $bytes) = @_; my @c = cells($line); $c[$column - 1] = $bytes; return line_of(@c); }
my $NULLS = join("\t", ('null') x ($WIDE - 1)) . "\n";
sub columns { my ($name, $reason, $bytes, %more) = @_; add("columns-$name", $reason, $bytes, file => 'a.txt', %more); }
sub columns_made { my ($name, $reason, $make, %more) = @_; made("columns-$name", $reason, $make, file => 'a.txt', %more); }

# --- as they are handed out
my %rows = (1301 => ['XN02BEB005A001010100001', '20260101'], 1302 => herb(1), 1305 => ['001102000010000-110200001', '5'], 1306 => ['C0101010010100000001', '8'], 1320 => ['PZ0001', '2']);
columns("good-$_", "a row of $_, for comparison", Platform::rows($_, $rows{$_}), shows => 1) for sort keys %rows;

# --- another number of columns
columns('fewer', 'a line in the middle with fewer', $three[0] . "T000000002\tzwei\n" . $three[2]);
columns('one-fewer', 'with one fewer', $three[0] . ($three[1] =~ s/\tnull\n/\n/r) . $three[2]);
columns('one-more', 'with one more', $three[0] . ($three[1] =~ s/\n/\tx\n/r) . $three[2]);
columns('tab-more', 'with a TAB more, as some programs end lines', $three[0] . ($three[1] =~ s/\n/\t\n/r) . $three[2], shows => 1);
columns('tabs-more', 'with two', $three[0] . ($three[1] =~ s/\n/\t\t\n/r) . $three[2]);
columns('tab-in-cell', 'a TAB inside a value', $three[0] . with($three[1], 2, "a\tb") . $three[2]);
columns('line-in-cell', 'a line end inside a value', $three[0] . with($three[1], 2, "a\nb") . $three[2]);
columns('quoted', 'a value in quotes with a TAB in it, as CSV has it', $three[0] . with($three[1], 2, "\"a\tb\"") . $three[2]);
columns('quote-open', 'a quote that stays open is a letter', $three[0] . with($three[1], 2, '"a') . $three[2], shows => 1);
columns('text-between', 'a line of text between them', $three[0] . "-- page 2 --\n" . $three[2]);
columns('blank-between', 'blank lines between them pass', $three[0] . "\n \t \n\n" . $three[2], shows => 1);
columns('skip-bad', 'one that is left out', $three[0] . "T000000002\tzwei\n" . $three[2], args => ['--skip-bad'], shows => 1);
columns('comma', 'commas between them', join('', @three) =~ tr/\t/,/r);
columns('other-width', 'of a layout that nobody knows', join('', @three) =~ s/\n/\tx\ty\n/gr);
columns('two-layouts', 'two downloads, one behind the other', $three[0] . Platform::rows(1305, $rows{1305}));
columns('heading', 'a heading in front', line_of(map { "col$_" } 1 .. $WIDE) . $three[0]);
columns('heading-behind', 'a heading between them', $three[0] . line_of(map { "col$_" } 1 .. $WIDE) . $three[1]);
columns('html', 'a page of a proxy behind the rows', $three[0] . "<html><body>502 Bad Gateway</body></html>\n");
columns('xml-cell', 'a document in a value is a text', with($three[0], 2, doc()), shows => 1);
columns('xml-first', 'a row that begins as XML does', with($three[0], 1, '<catalog>'));
columns('profile-xml', 'a profile of XML for it', $three[0], args => ['--profile', 'native']);
columns('profile-other', 'a profile of other columns for it', $three[0], args => ['--profile', 'nhsa-1301']);

# --- what is no text
columns('nul', 'a NUL behind many rows', $many . with($three[1], 2, "a\0b") . $three[2]);
columns('nul-first', 'a NUL in front', "\0" . $three[0]);
columns('nul-end', 'NULs at the end, as a disk that was full leaves them', $many . "\0" x 4096);
columns('nul-unread', 'a NUL in a column that nobody reads', $many . with($three[1], 4, "\0"));
columns('control', 'a control character in a value', $three[0] . with($three[1], 2, "a\x07b"));
columns('escape', 'one that clears a terminal, in a code', $three[0] . with($three[1], 1, "T\e[2J"));
columns('control-unread', 'one in a column that nobody reads passes', $three[0] . with($three[1], 4, "\x07"), shows => 1);
columns('form-feed', 'a form feed and a vertical one', $three[0] . "\x0C\n" . with($three[1], 2, "a\x0Bb"));
columns('delete', 'a DEL and a C1 in a name', with($three[0], 2, "a\x7Fb\xC2\x85c"), shows => 1);
columns('invisible', 'a zero-width blank in a code', with($three[0], 1, "T0000\xE2\x80\x8B00001"));
columns('bidi', 'a mark that turns writing round, in a name', with($three[0], 2, "\xE2\x80\xAEkcatta"), shows => 1);
columns('line-separator', 'U+2028 is no line end', with($three[0], 2, "a\xE2\x80\xA8b"), shows => 1);

# --- bytes
sub spoilt { my ($bytes) = @_; my $t = $many; substr($t, length($t) - 300, 0) = $bytes; return $t; }
columns('utf8-byte', 'a byte that is no UTF-8', spoilt("\xFF"));
columns('utf8-overlong', 'an overlong /', spoilt("\xC0\xAF"));
columns('utf8-surrogate', 'half a pair of UTF-16', spoilt("\xED\xA0\x80"));
columns('utf8-beyond', 'beyond U+10FFFF', spoilt("\xF4\x90\x80\x80"));
columns('utf8-head', 'the head of a character, and a TAB behind it', $many . with($three[0], 2, "\xE6\x9F"));
columns('utf8-tail', 'a tail without a head', spoilt("\x80"));
columns('utf8-noncharacter', 'U+FFFF in a name, which no export could hold', with($three[0], 2, "a\xEF\xBF\xBFb"));
columns('replacement', 'names that lost their characters', herbs(map { herb($_, 2 => "\x{FFFD}\x{FFFD}\x{FFFD}") } 1 .. 40), shows => 0);
columns('garbled', 'names of UTF-8 read as Windows-1252 and saved', herbs(map { herb($_, 2 => Encode::decode('cp1252', Encode::encode('UTF-8', '甘草片'))) } 1 .. 40));
sub gbk { my ($t) = @_; Encode::from_to($t, 'UTF-8', 'gbk'); return $t; }
columns('gbk', 'in GBK', gbk($three[0]), shows => 1);
columns('gbk-many', 'forty rows of it', gbk($many));
columns('gbk-behind', 'in UTF-8 to its middle, and GBK from there', $many . gbk($many));
columns('gbk-first', 'in GBK to its middle, and UTF-8 from there', gbk($many) . $many);
columns('gbk-one', 'one value of GBK among UTF-8', $many . with($three[0], 2, "\xB8\xCA\xB2\xDD"));
columns('gbk-head', 'half a character of GBK in front of a TAB', gbk($many) . with(gbk($three[0]), 2, "\xB8\xCA\xB2"));
columns('gbk-ff', 'a byte that is none of GBK', gbk($many) . with(gbk($three[0]), 2, "\xFF"));
columns('gbk-cut', 'GBK that is cut in a character', substr(gbk($many . $three[0]), 0, -1) . "\xB8");
columns('latin1', 'an é of Latin-1 in the first row', with($three[0], 2, "caf\xE9") . $three[1]);
columns('utf16', 'UTF-16 with its mark', Encode::encode('UTF-16', Encode::decode('UTF-8', $three[0])), shows => 1);
columns('utf16-odd', 'one byte short', substr(Encode::encode('UTF-16', Encode::decode('UTF-8', $three[0])), 0, -1));
columns('utf16-bare', 'without its mark', Encode::encode('UTF-16LE', Encode::decode('UTF-8', $three[0])));
columns('utf32', 'UTF-32', Encode::encode('UTF-32', Encode::decode('UTF-8', $three[0])));
columns('bom', 'a byte order mark in front', "\xEF\xBB\xBF$three[0]", shows => 1);
columns('bom-twice', 'two of them', "\xEF\xBB\xBF\xEF\xBB\xBF$three[0]", shows => 1);
columns('bom-middle', 'one in the middle, where two files were joined', $three[0] . "\xEF\xBB\xBF$three[0]", shows => 1);
columns('bom-value', 'one in a name', with($three[0], 2, "a\xEF\xBB\xBFb"), shows => 1);
columns('bom-only', 'nothing else', "\xEF\xBB\xBF");

# --- line ends
columns('cr', 'CR alone, as old Macs end lines', join('', @three[0, 1]) =~ tr/\n/\r/r);
columns('cr-middle', 'a lone CR inside a value', with($three[0], 2, "a\rb"), shows => 1);
columns('cr-crlf', 'CR CR LF', join('', @three) =~ s/\n/\r\r\n/gr, shows => 1);
columns('cr-one', 'one line of them with CR LF', $three[0] . ($three[1] =~ s/\n/\r\n/r), shows => 1);
columns('no-end', 'the last line has no end', $three[0] . substr($three[1], 0, -1), shows => 1);
columns('cut', 'cut in the middle of a line', $three[0] . substr($three[1], 0, 40));
columns('cut-code', 'cut in a code', $three[0] . substr($three[1], 0, 6));
columns('cut-null', 'cut in the last word', $three[0] . substr($three[1], 0, -3), shows => 1);
columns('cut-character', 'cut in the middle of a character', $many . substr($three[1], 0, 12));
columns('cut-first', 'cut in the first line', substr($three[0], 0, 40));

# --- codes and values
columns('null-code', 'null in the column of the code', $three[0] . with($three[1], 1, 'null') . $three[2]);
columns('null-code-first', 'in the first row', with($three[0], 1, 'null') . $three[1]);
columns('null-case', 'NULL in capitals is a word', $three[0] . with($three[1], 1, 'NULL') . $three[2], shows => 1);
columns('null-all', 'null everywhere', $three[0] . "null\t$NULLS");
columns('null-only', 'and nothing else', "null\t$NULLS" x 3);
columns('empty-code', 'no code', $three[0] . with($three[1], 1, ''));
columns('empty-all', 'TABs only', $three[0] . "\t" x ($WIDE - 1) . "\n");
columns('blank-code', 'a blank in a code', $three[0] . with($three[1], 1, 'T0000 00002'));
columns('code-twice', 'a code twice, of one version', $three[0] . $three[0]);
columns('code-other', 'twice, with another name', $three[0] . with($three[0], 2, 'x'));
columns('code-older', 'an older row of a code behind a newer one', herbs(herb(1)) . herbs(['T000000001', 2, 2 => 'old']), shows => 1);
columns('version-path', 'a version that is a path', with($three[0], 18, '../../x'), shows => 1);
columns('version-long', 'a version of 400 letters', with($three[0], 18, 'v' x 400));
columns('version-null', 'no version', with($three[0], 18, 'null'));
columns('version-escape', 'a version that clears a terminal', with($three[0], 18, "3\e[2J"));
columns('version-huge', 'a version of 300 digits', with($three[0], 18, '9' x 300));
columns('day', 'a day that there is not', with($three[0], 12, '2026-02-30'));
columns('day-minus', 'a day before there were any', with($three[0], 12, '-001-01-01'));
columns('formula', 'a formula of a spreadsheet is a text', with($three[0], 2, '=HYPERLINK("http://example.org")'), shows => 1);
columns('markup', 'markup is a text', with($three[0], 2, '<b>&amp;</b>'), shows => 1);

# --- too long, too many
columns('text-5m-first', 'a value of 5 MB in the first row', with($three[0], 2, rep('x', 5_000_000)), large => 1);
columns('text-5m', 'one in the second', $three[0] . with($three[1], 2, rep('x', 5_000_000)), large => 1);
columns('text-5m-more', 'of which more are allowed', $three[0] . with($three[1], 2, rep('x', 5_000_000)), args => ['--max-text', '8M'], large => 1);
columns('text-5m-profile', 'in the first row, by a profile that is named', with($three[0], 2, rep('x', 5_000_000)), args => ['--profile', 'nhsa-1302'], large => 1);
columns('text-least', 'a value of 2 KB, and 1 KB is allowed', with($three[0], 2, 'x' x 2000), args => ['--max-text', '1K']);
columns('text-5m-unread', 'one that nobody reads passes', $three[0] . with($three[1], 4, rep('x', 5_000_000)), large => 1);
columns_made('line-20m', 'a line of 20 MB without a TAB', sub { my ($h) = @_; print $h $three[0]; print $h rep('x', 1_000_000) for 1 .. 20; });
columns_made('line-20m-first', 'the first line', sub { my ($h) = @_; print $h rep('x', 1_000_000) for 1 .. 20; });
columns('tabs-million', 'a line of a million TABs', $three[0] . rep("\t", 1_000_000) . "x\n", large => 1);
columns('tabs-million-first', 'the first line', "x" . rep("\t", 1_000_000) . "x\n", large => 1);
columns('tabs-only', 'a million TABs and nothing else', rep("\t", 1_000_000), large => 1);
columns('lines-hundred', 'a hundred line ends, and then a row, pass', "\n" x 100 . $three[0], shows => 1);
columns('lines-million', 'a million line ends, and then a row', rep("\n", 1_000_000) . $three[0], large => 1);
columns_made('lines-narrow', 'a million lines of one letter behind a row', sub { my ($h) = @_; print $h $three[0], rep("x\n", 1_000_000); });
columns_made('rows-no-code', 'twenty thousand without a code', sub { my ($h) = @_; print $h with($three[0], 1, 'null') x 20_000; });
columns_made('rows-one-code', 'twenty thousand of one code', sub { my ($h) = @_; print $h $three[0] x 20_000; });
columns_made('versions', 'twenty thousand versions, the greatest of which counts', sub { my ($h) = @_; print $h with(with($three[0], 1, sprintf 'T%09d', $_), 18, 40_000 - $_) for 1 .. 20_000; });
columns('gz', 'compressed', gz($three[0]), file => 'a.txt.gz', shows => 1);
columns('gz-bomb', 'a line of 100 MB in a few KB', undef, make => sub { my ($h) = @_; print $h gz($three[0] . rep('x', 100_000_000)); }, file => 'a.txt.gz', large => 1);
1;
