#!/usr/bin/env perl
# tests/bench/checked.t: what was planted is found, and nothing else: the sample hospital against its README, and a generated
# table against its answers. The program is run as a user runs it.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;

my ($duima, $generate, $samples) = ($ENV{DUIMA}, "$ENV{top_builddir}/bench/generate", "$ENV{top_srcdir}/share/samples");
my $dir = tempdir(CLEANUP => 1);
my $n = 0;
$ENV{DUIMA_DB} = "$dir/a.db";
$ENV{TMPDIR} = $dir;

sub ok {
    my ($good, $name, @why) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print "# $_\n" for $good ? () : @why > 20 ? (@why[0 .. 19], '…') : @why;
    return $good;
}

sub run { my $out = `@_ 2>"$dir/err"`; return ($? >> 8, $out) }

# line => { rule => severity }, of what is not info unless asked
sub findings {
    my ($with_info, @args) = @_;
    my ($code, $out) = run($duima, '-q', 'check', '--as-of', '2026-11-21', '--hospital-level', '3', '--format', 'ndjson', @args);
    my %found;
    for (split /\n/, $out) {
        my $f = decode_json($_);
        $found{ $f->{line} }{ $f->{rule} } = $f->{severity} if $with_info || $f->{severity} ne 'info';
    }
    return ($code, \%found);
}

# The planted rule must be among those of its line, and a line without one must have none.
sub compare {
    my ($name, $planted, $found) = @_;
    for my $line (keys %$planted) {    # a price above the ceiling is above the payment standard too
        delete $found->{$line}{P605} if $planted->{$line}{P601};
    }
    my @missing = map { my $l = $_; map { "line $l: $_ is not found" } grep { !$found->{$l}{$_} } sort keys %{ $planted->{$l} } }
        sort { $a <=> $b } keys %$planted;
    my @extra = map { my $l = $_; map { "line $l: $_ was not planted" } grep { !$planted->{$l}{$_} } sort keys %{ $found->{$l} } }
        sort { $a <=> $b } keys %$found;
    ok(!@missing, "$name: each planted fault is found", @missing);
    ok(!@extra, "$name: nothing else is found", @extra);
}

for (1, 2) {
    my ($code) = run($duima, '-q', 'import', '--publish', "$samples/sample-catalog-2026.$_.xml");
    ok($code == 0, "sample catalog $_ is imported", `cat $dir/err`);
}
my %planted;
open my $readme, '<', "$samples/README" or die "$samples/README: $!";
while (<$readme>) {
    $planted{$1}{$2} = 1 if /^\s+(\d+)\s+[A-Z]\d{4}\s+([TCNDPBM]\d{3})\s/;
    last if /^Right, though/;
}
my ($code, $found) = findings(1, "$samples/sample-hospital.csv");
ok($code == 1, 'the sample hospital has errors', "exit $code", `cat $dir/err`);
for my $line (keys %$found) {    # info that comes with right rows is not listed
    delete $found->{$line}{$_} for grep { $found->{$line}{$_} eq 'info' && !$planted{$line}{$_} } keys %{ $found->{$line} };
}
compare('sample hospital', \%planted, $found);
my %rules = map { map { $_ => 1 } keys %$_ } values %$found;
ok(keys %rules >= 20, 'at least twenty rules show', join ' ', sort keys %rules);

# generated: both versions, so that withdrawn codes come up too
$ENV{DUIMA_DB} = "$dir/b.db";
my @size = ('--entries', 30000, '--seed', 3);
for (['1.xml'], ['2.xml', '--change', '0.05']) {
    my ($file, @change) = @$_;
    system($generate, @size, @change, '--catalog', "$dir/$file") == 0 or die;
    ($code) = run($duima, '-q', 'import', '--publish', "$dir/$file");
    ok($code == 0, "generated $file is imported", `cat $dir/err`);
}
my @change = ('--change', '0.05');
system($generate, @size, @change, '--rows', 20000, '--table', "$dir/clean.csv") == 0 or die;
($code, $found) = findings(0, "$dir/clean.csv");
ok($code == 0, 'a table without faults: exit code 0', "exit $code", `cat $dir/err`);
compare('a table without faults', {}, $found);
for my $encoding ('UTF-8', 'GB18030') {
    system($generate, @size, @change, '--rows', 6000, '--faults', '0.4', '--encoding', $encoding, '--table', "$dir/f.csv", '--answers',
        "$dir/f.tsv") == 0 or die;
    my %answers;
    open my $f, '<', "$dir/f.tsv" or die;
    while (<$f>) {
        chomp;
        my ($line, $rule) = split /\t/;
        $answers{$line}{$rule} = 1;
    }
    ($code, $found) = findings(0, "$dir/f.csv");
    ok($code == 1, "a table with faults in $encoding: exit code 1", "exit $code", `cat $dir/err`);
    compare("a table with faults in $encoding", \%answers, $found);
}
print "1..$n\n";
