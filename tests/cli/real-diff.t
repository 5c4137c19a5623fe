#!/usr/bin/env perl
# tests/cli/real-diff.t: duima diff of the three official Ontario releases, held against a reading of the files that knows nothing of duima: which
# codes came and went, and whose price, class and names changed. Skipped where the files are absent.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;

my $folder = "$ENV{DUIMA_SHARED}/data/ontario-odb";
my @files = map { "$folder/data_extract_$_.xml" } qw(20080930 20100422 20110804);
if (grep { !-r } @files) {
    print "1..0 # SKIP no ontario-odb in DUIMA_SHARED\n";
    exit 0;
}
my $dir = tempdir(CLEANUP => 1);
@ENV{qw(DUIMA_DB TMPDIR)} = ("$dir/a.db", $dir);
my $n = 0;
sub is_equal {
    my ($got, $want, $name) = @_;
    $n++;
    print $got eq $want ? "ok $n - $name\n" : "not ok $n - $name\n# got $got, want $want\n";
}

# code => { field => value } as a plain reading of the XML has it
sub reading {
    my ($file) = @_;
    open my $h, '<:encoding(UTF-8)', $file or die "$file: $!";
    local $/;
    my ($text, %drugs) = scalar <$h>;
    while ($text =~ m{<drug\s+([^>]*)>(.*?)</drug>}gs) {
        my ($attributes, $body) = ($1, $2);
        my ($code) = $attributes =~ /\bid="(\d+)"/ or next;
        my ($price) = $body =~ m{<individualPrice>\s*([\d.]*)\s*</individualPrice>};
        my ($name) = $body =~ m{<name>\s*(.*?)\s*</name>};
        $price = defined $price && $price ne '' && $price > 0 ? $price + 0 : '';
        $drugs{$code} = { ceiling => $price, 'pay-class' => $attributes =~ /notABenefit="Y"/ ? 'C' : 'A', name => $name };
    }
    return \%drugs;
}

system("$ENV{DUIMA} -q import --publish $_ >/dev/null 2>$dir/err") == 0 or die "import $_ failed" for @files;
my @labels = qw(2008-10-01 2010-04-23 2011-08-04);
my @read = map { reading($_) } @files;
my @came = ([ 618, 162 ], [ 512, 205 ]);    # as ../shared/README.md says
for my $i (0, 1) {
    my (%class, %field, @names);
    for (`$ENV{DUIMA} diff --format ndjson $labels[$i] $labels[ $i + 1 ]`) {
        my $c = decode_json($_);
        $class{$_}++ for @{ $c->{changes} };
        $field{$_}{ $c->{code} } = 1 for keys %{ $c->{fields} // {} };
        push @names, $c->{code} if $c->{fields} && (!defined $c->{name}{from} || !defined $c->{name}{to});
    }
    my ($old, $new) = @read[ $i, $i + 1 ];
    is_equal($class{added} + ($class{revived} // 0), $came[$i][0], "$labels[$i + 1]: came");
    is_equal(($class{retired} // 0) + ($class{'re-coded'} // 0), $came[$i][1], "$labels[$i + 1]: went");
    is_equal("@names", '', "$labels[$i + 1]: names of both versions");
    for my $name (qw(ceiling pay-class)) {
        my @want = sort grep { $new->{$_} && $old->{$_}{$name} ne $new->{$_}{$name} } keys %$old;
        my @got = sort keys %{ $field{$name} };
        is_equal(scalar @got . " @got", scalar @want . " @want", "$labels[$i + 1]: $name");
    }
}
print "1..$n\n";
