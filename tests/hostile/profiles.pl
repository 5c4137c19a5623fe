# tests/hostile/profiles.pl: a selection of the other parts, given to `duima profile test` and `duima profile new`: what helps to describe a document
# meets the same documents. Nothing is stored by either; a sentence and an exit code of people's is all that may come of a bad one.
package Corpus;
use strict;
use warnings;

my @chosen = qw(
    tag-open-at-end tag-mismatch tag-two-roots tag-only-root tag-only-lt tag-name-chinese attribute-twice attribute-lt comment-open cdata-open
    namespace-undeclared-element namespace-version-2 namespace-two-prefixes reference-zero doctype-http subset-attlist-fixed entity-internal
    entity-external-file entity-laughs utf8-lone-continuation utf8-overlong-lt utf8-element-name control-01 nul-text nul-block bom-joined utf16le
    utf16-odd utf32le gb18030 gb18030-ff gbk-then-utf8 undeclared-gbk encoding-unknown mojibake-gbk line-cr code-missing code-escape code-bidi
    name-64k name-4m record-none record-hundred-bad rs-error-reply rs-two-codes root-other root-nested root-count-more root-version-control
    file-empty file-blanks file-one-nul file-text file-csv file-json file-html-error file-xhtml file-pdf place-missing place-directory place-null
    place-fifo place-fifo-cut place-stdin place-stdin-cut place-stdin-closed
    place-loop place-escape place-bytes place-percent place-empty-name gz gz-cut gz-crc gz-bomb zip-two zip-path zip-encrypted zip-no-xml
    tar-symlink tar-cut xz-garbage depth-100 attributes-257
    columns-good-1302 columns-fewer columns-nul columns-utf8-byte columns-gbk columns-gbk-head columns-null-code columns-bom-middle columns-escape
    columns-utf8-noncharacter columns-cut columns-text-5m columns-text-5m-first columns-tabs-million columns-tabs-million-first columns-tabs-only
    columns-lines-million pack-good
);
# These are made while they are read; here they stand in a file.
my @large = qw(depth-million attributes-million name-1m attribute-10m text-10m cdata-10m comment-20m lt-10m blanks-only record-values columns-line-20m
    columns-lines-narrow);

my %there = map { $_->{name} => $_ } load_again();
for my $name (@chosen, @large) {
    my $case = $there{$name} // die "there is no case $name\n";
    my %same = map { $_ => $case->{$_} } grep { defined $case->{$_} } qw(make file prepare fifo traced large needs stdin);
    delete $same{stdin} if $case->{make};
    for my $verb (qw(test new)) {
        add("$verb-$name", "profile $verb: $case->{reason}", $case->{bytes}, %same, verb => ['profile', $verb]);
    }
}
1;
