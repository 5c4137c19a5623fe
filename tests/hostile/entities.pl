# tests/hostile/entities.pl: DOCTYPEs. None loads anything, none expands anything; a bare one passes.
package Corpus;
use strict;
use warnings;

our ($HEAD, $DRUG);
sub with_doctype { my ($doctype, @body) = @_; return qq(<?xml version="1.0"?>\n<!DOCTYPE $doctype>\n) . doc(@body); }
sub subset { my ($subset, @body) = @_; return with_doctype("catalog [$subset]", @body); }
my $use = '<drug code="D1"><name>a&x;b</name></drug>';

# --- bare ones, which are lawful and load nothing
add('doctype-bare', 'a name and nothing else', with_doctype('catalog'), shows => 1);
add('doctype-other-name', 'of another root: nobody validates', with_doctype('katalog'), shows => 1);
add('doctype-system', 'a DTD beside the file is not looked for', with_doctype('catalog SYSTEM "catalog.dtd"'), shows => 1, traced => 1);
add('doctype-http', 'nor one in the network', with_doctype('catalog SYSTEM "http://127.0.0.1:9/catalog.dtd"'), shows => 1, traced => 1);
add('doctype-ftp', 'nor by ftp', with_doctype('catalog SYSTEM "ftp://127.0.0.1:9/catalog.dtd"'), traced => 1);
add('doctype-file', 'nor a file of the machine', with_doctype('catalog SYSTEM "file:///etc/passwd"'), traced => 1);
add('doctype-random', 'nor one that never ends', with_doctype('catalog SYSTEM "file:///dev/random"'), traced => 1);
add('doctype-zero', 'nor another', with_doctype('catalog SYSTEM "/dev/zero"'), traced => 1);
add('doctype-proc', 'nor what this process is', with_doctype('catalog SYSTEM "/proc/self/environ"'), traced => 1);
add('doctype-public', 'a public name', with_doctype('catalog PUBLIC "-//duima//DTD catalog//EN" "catalog.dtd"'), shows => 1, traced => 1);
add('doctype-public-xhtml', 'a public name that catalogs of a system know', with_doctype('catalog PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"'), traced => 1);
add('doctype-empty-subset', 'an empty internal subset', subset(''), shows => 1);
add('doctype-blank-subset', 'one of blanks', subset("\n  \n"), shows => 1);

