# tests/hostile/Corpus.pm: documents that mean harm, or are broken, or only look it, each with its reason. All are made here, without chance and
# without anybody's data. What duima must say of each stands in expected.tsv, or in expected-PART.tsv where there is one.
#
#     Corpus::each(sub { my ($case) = @_; … });    # in order; $case->{name reason bytes args large …}
#
# A case: name; reason, one line; bytes, or `make`, a function that prints them (large ones); args of `duima import` besides the file; file, its name;
# `stdin`: it comes that way; `shows`: what was imported is compared too; verb: the words of another verb, and `needs`: a program without which it is
# skipped.
package Corpus;
use strict;
use warnings;
use Encode ();
use FindBin;
use lib $FindBin::Bin;
use utf8;

my @cases;
my %seen;
my $now = ''; # the part that is loaded
sub add {
    my ($name, $reason, $bytes, %more) = @_;
    die "two cases $name\n" if $seen{$name}++;
    $bytes = Encode::encode_utf8($bytes) if defined $bytes && utf8::is_utf8($bytes); # noncharacters too
    push @cases, { name => $name, reason => $reason, bytes => $bytes, part => $now, args => [], file => 'a.xml', %more };
}

our $HEAD = '<catalog xmlns="urn:duima:catalog:1" region="X" version="2">';
our $DRUG = '<drug code="D1"><name>N</name></drug>';
sub doc { return $HEAD . join('', @_ ? @_ : $DRUG) . '</catalog>'; }
sub named { return doc(qq(<drug code="D1"><name>$_[0]</name></drug>)); }
sub coded { return doc(qq(<drug code="$_[0]"><name>N</name></drug>)); }
sub rep { my ($text, $times) = @_; return $text x $times; } # not made by the compiler, which would keep every one: each fork would copy the tables of it
sub text { my ($text) = @_; utf8::upgrade($text); return $text; } # characters, where they could be taken for bytes
sub declared { my ($encoding, $body) = @_; return qq(<?xml version="1.0" encoding="$encoding"?>\n$body); }

sub load_again { return @cases; }
sub load {
    for my $part (qw(wellformed entities encodings records files archives packs large columns profiles)) {
        $now = $part;
        do "$FindBin::Bin/$part.pl" or die "$part.pl: " . ($@ || $!) . "\n";
    }
    return @cases;
}
1;
