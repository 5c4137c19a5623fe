# tests/hostile/large.pl: too deep, too wide, too long, too many. Made while they are read; sizes are those that tell a bound from none.
package Corpus;
use strict;
use warnings;

our ($HEAD, $DRUG);
sub deep { my ($n, $inside) = @_; return '<e>' x $n . $inside . '</e>' x $n; }
sub made { my ($name, $reason, $make, %more) = @_; add($name, $reason, undef, make => $make, large => 1, stdin => 1, %more); }

# --- depth
add('depth-99', 'as deep as allowed', doc(deep(99, ''), $DRUG), shows => 1);
add('depth-100', 'one deeper', doc(deep(100, ''), $DRUG));
add('depth-10000', 'ten thousand deep', doc(deep(10000, ''), $DRUG), large => 1);
add('depth-open', 'ten thousand that are not closed', $HEAD . '<e>' x 10000, large => 1);
add('depth-record', 'deep inside a name', named(deep(150, 'x')));
made('depth-million', 'a million deep', sub { my ($h) = @_; print $h $HEAD, rep('<e>', 1000000); });
add('depth-end', 'a million end tags', $HEAD . rep('</e>', 1000000), large => 1);

# --- attributes
sub attributes { my ($n) = @_; return join '', map { qq( a$_="x") } 1 .. $n; }
add('attributes-256', 'as many as allowed', doc('<e' . attributes(256) . '/>', $DRUG), shows => 1);
add('attributes-257', 'one more', doc('<e' . attributes(257) . '/>', $DRUG));
add('attributes-60000', 'sixty thousand', doc('<e' . attributes(60000) . '/>', $DRUG), large => 1);
made('attributes-million', 'a million', sub { my ($h) = @_; print $h $HEAD, '<e'; print $h qq( a$_="x") for 1 .. 1000000; print $h "/>$DRUG</catalog>"; });
made('attributes-million-twice', 'a million times the same one', sub { my ($h) = @_; print $h $HEAD, '<e', rep(' a="x"', 1000000), "/>$DRUG</catalog>"; });
made('attribute-10m', 'one of 10 MB', sub { my ($h) = @_; print $h $HEAD, '<e a="', rep('x', 10_000_000), qq("/>$DRUG</catalog>); });
add('attribute-200k', 'one of 200 KB passes', doc('<e a="' . rep('x', 200000) . '"/>', $DRUG), large => 1);
add('attribute-code-200k', 'a code of 200 KB', coded(rep('D', 200000)), large => 1);
made('attribute-million-references', 'a million references in one', sub { my ($h) = @_; print $h $HEAD, '<e a="', rep('&amp;', 1000000), qq("/>$DRUG</catalog>); });
made('attribute-never-ends', 'a quote that stays open for 20 MB', sub { my ($h) = @_; print $h $HEAD, '<e a="'; print $h rep('x', 1_000_000) for 1 .. 20; });
made('attribute-20m-blanks', '20 MB of blanks in a tag', sub { my ($h) = @_; print $h $HEAD, '<e '; print $h rep(' ', 1_000_000) for 1 .. 20; print $h "/>$DRUG</catalog>"; });

# --- names
made('name-1m', 'an element with a name of 1 MB', sub { my ($h) = @_; print $h $HEAD, '<', rep('e', 1_000_000), "/>$DRUG</catalog>"; });
made('name-1m-attribute', 'an attribute with one', sub { my ($h) = @_; print $h $HEAD, '<e ', rep('a', 1_000_000), qq(="x"/>$DRUG</catalog>); });
made('name-1m-end', 'an end tag with one', sub { my ($h) = @_; print $h $HEAD, '<e></', rep('e', 1_000_000), '></catalog>'; });
made('name-1m-pi', 'a processing instruction with one', sub { my ($h) = @_; print $h $HEAD, '<?', rep('p', 1_000_000), "?>$DRUG</catalog>"; });
made('name-1m-prefix', 'a prefix with one', sub { my ($h) = @_; print $h $HEAD, '<', rep('p', 1_000_000), ":e/>$DRUG</catalog>"; });
made('name-1m-root', 'a root with one', sub { my ($h) = @_; print $h '<', rep('r', 1_000_000), '/>'; });
made('name-1m-doctype', 'a DOCTYPE with one', sub { my ($h) = @_; print $h '<!DOCTYPE ', rep('r', 1_000_000), '>', doc(); });
add('name-40k', 'one of 40 KB passes, and its message is short', doc('<' . 'e' x 40000 . '/>', $DRUG), large => 1);
made('names-many', 'two hundred thousand names that are not known', sub { my ($h) = @_; print $h $HEAD; print $h "<e$_/>" for 1 .. 200000; print $h "$DRUG</catalog>"; });
made('names-many-attributes', 'two hundred thousand names of attributes', sub { my ($h) = @_; print $h $HEAD; print $h qq(<e a$_="x"/>) for 1 .. 200000; print $h "$DRUG</catalog>"; });
made('names-thousand-long', 'a thousand names of 20 KB', sub { my ($h) = @_; my $x = 'x' x 20000; print $h $HEAD; print $h "<e$_$x/>" for 1 .. 1000; print $h "$DRUG</catalog>"; });

# --- namespaces
add('namespaces-100', 'a hundred in one tag', doc('<e' . join('', map { qq( xmlns:p$_="urn:$_") } 1 .. 100) . '/>', $DRUG), shows => 1);
made('namespaces-million-tag', 'a million in one tag', sub { my ($h) = @_; print $h $HEAD, '<e'; print $h qq( xmlns:p$_="urn:$_") for 1 .. 1000000; print $h "/>$DRUG</catalog>"; });
made('namespaces-many', 'two hundred thousand, one after the other', sub { my ($h) = @_; print $h $HEAD; print $h qq(<e xmlns="urn:$_"/>) for 1 .. 200000; print $h "$DRUG</catalog>"; });
made('namespaces-deep', 'one more at each of ninety levels', sub { my ($h) = @_; print $h $HEAD; print $h qq(<e xmlns:p$_="urn:$_">) for 1 .. 90; print $h '</e>' x 90, "$DRUG</catalog>"; });
add('namespace-200k', 'one of 200 KB', doc('<e xmlns="urn:' . rep('x', 200000) . '"/>', $DRUG), large => 1);
add('namespace-200k-root', 'the root in one of 200 KB', '<catalog xmlns="urn:' . rep('x', 200000) . '"/>', large => 1);

# --- text
made('text-10m', 'a name of 10 MB', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>', rep('x', 10_000_000), '</name></drug></catalog>'; });
made('text-10m-skipped', '10 MB that nobody reads pass', sub { my ($h) = @_; print $h $HEAD, '<e>', rep('x', 10_000_000), "</e>$DRUG</catalog>"; });
made('text-10m-blanks', '10 MB of blanks between records pass', sub { my ($h) = @_; print $h $HEAD, rep(' ', 10_000_000), "$DRUG</catalog>"; });
made('text-10m-name-blanks', '10 MB of blanks in a name', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N', rep(' ', 10_000_000), '</name></drug></catalog>'; });
made('text-references', 'a name of a million references', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>', rep('&#65;', 1000000), '</name></drug></catalog>'; });
made('text-five', 'a name of two million amp', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>', rep('&amp;', 2000000), '</name></drug></catalog>'; });
made('cdata-10m', 'a section of 10 MB that nobody reads', sub { my ($h) = @_; print $h $HEAD, '<e><![CDATA[', rep('x', 10_000_000), "]]></e>$DRUG</catalog>"; });
made('cdata-10m-in-name', 'one in a name', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name><![CDATA[', rep('x', 10_000_000), ']]></name></drug></catalog>'; });
made('cdata-million', 'a million empty sections in a name', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N', rep('<![CDATA[]]>', 1000000), '</name></drug></catalog>'; });
made('comment-9m', 'a comment of 9 MB', sub { my ($h) = @_; print $h $HEAD, '<!--', rep('x', 9_000_000), "-->$DRUG</catalog>"; });
made('comment-20m', 'a comment of 20 MB', sub { my ($h) = @_; print $h $HEAD, '<!--'; print $h rep('x', 1_000_000) for 1 .. 20; print $h "-->$DRUG</catalog>"; });
made('comment-20m-open', 'one that is not closed', sub { my ($h) = @_; print $h $HEAD, '<!--'; print $h rep('x', 1_000_000) for 1 .. 20; });
made('comment-dashes', 'one of blanks and dashes', sub { my ($h) = @_; print $h $HEAD, '<!-- ', rep('- ', 2_000_000), "-->$DRUG</catalog>"; });
made('comment-million', 'a million small ones', sub { my ($h) = @_; print $h $HEAD, rep('<!---->', 1000000), "$DRUG</catalog>"; });
made('pi-20m', 'a processing instruction of 20 MB', sub { my ($h) = @_; print $h $HEAD, '<?p '; print $h rep('x', 1_000_000) for 1 .. 20; print $h "?>$DRUG</catalog>"; });
made('pi-questions', 'one of question marks', sub { my ($h) = @_; print $h $HEAD, '<?p ', rep('?', 4_000_000), "?>$DRUG</catalog>"; });
made('doctype-20m', 'a DOCTYPE of 20 MB', sub { my ($h) = @_; print $h '<!DOCTYPE catalog SYSTEM "'; print $h rep('x', 1_000_000) for 1 .. 20; print $h '">', doc(); });
made('subset-20m', 'an internal subset of 20 MB', sub { my ($h) = @_; print $h '<!DOCTYPE catalog ['; print $h rep(' ', 1_000_000) for 1 .. 20; print $h ']>', doc(); });
made('subset-elements', 'half a million declarations of elements', sub { my ($h) = @_; print $h '<!DOCTYPE catalog ['; print $h "<!ELEMENT e$_ ANY>" for 1 .. 500000; print $h ']>', doc(); });
made('lt-10m', 'ten million times <', sub { my ($h) = @_; print $h rep('<', 10_000_000); });
made('amp-10m', 'ten million times &', sub { my ($h) = @_; print $h $HEAD, rep('&', 10_000_000); });
made('letters-10m', 'ten million letters behind the root', sub { my ($h) = @_; print $h doc(), rep('x', 10_000_000); });

# --- before and behind the root
made('blanks-before', '100 MB of blanks in front of the root', sub { my ($h) = @_; print $h rep(' ', 1_000_000) for 1 .. 100; print $h doc(); });
made('blanks-only', '100 MB of blanks and nothing else', sub { my ($h) = @_; print $h rep(' ', 1_000_000) for 1 .. 100; });
made('blanks-behind', '100 MB of blanks behind it', sub { my ($h) = @_; print $h doc(); print $h rep("\n", 1_000_000) for 1 .. 100; });
made('lines-before', '5 million line ends before a fault', sub { my ($h) = @_; print $h rep("\n", 5_000_000), doc('<x>'); });
made('comments-before', 'a million comments in front of the root', sub { my ($h) = @_; print $h rep('<!---->', 1000000), doc(); });
made('nuls-behind', '100 MB of NULs behind it', sub { my ($h) = @_; print $h doc(); print $h rep("\0", 1_000_000) for 1 .. 100; });

# --- records
made('records-no-code', 'a million records without a code', sub { my ($h) = @_; print $h $HEAD; print $h "<drug><name>N</name></drug>\n" for 1 .. 1000000; print $h '</catalog>'; });
made('records-skipped', 'two hundred thousand that are left out', sub { my ($h) = @_; print $h $HEAD; print $h "<drug><name>N</name></drug>\n" for 1 .. 200000; print $h "$DRUG</catalog>"; }, args => ['--skip-bad', '--max-errors', '3']);
made('records-one-code', 'two hundred thousand with one code', sub { my ($h) = @_; print $h $HEAD; print $h "$DRUG\n" for 1 .. 200000; print $h '</catalog>'; });
made('record-values', 'a record of a hundred thousand values', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N</name>', rep('<alias>a</alias>', 100001), '</drug></catalog>'; });
made('record-16m', 'a record of 17 MB in values of 1 MB', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N</name>'; print $h '<alias>', rep('x', 1_000_000), '</alias>' for 1 .. 17; print $h '</drug></catalog>'; });
made('record-open', 'one that never ends', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N</name>'; print $h '<note>', 'x' x 1000, '</note>' for 1 .. 20000; });
made('record-ceilings', 'ninety thousand prices of one entry', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N</name>', '<ceiling level="1">1</ceiling>' x 90000, '</drug></catalog>'; });
made('record-bad-values', 'ninety thousand bad prices of one entry', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N</name>', '<ceiling>x</ceiling>' x 90000, '</drug></catalog>'; });
made('record-skipped-elements', 'a million elements in a record that nobody knows', sub { my ($h) = @_; print $h $HEAD, '<drug code="D1"><name>N</name>', rep('<x/>', 1000000), '</drug></catalog>'; });
1;
