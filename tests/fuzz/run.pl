#!/usr/bin/perl
# tests/fuzz/run.pl: runs the harnesses that `make fuzz` built, one after the other, each for so many seconds of processor time (what others do on the
# machine does not count), and tells what came of each: executions, executions a second, edges covered, features, and for how long no new edge and
# no new feature was found. Where something is found: the input's path, the command that runs it again, exit 1.
#
#   tests/fuzz/run.pl --programs DIR --source DIR [--seconds N [--settle N [--most N]]] [--timeout N] [--corpus DIR] [--log FILE [--commit NAME]] [--tell FILE] [--merge] [NAME…]
#
# --settle: a run goes on beyond --seconds until so many seconds of processor time brought no new edge, --most at most (default: four times --seconds).
# --timeout: seconds by the clock that one input may take (default 60; more where others keep the machine busy). --corpus: a folder for each harness in it, read and added to (default: corpus beside the programs). --log: a line of tabs a run is appended.
# --tell: all that libFuzzer says is appended to the file, with the place in the source of each new edge, which shows what seeds are missing.
# --merge: nothing is run; what --corpus has and the committed corpus lacks is added to that, as little of it as gives the same coverage.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename);
use File::Path qw(make_path);
use Getopt::Long;
use POSIX qw(strftime);

my %o = (seconds => 60, timeout => 60);
GetOptions(\%o, 'programs=s', 'source=s', 'seconds=f', 'settle=f', 'most=f', 'corpus=s', 'log=s', 'merge', 'commit=s', 'timeout=i', 'tell=s') or exit 2;
die "run.pl: --programs and --source are needed\n" unless $o{programs} && $o{source};
$o{$_} = abs_path($o{$_}) // die "run.pl: $o{$_} is not there\n" for qw(programs source);
$o{most} //= 4 * $o{seconds};
$o{corpus} //= "$o{programs}/../../corpus";
my $ticks = POSIX::sysconf(&POSIX::_SC_CLK_TCK);

# Bytes of an input, and how long one may take.
my %most = (table => 8192, sheet => 16384, import => 8192, draft => 4096, xml => 8192, profile => 8192, amount => 512, record => 4096, pack => 8192, container => 8192);

