#!/usr/bin/env perl
# tests/bench/reliability.t: the short form of bench/reliability: memory, disk, power or the program gives out at some of the many points, and the
# store opens and holds what it held before, or all that the verb should have done. A line of the bench's table is a test here.
use strict;
use warnings;

my ($top, $build) = @ENV{qw(top_srcdir top_builddir)};
if (grep { /lib[at]san|libclang_rt/ } `ldd '$ENV{DUIMA}' 2>/dev/null`, `nm -D '$ENV{DUIMA}' 2>/dev/null | grep __asan_init`) {
    print "1..0 # SKIP a sanitizer has a malloc of its own\n";
    exit 0;
}
$ENV{PYTHONDONTWRITEBYTECODE} = 1;
my ($n, $code, @table, %parts) = (0, 0);
my @runs = map {    # side by side: some wait more than they work
    open my $run, '-|', "python3 '$top/bench/reliability/run' --short --parts $_ --duima '$ENV{DUIMA}' --faults '$build/bench/faults.so' "
        . "--schema-1 '$top/tests/catalog/data/schema-1.db' 2>&1" or die "no python3: $!\n";
    $run
} 'memory', 'kill,errors', 'power,readers';
for my $run (@runs) {
    push @table, <$run>;
    close $run or $code = 1;
}
for (@table) {
    if (my ($name, $tried, $fired, $wrong) = /^(\S.*?) +(\d+) +(\d+) +(\d+) +\d+$/) {
        $n++;
        print $wrong || !$tried || !$fired ? 'not ok' : 'ok', " $n - $name: $tried tried, $fired fired\n";
        $parts{ (split /[ :,]/, $name)[0] } = 1;
    } else {
        print "# $_";
    }
}
$n++;
print $code == 0 ? 'ok' : 'not ok', " $n - each fault fired, and nothing is wrong\n";
$n++;
my @missing = grep { !$parts{$_} } qw(memory kill write sync name disk odd read-only power publishes reads a);
print @missing ? 'not ok' : 'ok', " $n - each part ran\n", map { "# none: $_\n" } @missing;
print "1..$n\n";
