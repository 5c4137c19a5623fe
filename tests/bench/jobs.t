#!/usr/bin/env perl
# tests/bench/jobs.t: any number of threads finds the same, and suggests the same, to the byte: a generated table with every fault, odd rows among
# the others, codes of an older version, in several encodings; and a table that cannot be read to its end fails with the same words.
use strict;
use warnings;
use utf8;
use Encode qw(encode decode);
use File::Temp qw(tempdir);

my ($duima, $generate) = ($ENV{DUIMA}, "$ENV{top_builddir}/bench/generate");
my $dir = tempdir(CLEANUP => 1);
my $n = 0;
$ENV{DUIMA_DB} = "$dir/a.db";
$ENV{TMPDIR} = $dir;

sub ok {
    my ($good, $name, @why) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print "# $_\n" for $good ? () : @why;
}

sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }

# Exit code, findings and messages of a check with N threads.
sub check {
    my ($jobs, $file) = @_;
    my $out = `'$duima' check --as-of 2026-11-21 --hospital-level 3 --format ndjson --statistics --jobs $jobs '$file' 2>'$dir/err'`;
    return ($? >> 8) . "\n" . $out . slurp("$dir/err");
}

# The same of suggest: suggestions, and the table with the safe ones filled in.
sub suggest {
    my ($jobs, $file) = @_;
    unlink "$dir/filled";
    my $out = `'$duima' suggest --as-of 2026-11-21 --format ndjson --apply -o '$dir/filled' --jobs $jobs '$file' 2>'$dir/err'`;
    return ($? >> 8) . "\n" . $out . slurp("$dir/err") . (-e "$dir/filled" ? slurp("$dir/filled") : '');
}

sub same {
    my ($name, $file, $must, $verb, @jobs) = @_;
    ($verb, @jobs) = (\&check, 2, 3, 8) if !$verb;
    my $alone = $verb->(1, $file);
    ok($alone =~ $must, "$name: has what it should", substr $alone, 0, 300);
    for my $jobs (@jobs) {
        my $together = $verb->($jobs, $file);
        my $at = ($alone ^ $together) =~ /[^\0]/ ? $-[0] : 0;
        ok($alone eq $together, "$name: $jobs threads find what one finds", "they part at: " . substr($alone, $at, 200), 'and: ' . substr $together, $at, 200);
    }
}

for (['', '2026-01-01'], ['--change 0.2', '2026-07-01']) {
    my ($change, $day) = @$_;
    system("'$generate' --entries 3000 $change --catalog '$dir/c.xml' && '$duima' -q import --publish --effective $day '$dir/c.xml'") == 0
        or die "no catalog\n";
}
system("'$generate' --entries 3000 --rows 4000 --faults 0.3 --table '$dir/t.csv'") == 0 or die "no table\n";
my @rows = split /\n/, decode('UTF-8', slurp("$dir/t.csv"));
my $width = () = $rows[0] =~ /,/g;

# Every so often a row that is cut in another way: line breaks in quotes, doubled quotes, blank lines, too many fields, a single long field, all quoted.
my @odd = (
    sub { $_[0] =~ s/^([^,"]*),([^,"]*)/$1,"$2\nin \r\ntwo"/r }, sub { $_[0] =~ s/^([^,"]*),([^,"]*)/$1,"say ""$2"""/r }, sub { "$_[0]\n\n  " },
    sub { "$_[0],,more" }, sub { $_[0] =~ s/^([^,"]*),([^,"]*)/"$1","$2" x/r }, sub { $_[0] =~ s/^([^,"]*),/$1 5" tube,/r },
    sub { $_[0] =~ s/^([^,"]*),([^,"]*)/$1 . ',' . $2 x 200/re }, sub { join ',', map { /"/ ? $_ : "\"$_\"" } split /,/, $_[0], -1 },
    sub { ',' x $width }, sub { "$_[0]\n$_[0]" },
);
$rows[$_] = $odd[$_ / 7 % @odd]->($rows[$_]) for grep { $_ % 7 == 0 && $_ > 0 } 0 .. $#rows;
my $text = join("\n", @rows) . "\n";
my %tables = (
    'UTF-8' => encode('UTF-8', $text), 'CRLF and a mark' => encode('UTF-8', "\x{FEFF}" . $text =~ s/\n/\r\n/gr), 'CR' => encode('UTF-8', $text =~ s/\r?\n/\r/gr),
    'GB18030' => encode('GBK', $text), 'UTF-16' => encode('UTF-16', $text), 'TAB' => encode('UTF-8', $text =~ s/\t//gr =~ s/,/\t/gr),
    'a heading that looks like a known one' => encode('UTF-8', $text =~ s/批准文号/approval_noo/r),
    'damaged bytes' => encode('UTF-8', $text) =~ s/(\xE7.)./$1/gr, 'no line end' => encode('UTF-8', $text =~ s/\n\z//r),
);
for my $name (sort keys %tables) {
    spew("$dir/x.csv", $tables{$name});
    same($name, "$dir/x.csv", qr/^1\n\{.*"rule":"M80/s);
}
spew("$dir/x.csv", $tables{'UTF-8'} . "Y1,\"never closed\n");
same('a quote never closed', "$dir/x.csv", qr/^3\n.*never closed/s);
spew("$dir/x.csv", $tables{'UTF-8'} . ',' x 5000 . "\n" . $tables{'UTF-8'});
same('too many fields', "$dir/x.csv", qr/^3\n.*more than 4096 fields/s);
same('suggest, a table cut short', "$dir/x.csv", qr/^3\n.*more than 4096 fields/s, \&suggest, 2, 4);
for my $name ('UTF-8', 'GB18030', 'CR') {
    spew("$dir/x.csv", $tables{$name});
    same("suggest, $name", "$dir/x.csv", qr/^0\n\{.*"candidates":\[\{.*"safe":true.*codes filled in: [1-9]/s, \&suggest, 2, 4);
}
print "1..$n\n";
