# tests/hostile/wellformed.pl: what XML forbids, and what it allows although it looks forbidden.
package Corpus;
use strict;
use warnings;
use utf8;

our ($HEAD, $DRUG);

# --- tags
add('tag-open-at-end', 'the last tag is not closed', $HEAD . '<drug code="D1"><name>N</name></drug');
add('tag-root-open', 'the root has no end', $HEAD . $DRUG);
add('tag-mismatch', 'an end tag of another element', doc('<drug code="D1"><name>N</drug>'));
add('tag-mismatch-case', 'names differ in case only', doc('<drug code="D1"><name>N</Name></drug>'));
add('tag-crossed', 'two elements overlap', doc('<drug code="D1"><name>N<form></name></form></drug>'));
add('tag-end-first', 'an end tag before any start', '</catalog>');
add('tag-end-extra', 'one end tag too many', doc() . '</catalog>');
add('tag-two-roots', 'a second root', doc() . doc());
add('tag-text-before', 'text before the root', 'hello ' . doc());
add('tag-text-behind', 'text behind the root', doc() . 'bye');
add('tag-blank-name', 'a blank before the name of a tag', doc('< drug code="D1"><name>N</name></drug>'));
add('tag-end-attribute', 'an end tag with an attribute', doc('<drug code="D1"><name>N</name></drug code="D1">'));
add('tag-slash-blank', 'a blank between / and >', doc('<drug code="D1"><name>N</name><note / ></drug>'));
add('tag-name-digit', 'a name that begins with a digit', doc('<1drug code="D1"/>'));
add('tag-name-dash', 'a name that begins with a dash', doc('<-drug code="D1"/>'));
add('tag-name-empty', 'a tag without a name', doc('<>'));
add('tag-end-empty', 'an end tag without a name', doc('</>'));
add('tag-lt-alone', 'a bare <', named('a < b'));
add('tag-gt-alone', 'a bare > is allowed', named('a > b'), shows => 1);
add('tag-cdata-end', ']]> in text is forbidden', named('a ]]> b'));
add('tag-only-root', 'an empty root', '<catalog xmlns="urn:duima:catalog:1" region="X" version="2"/>');
add('tag-only-lt', 'one byte, <', '<');
add('tag-lt-bang', 'two bytes, <!', '<!');
add('tag-lt-question', 'two bytes, <?', '<?');
add('tag-name-chinese', 'a name in Chinese is well-formed, but not known', doc('<药品 编码="D1"/>' . $DRUG));
add('tag-name-colon', 'a name that is a colon', doc('<: code="D1"/>'));
add('tag-name-colon-first', 'a name that begins with a colon', doc('<:drug code="D1"/>'));