# --- what may stand in an internal subset
add('subset-comment', 'a comment', subset('<!-- a -->'), shows => 1);
add('subset-pi', 'a processing instruction', subset('<?go on?>'), shows => 1);
add('subset-element', 'an element is declared', subset('<!ELEMENT catalog ANY>'), shows => 1);
add('subset-element-wrong', 'a content model that the document breaks: nobody validates', subset('<!ELEMENT catalog EMPTY>'), shows => 1);
add('subset-element-deep', 'a content model of 5,000 brackets', subset('<!ELEMENT catalog ' . '(' x 5000 . 'a' . ')' x 5000 . '>'));
add('subset-element-wide', 'a content model of 20,000 names', subset('<!ELEMENT catalog (' . join('|', map { "a$_" } 1 .. 20000) . ')>'), large => 1);
add('subset-attlist', 'a default of an attribute would put words in the mouth of the file', subset('<!ATTLIST drug code CDATA "D7">', '<drug><name>N</name></drug>'));
add('subset-attlist-fixed', 'a fixed one too', subset('<!ATTLIST drug code CDATA #FIXED "D7">', '<drug><name>N</name></drug>'));
add('subset-attlist-namespace', 'a default that declares a namespace', qq(<!DOCTYPE catalog [<!ATTLIST catalog xmlns CDATA #FIXED "urn:duima:catalog:1">]><catalog region="X" version="2">$DRUG</catalog>));
add('subset-attlist-implied', 'one without a value changes nothing', subset('<!ATTLIST drug code CDATA #IMPLIED>'), shows => 1);
add('subset-attlist-id', 'an ID twice: nobody validates', subset('<!ATTLIST drug code ID #IMPLIED>'), shows => 1);
add('subset-attlist-tokens', 'a type that would collapse blanks', subset('<!ATTLIST drug local-code NMTOKENS #IMPLIED>', '<drug code="D1" local-code="  a   b "><name>N</name></drug>'), shows => 1);
add('subset-attlist-large', 'a default of 1 MB for each of 1,000 elements would be 1 GB', subset('<!ATTLIST e a CDATA "' . rep('x', 1000000) . '">', '<e/>' x 1000 . $DRUG), large => 1);
add('subset-notation', 'a notation', subset('<!NOTATION gif SYSTEM "gif.exe">'), traced => 1);
add('subset-condition', 'a conditional section, which only a DTD file may have', subset('<![INCLUDE[<!ELEMENT a ANY>]]>'));
add('subset-text', 'text', subset('hello'));
add('subset-element-tag', 'a tag', subset('<drug/>'));
add('subset-open', 'it is not closed', "<!DOCTYPE catalog [<!ELEMENT a ANY>" . doc());
add('doctype-open', 'the DOCTYPE is not closed', '<!DOCTYPE catalog' . doc());
add('doctype-late', 'behind the root', doc() . '<!DOCTYPE catalog>');
add('doctype-inside', 'inside the root', doc('<!DOCTYPE catalog>' . $DRUG));
add('doctype-twice', 'twice', '<!DOCTYPE catalog><!DOCTYPE catalog>' . doc());
add('doctype-no-name', 'without a name', '<!DOCTYPE>' . doc());
add('doctype-small', 'in small letters', '<!doctype catalog>' . doc());
add('doctype-html', 'a page of HTML with the name of a catalog', "<!DOCTYPE html>\n<html><head><title>404</title></head><body><p>Not found<br></body></html>");
add('doctype-system-open', 'an open quote', '<!DOCTYPE catalog SYSTEM "a.dtd>' . doc(), loose => 1);

# --- entities
add('entity-unused', 'one that is declared and not used', subset('<!ENTITY x "y">'));
add('entity-internal', 'one with a text', subset('<!ENTITY x "y">', $use));
add('entity-markup', 'one with a record in it', subset(q(<!ENTITY x "<drug code='D1'><name>N</name></drug>">), '&x;'));
add('entity-attribute', 'one in an attribute', subset('<!ENTITY x "D1">', '<drug code="&x;"><name>N</name></drug>'));
add('entity-attribute-lt', 'one with < in an attribute', subset('<!ENTITY x "&#60;">', '<drug code="&x;"><name>N</name></drug>'));
add('entity-external-file', 'one that is a file of the machine', subset('<!ENTITY x SYSTEM "file:///etc/passwd">', $use), traced => 1);
add('entity-external-relative', 'one beside the document', subset('<!ENTITY x SYSTEM "a.xml">', $use), traced => 1);
add('entity-external-http', 'one in the network', subset('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', $use), traced => 1);
add('entity-external-ftp', 'by ftp', subset('<!ENTITY x SYSTEM "ftp://127.0.0.1:9/x">', $use), traced => 1);
add('entity-external-dns', 'a name that a name server would be asked for', subset('<!ENTITY x SYSTEM "http://duima.invalid/x">', $use), traced => 1);
add('entity-external-random', 'one that never ends', subset('<!ENTITY x SYSTEM "file:///dev/random">', $use), traced => 1);
add('entity-external-proc', 'the memory of this process', subset('<!ENTITY x SYSTEM "/proc/self/mem">', $use), traced => 1);
add('entity-external-fd', 'its standard input', subset('<!ENTITY x SYSTEM "/dev/stdin">', $use), traced => 1);
add('entity-external-public', 'a public one', subset('<!ENTITY x PUBLIC "-//x//y//EN" "http://127.0.0.1:9/x">', $use), traced => 1);
add('entity-external-php', 'a wrapper of another language', subset('<!ENTITY x SYSTEM "php://filter/read=convert.base64-encode/resource=/etc/passwd">', $use), traced => 1);
add('entity-external-jar', 'and another', subset('<!ENTITY x SYSTEM "jar:http://127.0.0.1:9/x.jar!/x">', $use), traced => 1);
add('entity-external-gz', 'a compressed one, which libxml2 may open by itself', subset('<!ENTITY x SYSTEM "/usr/share/doc/x.gz">', $use), traced => 1);
add('entity-external-attribute', 'an external one in an attribute', subset('<!ENTITY x SYSTEM "file:///etc/hostname">', '<drug code="&x;"><name>N</name></drug>'), traced => 1);
add('entity-unparsed', 'an unparsed one', subset('<!NOTATION gif SYSTEM "gif"><!ENTITY x SYSTEM "file:///etc/passwd" NDATA gif>', $DRUG), traced => 1);
add('entity-parameter', 'a parameter entity', subset('<!ENTITY % x "<!ELEMENT a ANY>">'));
add('entity-parameter-used', 'and its use', subset('<!ENTITY % x "<!ELEMENT a ANY>"> %x;'));
add('entity-parameter-external', 'one that is a file', subset('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;'), traced => 1);
add('entity-parameter-http', 'one in the network, with what was read in its address', subset('<!ENTITY % f SYSTEM "file:///etc/passwd"><!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a; %s;'), traced => 1);
add('entity-parameter-undefined', 'one that nobody declared', subset('%x;'));
add('entity-parameter-recursive', 'one that means itself', subset('<!ENTITY % x "&#37;x;"> %x;'));
add('entity-laughs', 'a billion laughs', subset('<!ENTITY a "ha">' . join('', map { my ($n, $m) = ($_, chr(ord($_) - 1)); "<!ENTITY $n \"" . "&$m;" x 10 . '">' } 'b' .. 'k'), '<drug code="D1"><name>&k;</name></drug>'));
add('entity-laughs-attribute', 'the same in an attribute', subset('<!ENTITY a "ha">' . join('', map { my ($n, $m) = ($_, chr(ord($_) - 1)); "<!ENTITY $n \"" . "&$m;" x 10 . '">' } 'b' .. 'k'), '<drug code="&k;"><name>N</name></drug>'));
add('entity-laughs-parameter', 'the same with parameter entities', subset('<!ENTITY % a "ha">' . join('', map { my ($n, $m) = ($_, chr(ord($_) - 1)); "<!ENTITY % $n \"" . "&#37;$m;" x 10 . '">' } 'b' .. 'k') . '%k;'));
add('entity-quadratic', 'one long text, used often', subset('<!ENTITY x "' . 'a' x 50000 . '">', '<drug code="D1"><name>' . '&x;' x 5000 . '</name></drug>'));
add('entity-recursive', 'one that means itself', subset('<!ENTITY x "&x;">', $use));
add('entity-recursive-two', 'two that mean each other', subset('<!ENTITY x "&y;"><!ENTITY y "&x;">', $use));
add('entity-amp-redefined', 'amp declared as something else', subset('<!ENTITY amp "x">', '<drug code="D1"><name>a&amp;b</name></drug>'));
add('entity-lt-redefined', 'lt declared as the declaration in XML says, which is lawful', subset('<!ENTITY lt "&#38;#60;">', '<drug code="D1"><name>a&lt;b</name></drug>'));
add('entity-many', 'ten thousand of them', subset(join('', map { "<!ENTITY x$_ \"y\">" } 1 .. 10000)), large => 1);
add('entity-long-name', 'a name of 1 MB', subset('<!ENTITY ' . rep('x', 1000000) . ' "y">'), large => 1);
add('entity-long-value', 'a value of 10 MB', subset('<!ENTITY x "' . rep('y', 10000000) . '">'), large => 1);
add('entity-html', 'a name that HTML knows', named('a&nbsp;b'));
add('entity-html-attribute', 'in an attribute', coded('D&nbsp;1'));
add('entity-undefined', 'a name that nobody knows', named('a&x;b'));
add('entity-undefined-system', 'a name that the DTD could know, which is not loaded', with_doctype('catalog SYSTEM "catalog.dtd"', $use), traced => 1);
add('entity-undefined-standalone', 'the same with standalone="no"', qq(<?xml version="1.0" standalone="no"?><!DOCTYPE catalog SYSTEM "catalog.dtd">) . doc($use), traced => 1);
add('entity-undefined-attribute', 'the same in an attribute', with_doctype('catalog SYSTEM "catalog.dtd"', '<drug code="&x;"><name>N</name></drug>'), traced => 1);
add('entity-undefined-parameter', 'a name behind a parameter entity, which might have declared it', subset('%y;', $use));
add('entity-reference-long', 'a reference with a name of 1 MB', named('&' . rep('x', 1000000) . ';'), large => 1);
add('entity-in-unknown', 'one in an element that is skipped', doc('<gadget>&x;</gadget>' . $DRUG));
add('entity-outside', 'one behind the root', doc() . '&x;');
add('entity-cdata', 'in a CDATA section it is text', named('<![CDATA[&x;]]>'), shows => 1);
1;