# Seconds of processor time of a process and its children that ended.
sub used {
    my ($pid) = @_;
    open my $h, '<', "/proc/$pid/stat" or return 0;
    my @f = split ' ', (<$h> // '') =~ s/.*\)//r;
    return @f > 14 ? ($f[11] + $f[12] + $f[13] + $f[14]) / $ticks : 0;
}

# The harness's dictionary as libFuzzer takes it, which is no UTF-8; undef: none.
sub dictionary {
    my ($name) = @_;
    open my $in, '<:raw', "$o{source}/dictionary/$name.dict" or return undef;
    my $path = "$o{corpus}/$name.dict";
    open my $out, '>:raw', $path or die "$path: $!\n";
    while (<$in>) {
        next if /^#/;
        s/([\x80-\xFF])/sprintf '\\x%02X', ord $1/ge;
        print $out $_;
    }
    close $out or die "$path: $!\n";
    return $path;
}

sub run_one {
    my ($name) = @_;
    my ($corpus, $seeds) = ("$o{corpus}/$name", "$o{source}/corpus/$name");
    make_path($corpus, "$o{corpus}/found");
    my $words = dictionary($name eq 'draft' ? 'import' : $name);
    my @command = ("$o{programs}/fuzz-$name", "-max_len=" . ($most{$name} // 4096), "-timeout=$o{timeout}", '-rss_limit_mb=4096', '-print_final_stats=1',
        '-reload=0', "-artifact_prefix=$o{corpus}/found/$name-", ($words ? "-dict=$words" : ()), ($o{tell} ? '-print_pcs=1' : ()), $corpus, (-d $seeds ? $seeds : ()));
    pipe(my $in, my $out) or die "pipe: $!\n";
    my $pid = fork() // die "fork: $!\n";
    if (!$pid) {
        open STDERR, '>&', $out;
        open STDOUT, '>&', $out;
        $ENV{ASAN_OPTIONS} //= 'detect_leaks=1:allocator_may_return_null=1';
        $ENV{UBSAN_OPTIONS} //= 'print_stacktrace=1';
        exec @command or die "$command[0]: $!\n";
    }
    close $out;
    my %r = (cov => 0, ft => 0, runs => 0, cov_at => 0, ft_at => 0, used => 0, stopped => 0);
    my (@tail, $buffer, $tell);
    $buffer = '';
    $o{tell} && (open $tell, q(>>), $o{tell} or die "$o{tell}: $!\n") && $tell->autoflush(1);
    while (1) {
        my $bits = '';
        vec($bits, fileno $in, 1) = 1;
        my $ready = select($bits, undef, undef, 1);
        my $now = used($pid);
        $r{used} = $now if $now > $r{used};
        if ($r{used} >= $o{seconds} && ($r{used} >= $o{most} || $r{used} - $r{cov_at} >= ($o{settle} // 0)) && !$r{stopped}++) {
            kill 'USR1', $pid; # libFuzzer ends in good order
        }
        next unless $ready;
        my $got = sysread $in, $buffer, 65536, length $buffer;
        last unless $got;
        while ($buffer =~ s/^(.*)\n//) {
            my $line = $1;
            print $tell "$line\n" if $tell;
            push @tail, $line;
            shift @tail if @tail > 400;
            $r{runs} = $1 if $line =~ /^#(\d+)\s/;
            $r{runs} = $1 if $line =~ /^stat::number_of_executed_units:\s*(\d+)/;
            next unless $line =~ /^#\d+\s.*cov: (\d+) ft: (\d+)/;
            $r{cov_at} = $r{used} if $1 > $r{cov};
            $r{ft_at} = $r{used} if $2 > $r{ft};
            @r{qw(cov ft)} = ($1, $2) if $2 >= $r{ft};
        }
    }
    my @before = (times)[2, 3];
    waitpid $pid, 0;
    my @after = (times)[2, 3];
    my $spent = $after[0] + $after[1] - $before[0] - $before[1];
    $r{used} = $spent if $spent > 0;
    $r{status} = $?;
    ($r{artifact}) = map { /Test unit written to (\S+)/ ? $1 : () } @tail;
    $r{tail} = \@tail;
    return %r;
}

sub merge_one {
    my ($name) = @_;
    my ($from, $to) = ("$o{corpus}/$name", "$o{source}/corpus/$name");
    make_path($to);
    system("$o{programs}/fuzz-$name", '-merge=1', '-max_len=' . ($most{$name} // 4096), $to, $from) == 0 or die "run.pl: merging $name failed\n";
}

my @names = @ARGV ? @ARGV : sort map { basename($_) =~ s/^fuzz-//r } grep { -x } glob "$o{programs}/fuzz-*[a-z]";
if ($o{merge}) {
    merge_one($_) for @names;
    exit 0;
}
my $bad = 0;
$| = 1;
printf "%-10s %12s %8s %8s %8s %8s %14s %14s\n", qw(harness executions exec/s cpu-s edges features no-new-edge-s no-new-ft-s);
for my $name (@names) {
    -x "$o{programs}/fuzz-$name" or die "run.pl: there is no harness '$name'\n";
    my %r = run_one($name);
    my ($edge, $feature) = ($r{used} - $r{cov_at}, $r{used} - $r{ft_at});
    printf "%-10s %12d %8.0f %8.0f %8d %8d %14.0f %14.0f\n", $name, $r{runs}, $r{used} ? $r{runs} / $r{used} : 0, $r{used}, $r{cov}, $r{ft}, $edge, $feature;
    if ($o{log} && open my $h, '>>', $o{log}) {
        printf $h "%s\t%.1f\t%d\t%d\t%d\t%.0f\t%.0f\t%s\t%s\n", $name, $r{used}, $r{runs}, $r{cov}, $r{ft}, $edge, $feature,
            $o{commit} // '-', strftime('%Y-%m-%dT%H:%M:%SZ', gmtime);
    }
    if ($r{status} != 0) {
        $bad = 1;
        print "$_\n" for @{ $r{tail} }[($#{ $r{tail} } > 80 ? -80 : 0) .. -1];
        print "\nfound by $name: ", $r{artifact} // 'no input was written', "\n";
        print "again: $o{programs}/fuzz-$name $r{artifact}\n" if $r{artifact};
    }
}
exit $bad;