# --- attributes
add('attribute-no-quotes', 'a value without quotes', doc('<drug code=D1><name>N</name></drug>'));
add('attribute-no-value', 'an attribute without a value', doc('<drug code><name>N</name></drug>'));
add('attribute-open', 'a quote that is not closed', doc('<drug code="D1><name>N</name></drug>'));
add('attribute-mixed-quotes', 'opened with " and closed with \'', doc(q(<drug code="D1'><name>N</name></drug>)));
add('attribute-lt', '< in a value', doc('<drug code="D<1"><name>N</name></drug>'));
add('attribute-twice', 'an attribute twice', doc('<drug code="D1" code="D2"><name>N</name></drug>'));
add('attribute-twice-same', 'an attribute twice with one value', doc('<drug code="D1" code="D1"><name>N</name></drug>'));
add('attribute-no-blank', 'no blank between two attributes', doc('<drug code="D1"list-type="101"><name>N</name></drug>'));
add('attribute-blanks', 'blanks around the equals sign', doc('<drug  code  =  "D1"  ><name>N</name></drug >'), shows => 1);
add('attribute-single-quotes', 'single quotes are quotes', doc(q(<drug code='D1'><name>N</name></drug>)), shows => 1);
add('attribute-line-end', 'a line end in a value becomes a blank, and a code has none', doc("<drug code=\"D\n1\"><name>N</name></drug>"));
add('attribute-ampersand', 'a bare & in a value', doc('<drug code="D&1"><name>N</name></drug>'));
add('attribute-reference', 'a reference in a value', doc('<drug code="D&#49;&amp;"><name>N</name></drug>'), shows => 1);
add('attribute-escaped-twice', 'what libxml2 itself writes for & must come through', doc('<drug code="D1" local-code="&amp;#38;"><name>N</name></drug>'), shows => 1);
add('attribute-no-name', 'a value without a name', doc('<drug ="D1"><name>N</name></drug>'));

# --- comments, processing instructions, CDATA
add('comment-two-dashes', '-- inside a comment', doc('<!-- a -- b -->' . $DRUG));
add('comment-three-dashes', 'a comment that ends with --->', doc('<!-- a --->' . $DRUG));
add('comment-open', 'a comment that is not closed', $HEAD . $DRUG . '<!-- a </catalog>');
add('comment-short', 'not a comment: <!->', doc('<!->' . $DRUG));
add('comment-in-tag', 'a comment inside a tag', doc('<drug <!-- a --> code="D1"><name>N</name></drug>'));
add('comment-in-value', 'a comment in a text parts it, no more', named('ab<!-- c -->de'), shows => 1);
add('comment-with-record', 'a record that is commented out does not count', doc('<!--<drug code="D9"><name>N</name></drug>-->' . $DRUG), shows => 1);
add('comment-behind', 'a comment behind the root', doc() . '<!-- end -->', shows => 1);
add('comment-unclosed-behind', 'a comment behind the root that is not closed', doc() . '<!-- end');
add('pi-open', 'a processing instruction that is not closed', $HEAD . $DRUG . '<?go </catalog>');
add('pi-xml', 'a processing instruction named xml in the middle', doc('<?xml version="1.0"?>' . $DRUG));
add('pi-XML', 'the same in capitals', doc('<?XML version="1.0"?>' . $DRUG));
add('pi-colon', 'a colon in the target', doc('<?a:b c?>' . $DRUG));
add('pi-no-target', 'no target', doc('<? go ?>' . $DRUG));
add('pi-php', 'a page that forgot to run', '<?php echo 1; ?>' . doc());
add('pi-in-value', 'one inside a text', named('ab<?go on?>cd'), shows => 1);
add('pi-stylesheet', 'a stylesheet that must not be fetched', '<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?>' . doc(), shows => 1, traced => 1);
add('pi-model', 'a schema that must not be fetched', '<?xml-model href="http://127.0.0.1:9/x.rng"?>' . doc(), traced => 1);
add('cdata-open', 'a CDATA section that is not closed', $HEAD . '<drug code="D1"><name><![CDATA[N</name></drug></catalog>');
add('cdata-nested', 'one inside another', named('<![CDATA[a<![CDATA[b]]>c]]>'));
add('cdata-before-root', 'one before the root', '<![CDATA[a]]>' . doc());
add('cdata-behind-root', 'one behind the root', doc() . '<![CDATA[a]]>');
add('cdata-lower', 'written in small letters', named('<![cdata[a]]>'));
add('cdata-markup', 'markup in it is text', named('<![CDATA[<b>&amp;</b>]]>'), shows => 1);
add('cdata-empty', 'an empty one', named('a<![CDATA[]]>b'), shows => 1);
add('cdata-brackets', 'brackets at its end', named('<![CDATA[a]]]]>'), shows => 1);
add('cdata-split', 'the usual way to write ]]>', named('<![CDATA[a]]]]><![CDATA[>b]]>'), shows => 1);

# --- the declaration
add('declaration-twice', 'two declarations', qq(<?xml version="1.0"?>\n<?xml version="1.0"?>) . doc());
add('declaration-late', 'a blank line before it', qq(\n<?xml version="1.0"?>) . doc());
add('declaration-behind-comment', 'a comment before it', '<!-- a --><?xml version="1.0"?>' . doc());
add('declaration-open', 'it is not closed', '<?xml version="1.0"' . doc());
add('declaration-no-version', 'no version', '<?xml encoding="UTF-8"?>' . doc());
add('declaration-empty', 'nothing in it', '<?xml ?>' . doc());
add('declaration-version-2', 'version 2.0', '<?xml version="2.0"?>' . doc());
add('declaration-version-1.1', 'version 1.1 would allow control characters', '<?xml version="1.1"?>' . doc());
add('declaration-version-1.1-control', 'version 1.1 with one', '<?xml version="1.1"?>' . named('a&#1;b'));
add('declaration-version-text', 'version "one"', '<?xml version="one"?>' . doc());
add('declaration-order', 'encoding before version', '<?xml encoding="UTF-8" version="1.0"?>' . doc());
add('declaration-standalone-maybe', 'standalone is yes or no', '<?xml version="1.0" standalone="maybe"?>' . doc());
add('declaration-standalone', 'standalone="no" loads nothing', '<?xml version="1.0" encoding="UTF-8" standalone="no"?>' . doc(), shows => 1);
add('declaration-no-blank', 'no blank between its parts', '<?xml version="1.0"encoding="UTF-8"?>' . doc());
add('declaration-capital', 'XML in capitals', '<?XML version="1.0"?>' . doc());
add('declaration-single-quotes', 'single quotes', q(<?xml version='1.0' encoding='UTF-8'?>) . doc(), shows => 1);
add('declaration-unquoted', 'no quotes', '<?xml version=1.0?>' . doc());
add('declaration-encoding-empty', 'an empty encoding', '<?xml version="1.0" encoding=""?>' . doc());
add('declaration-encoding-long', 'an encoding of 500 letters', '<?xml version="1.0" encoding="' . 'x' x 500 . '"?>' . doc());
add('declaration-encoding-percent', 'an encoding that is a format', '<?xml version="1.0" encoding="%s%n%s"?>' . doc());
add('declaration-only', 'nothing but it', '<?xml version="1.0" encoding="UTF-8"?>');
add('declaration-huge', 'two thousand blanks in it', '<?xml version="1.0"' . ' ' x 2000 . 'encoding="UTF-8"?>' . doc());
add('declaration-hidden-encoding', 'the encoding stands behind what is looked at first', '<?xml version="1.0"' . ' ' x 70000 . 'encoding="GB18030"?>' . doc());

# --- namespaces
add('namespace-undeclared-element', 'a prefix that nobody declared', doc('<x:drug code="D1"/>' . $DRUG));
add('namespace-undeclared-attribute', 'the same of an attribute', doc('<drug code="D1" x:size="1"><name>N</name></drug>'));
add('namespace-undeclared-later', 'a prefix that was declared for a sibling only', doc('<drug code="D1" xmlns:x="urn:x"><name>N</name></drug><x:y/>'));
add('namespace-xml-rebound', 'xml is bound to another name', '<catalog xmlns:xml="urn:x" xmlns="urn:duima:catalog:1" region="X" version="2">' . $DRUG . '</catalog>');
add('namespace-xml-right', 'xml is bound to what it is bound to', doc('<drug code="D1" xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="zh"><name>N</name></drug>'), shows => 1);
add('namespace-xmlns-declared', 'xmlns itself is declared', doc('<drug code="D1" xmlns:xmlns="urn:x"><name>N</name></drug>'));
add('namespace-to-xml', 'a prefix bound to the name of xml', doc('<drug code="D1" xmlns:x="http://www.w3.org/XML/1998/namespace"><name>N</name></drug>'));
add('namespace-default-to-xml', 'the default bound to it', doc('<drug code="D1" xmlns="http://www.w3.org/XML/1998/namespace"><name>N</name></drug>'));
add('namespace-unbound-prefix', 'a prefix bound to nothing', doc('<drug code="D1" xmlns:x=""><name>N</name></drug>'));
add('namespace-none', 'the default taken away from the root', '<catalog xmlns="" region="X" version="2">' . $DRUG . '</catalog>');
add('namespace-record-none', 'the default taken away from a record', doc('<drug xmlns="" code="D1"><name>N</name></drug>'));
add('namespace-record-other', 'a record of another namespace does not count', doc('<drug xmlns="urn:other" code="D9"><name>N</name></drug>' . $DRUG), shows => 1);
add('namespace-name-other', 'a name of another namespace is none', doc('<drug code="D1"><name xmlns="urn:other">N</name></drug>'));
add('namespace-prefixed', 'the whole catalog with a prefix', '<c:catalog xmlns:c="urn:duima:catalog:1" region="X" version="2"><c:drug code="D1"><c:name>N</c:name></c:drug></c:catalog>', shows => 1);
add('namespace-two-prefixes', 'two prefixes of one namespace', '<c:catalog xmlns:c="urn:duima:catalog:1" xmlns:d="urn:duima:catalog:1" region="X" version="2"><d:drug code="D1"><c:name>N</c:name></d:drug></c:catalog>', shows => 1);
add('namespace-prefix-mismatch', 'opened with one prefix, closed with another', '<c:catalog xmlns:c="urn:duima:catalog:1" xmlns:d="urn:duima:catalog:1" region="X" version="2"></d:catalog>');
add('namespace-attribute-twice', 'one attribute under two prefixes', doc('<drug code="D1" xmlns:a="urn:x" xmlns:b="urn:x" a:s="1" b:s="2"><name>N</name></drug>'));
add('namespace-attribute-foreign', 'a code of another namespace is no code', doc('<drug a:code="D1" xmlns:a="urn:x"><name>N</name></drug>'));
add('namespace-attribute-own', 'a code with the prefix of the catalog is no code either', '<c:catalog xmlns:c="urn:duima:catalog:1" region="X" version="2"><c:drug c:code="D1"><c:name>N</c:name></c:drug></c:catalog>');
add('namespace-two-colons', 'two colons in a name', doc('<a:b:c xmlns:a="urn:x"/>' . $DRUG));
add('namespace-relative', 'a namespace that is no URI of its own', doc('<e xmlns="../../etc"/>' . $DRUG));
add('namespace-bad-uri', 'a namespace that is no URI at all', doc('<e xmlns="urn:%zz &lt;"/>' . $DRUG));
add('namespace-case', 'another case is another namespace', '<catalog xmlns="URN:duima:catalog:1" region="X" version="2">' . $DRUG . '</catalog>');
add('namespace-blank', 'a blank behind it', '<catalog xmlns="urn:duima:catalog:1 " region="X" version="2">' . $DRUG . '</catalog>');
add('namespace-version-2', 'the next version of the format', '<catalog xmlns="urn:duima:catalog:2" region="X" version="2">' . $DRUG . '</catalog>');

# --- things that elsewhere fetch
add('xinclude', 'nothing is included', doc('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>' . $DRUG), shows => 1, traced => 1);
add('xinclude-in-name', 'nor inside a text', named('a<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>b'), shows => 1, traced => 1);
add('xml-base', 'a base means nothing', '<catalog xmlns="urn:duima:catalog:1" xml:base="http://127.0.0.1:9/" region="X" version="2">' . $DRUG . '</catalog>', shows => 1, traced => 1);
add('schema-location', 'a schema must not be fetched', '<catalog xmlns="urn:duima:catalog:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:duima:catalog:1 http://127.0.0.1:9/c.xsd" region="X" version="2">' . $DRUG . '</catalog>', traced => 1);
add('schema-location-none', 'nor one without a namespace', '<catalog xmlns="urn:duima:catalog:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="file:///dev/zero" region="X" version="2">' . $DRUG . '</catalog>', traced => 1);
add('xsi-nil', 'xsi:nil is no word of ours', doc('<drug code="D1"><name xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">N</name></drug>'), shows => 1);

# --- character references
my %references = (
    zero => '&#0;', 'zero-hex' => '&#x0;', one => '&#1;', bell => '&#7;', backspace => '&#8;', 'vertical-tab' => '&#11;', 'form-feed' => '&#xC;',
    escape => '&#27;', 'unit' => '&#x1F;', 'surrogate-first' => '&#xD800;', 'surrogate-last' => '&#xDFFF;', 'surrogate-pair' => '&#xD83D;&#xDE00;', fffe => '&#xFFFE;',
    ffff => '&#xFFFF;', 'beyond' => '&#x110000;', 'int-most' => '&#x7FFFFFFF;', 'int-over' => '&#x80000000;', 'uint-over' => '&#x100000041;', 'long-over' => '&#18446744073709551681;',
    empty => '&#;', 'empty-hex' => '&#x;', 'no-hex' => '&#xGG;', 'no-decimal' => '&#1a;', 'capital-x' => '&#X41;', open => '&#65', minus => '&#-65;', blank => '& #65;', 'blank-inside' => '&# 65;',
    'bare' => 'a & b', 'amp-open' => 'a &amp b', 'only' => '&', 'semicolon' => '&;', 'percent' => '&%;',
);
add("reference-$_", "the reference $references{$_}", named("a$references{$_}b")) for sort keys %references;
add('reference-million-digits', 'a reference of a million digits', named('&#' . rep('0', 1000000) . '65;'), large => 1);
my %good = (tab => '&#9;', 'line-feed' => '&#10;', 'carriage-return' => '&#13;', letter => '&#65;', 'zeros' => '&#000000065;', 'highest' => '&#x10FFFF;', 'emoji' => '&#x1F600;', 'han' => '&#x836F;', 'next-line' => '&#x85;',
    'small-hex' => '&#xff21;', 'noncharacter' => '&#xFDD0;', 'five' => '&lt;&gt;&amp;&quot;&apos;', 'twice' => '&amp;amp;', 'lt' => '&#60;b&#62;', 'line-separator' => '&#x2028;', 'delete' => '&#127;', 'c1' => '&#x9B;');
add("reference-good-$_", "the reference $good{$_} is allowed", named("a$good{$_}b"), shows => 1) for sort keys %good;
1;
