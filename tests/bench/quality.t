#!/usr/bin/env perl
# tests/bench/quality.t: bench/quality runs, says the same twice for a seed and another thing for another one, and its table has every
# rule. What the figures are is for the bench, not for a test.
use strict;
use warnings;
use File::Temp qw(tempdir);

my $run = "$ENV{top_srcdir}/bench/quality/run";
my $dir = tempdir(CLEANUP => 1);
my $n = 0;
$ENV{TMPDIR} = $dir;
$ENV{PYTHONDONTWRITEBYTECODE} = 1;

sub ok {
    my ($good, $name, @why) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print "# $_\n" for $good ? () : @why;
    return $good;
}

sub measure {
    my ($seed, $keep) = @_;
    my $out = `python3 $run --duima $ENV{DUIMA} --seed $seed --rows 300 --keep $dir/$keep 2>$dir/err`;
    return ($?, $out);
}

sub slurp { my ($f) = @_; open my $h, '<', $f or return ''; local $/; return scalar <$h> }

my ($code, $table) = measure(1, 'a');
ok($code == 0, 'it runs and ends with 0', `cat $dir/err`);
my @rules = grep { !/^L9/ } map { /^([A-Z]\d{3}) / ? $1 : () } `$ENV{DUIMA} --lang en rules`;
ok(@rules > 20, 'the program has rules', "@rules");
my @missing = grep { $table !~ /^$_ +\d+ +[01]\.\d{4} /m } @rules;
ok(!@missing, 'each rule has a line with rows planted and a recall', "lacks @missing", split /\n/, $table);
ok($table =~ /^\Q$_\E +\d+ /m, "the table has: $_") for 'all rules', 'false alarms on right rows', 'wrong extra errors on faulty rows';

my ($again, $same) = measure(1, 'b');
ok($again == 0 && $same eq $table, 'the same seed gives the same table');
ok(slurp("$dir/a/plain.csv") eq slurp("$dir/b/plain.csv") && slurp("$dir/a/plain.csv") ne '', 'and the same rows');
my ($other) = measure(2, 'c');
ok($other == 0, 'another seed runs', `cat $dir/err`);
my %codes = map { $_ => 1 } slurp("$dir/a/catalog-430000-2026.2.xml") =~ / code="([^"]+)"/g;
my @shared = grep { $codes{$_} } slurp("$dir/c/catalog-430000-2026.2.xml") =~ / code="([^"]+)"/g;
ok(%codes > 200 && @shared < 5, 'another seed gives other codes', scalar(@shared) . ' codes are in both');
print "1..$n\n";
