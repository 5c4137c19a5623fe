#!/usr/bin/perl
# tests/hostile/hostile.pl: imports every document of the corpus and holds what comes of it against expected.tsv; TAP, one test a case.
#
#   hostile.pl [NAME …]                   all cases where none is named
#   HOSTILE_UPDATE=1 hostile.pl           writes what came out into expected*.tsv: read the difference before you commit it
#   HOSTILE_KEEP=DIR hostile.pl NAME …    leaves the documents in DIR
#
# Beside exit code and words, of each run: a store that was refused something is the same to the byte, nothing is left behind, standard output
# is empty where nothing was imported, memory and time have a bound, and what calls for the network or for other files asks for neither.
# Documents of a few kilobytes then go through tests/hostile/pieces: fed a byte at a time, and seven, they must give the same sentences.
#
# expected.tsv: name, exit code, standard error (lines parted by " | ", of many the first three and the last), standard output, and what the store
# then shows of the version.
use strict;
use warnings;
use utf8;
use Cwd qw(abs_path);
use Digest::SHA ();
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin;
use Corpus;

$SIG{PIPE} = 'IGNORE';
my $program = abs_path($ENV{DUIMA} // die "DUIMA names no program\n");
my $here = abs_path($FindBin::Bin);
my $update = $ENV{HOSTILE_UPDATE};
my ($number, $failed) = (0, 0);
my $dir = abs_path(tempdir(CLEANUP => 1));
my $sanitized = system('grep', '-q', '__asan_init', $program) == 0;
my $memory = $sanitized ? '' : 'ulimit -v 700000; ';    # KB of address space, of each of the two processes
my $unlimited = 0;
mkdir "$dir/$_" for qw(in tmp home);

sub result {
    my ($name, @faults) = @_;
    $number++;
    print @faults ? "not ok $number - $name\n" : "ok $number - $name\n";
    print map { "# $_\n" } map { split /\n/ } @faults;
    $failed++ if @faults;
}
sub Corpus::spew { my ($f, $t) = @_; open my $h, '>:raw', $f or die "$f: $!\n"; print $h $t; close $h; }
sub slurp { my ($f) = @_; open my $h, '<:raw', $f or return ''; local $/; return <$h> // ''; }
sub digest { return -e $_[0] ? Digest::SHA->new(256)->addfile($_[0])->hexdigest : 'none'; }

sub readable { # what was written, as one line of text
    my ($bytes) = @_;
    my @lines = split /\n/, Encode::decode('UTF-8', $bytes =~ s/\Q$dir\E/DIR/gr);
    @lines = (@lines[0 .. 2], '…', $lines[-1]) if @lines > 5;
    for (@lines) {
        s/^duima: //;
        s/(known are )[^;]*/$1…/;    # profiles come and go
        s/(parted by TAB: )[^;|]*/$1…/;
    }
    return join(' | ', map { my $l = $_; $l =~ s/([\\\t\x00-\x1F\x7F-\x9F\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{FEFF}\x{E0000}-\x{E007F}])/sprintf '\\x{%X}', ord $1/ge; length $l > 400 ? substr($l, 0, 300) . '…' . substr($l, -60) : $l } @lines);
}

sub environment {
    delete @ENV{grep { /^(?:LC_|LANG|DUIMA_|XDG_|COLUMNS|TERM|NO_COLOR)/ && !/^DUIMA_(?:SHARE|LOCALE)_DIR$/ } keys %ENV};
    @ENV{qw(DUIMA_DB DUIMA_USER HOME TMPDIR TZ SOURCE_DATE_EPOCH LC_ALL)} = ("$dir/duima.db", 'tester', "$dir/home", "$dir/tmp", 'UTC', 1785556800, 'C');
}

# Runs duima in $dir/in: exit code, standard output, standard error.
sub run {
    my ($case, @arguments) = @_;
    my @command = ($program, @arguments);
    @command = ('strace', '-f', '-qq', '-o', "$dir/trace", '-e', 'trace=network,open,openat', @command) if $case->{traced} && $unlimited;
    @command = ('sh', '-c', "${memory}exec \"\$@\"", 'sh', @command);
    my ($from, $to);
    my $feeding = $case->{stdin} && $case->{make};
    pipe $from, $to or die if $feeding;
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        environment();
        $ENV{ASAN_OPTIONS} = join ':', $ENV{ASAN_OPTIONS} // (), 'detect_leaks=0' if $sanitized && $case->{traced};    # leaks cannot be looked for under strace
        chdir "$dir/in" or die;
        if ($feeding) { close $to; open STDIN, '<&', $from or die }
        elsif (!$case->{stdin}) { open STDIN, '<', '/dev/null' or die }
        elsif ($case->{stdin} eq 'closed') { close STDIN }
        else { open STDIN, '<', "$dir/stdin" or die }
        open STDOUT, '>', "$dir/out" or die;
        open STDERR, '>', "$dir/err" or die;
        alarm 120;
        exec @command or die;
    }
    if ($feeding) {
        close $from;
        binmode $to;
        $case->{make}->($to);
        close $to;
    }
    waitpid $pid, 0;
    return ($? & 127 ? 128 + ($? & 127) : $? >> 8, slurp("$dir/out"), slurp("$dir/err"));
}

# The case's files in $dir/in. Returns the operand, and a process that feeds a pipe.
sub lay_out {
    my ($case) = @_;
    system 'rm', '-rf', "$dir/in";
    mkdir "$dir/in";
    my $path = $case->{file} =~ m{^/} ? $case->{file} : "$dir/in/$case->{file}";
    Corpus::spew("$dir/in/$_", $case->{beside}{$_}) for keys %{ $case->{beside} // {} };
    if (defined $case->{fifo}) {
        system('mkfifo', $path) == 0 or die;
        my $pid = fork // die;
        return ($case->{file}, $pid) if $pid;
        alarm 60;
        open my $h, '>:raw', $path or POSIX::_exit(0);
        print $h $case->{fifo};
        close $h;
        exec 'true';
    } elsif ($case->{prepare}) {
        $case->{prepare}->($path);
    } elsif ($case->{stdin}) {
        Corpus::spew("$dir/stdin", $case->{bytes}) if defined $case->{bytes};
    } elsif ($case->{make}) {
        open my $h, '>:raw', $path or die "$path: $!\n";
        $case->{make}->($h);
        close $h;
    } else {
        Corpus::spew($path, $case->{bytes});
    }
    chmod $case->{mode}, $path if defined $case->{mode};
    return ($case->{stdin} ? '-' : $case->{file});
}

sub inventory { return join ' ', sort map { s{^\Q$dir\E/}{}r } glob("$dir/in/* $dir/in/.[!.]* $dir/tmp/* $dir/tmp/.[!.]* $dir/duima.db*"); }

# Why it cannot be tried here; '' where it can.
sub why_not {
    my ($case) = @_;
    return 'root may read everything' if $case->{unprivileged} && $> == 0;
    return $case->{needs} && !grep({ -x "$_/$case->{needs}" } split /:/, $ENV{PATH}) ? "no $case->{needs}" : '';
}

# What a traced program must not have asked for.
sub strange_calls {
    my @strange;
    open my $h, '<', "$dir/trace" or return 'there is no trace';
    while (<$h>) {
        next if $sanitized && /"\/proc\/self\/environ"/;    # AddressSanitizer looks for its options there
        push @strange, $_ if /\b(?:socket|connect|sendto)\(/ || /open(?:at)?\([^"]*"[^"]*(?:passwd|hostname|\/dev\/(?:random|zero|stdin)|\/proc\/self\/(?:mem|environ)|\.dtd|\.xsd|\.gz|\.rng)"/;
    }
    close $h;
    unlink "$dir/trace";
    return map { "asked for: $_" } @strange[0 .. ($#strange > 2 ? 2 : $#strange)];
}

# Where the lines of a case stand: of a part that has a file of its own, there.
sub book_of { my ($case) = @_; my $own = "$here/expected-$case->{part}.tsv"; return -e $own ? $own : "$here/expected.tsv"; }

my (%expected, @got);
for my $book (glob "$here/expected*.tsv") {
    open my $h, '<:encoding(UTF-8)', $book or die "$book: $!\n";
    while (<$h>) {
        next if /^#/;
        chomp;
        my ($name, @rest) = split /\t/, $_, -1;
        $expected{$name} = \@rest;
    }
}
my @cases = Corpus::load();
my %wanted = map { $_ => 1 } @ARGV;
if (%wanted) {
    my %there = map { $_->{name} => 1 } @cases;
    $there{$_} or die "there is no case $_\n" for @ARGV;
    @cases = grep { $wanted{ $_->{name} } } @cases;
}
if (system("strace -f -qq -o '$dir/trace' -e trace=network true 2>/dev/null") == 0) { $unlimited = 1 }
else { print "# strace cannot be used: what is opened is not watched\n" }

Corpus::spew("$dir/in/base.xml", $Corpus::HEAD =~ s/version="2"/version="1"/r . '<drug code="D0"><name>base</name></drug></catalog>');
my ($status) = run({}, 'import', 'base.xml');
die "the base cannot be imported: " . slurp("$dir/err") if $status;
my $base = slurp("$dir/duima.db");
my $before = digest("$dir/duima.db");
my @small;

for my $case (@cases) {
    if (my $why = why_not($case)) {
        $number++;
        print "ok $number - $case->{name} # SKIP $why\n";
        push @got, [$case->{name}, @{ $expected{ $case->{name} } // [] }];
        next;
    }
    my @faults;
    my ($operand, $feeder) = lay_out($case);
    my $there = inventory();
    my @verb = @{ $case->{verb} // ['import'] };
    my ($code, $out, $err) = run($case, @verb, ($operand =~ /^-./ ? '--' : ()), $operand, @{ $case->{args} });
    waitpid $feeder, 0 if $feeder;
    push @faults, "left behind: " . inventory() . "; there was $there" if inventory() ne $there;
    push @faults, strange_calls() if $case->{traced} && $unlimited;
    push @faults, "ended by a signal:\n$err" if $code > 128;
    my $shown = '';
    if ($code > 1) {
        push @faults, 'the store has changed' if digest("$dir/duima.db") ne $before;
        push @faults, "standard output has:\n$out" if $out ne '' && $verb[0] eq 'import';
    } elsif ($case->{shows}) {
        my ($version) = $out =~ m{^(\S+)/\w+@(\S+): };
        my ($bad, $export, $why) = run({}, 'export', ($version // 'X') . '@' . ($out =~ m{@(\S+): } ? $1 : '2'));
        $shown = readable($bad ? "export: $why" : join '', grep { !/^<\?xml|^<\/?catalog/ } split /(?<=\n)/, $export);
    }
    if (digest("$dir/duima.db") ne $before) {
        unlink glob("$dir/duima.db*");
        Corpus::spew("$dir/duima.db", $base);
    }
    my @this = ($code, readable($err), readable($out), $shown);
    push @got, [$case->{name}, @this];
    my @want = @{ $expected{ $case->{name} } // [] };
    my @what = ('exit code', 'standard error', 'standard output', 'the version');
    $this[$_] eq ($want[$_] // 'nothing, for it is not in expected.tsv') or $update
        or push @faults, Encode::encode('UTF-8', "$what[$_] is\n  $this[$_]\nnot\n  " . ($want[$_] // 'in expected.tsv')) for 0 .. 3;
    result("$case->{name}: " . Encode::encode('UTF-8', $case->{reason}), @faults);
    if ($ENV{HOSTILE_KEEP}) { system 'cp', '-r', "$dir/in", "$ENV{HOSTILE_KEEP}/$case->{name}" }
    my $fed = defined $case->{bytes} && !$case->{large} && length $case->{bytes} <= 65600 && $case->{file} =~ /^a\.(?:xml|txt)\z/ && !$case->{verb};
    if ($fed && !grep({ defined } @$case{qw(stdin beside mode)}) && !grep { /\.xml$|^--max/ } @{ $case->{args} }) { push @small, [$case, @this] }
    else { delete $case->{bytes} } # every fork copies the tables of what is held
}

# --- in pieces
my $pieces = $ENV{HOSTILE_PIECES} // '';
if ($pieces ne '' && -x $pieces && @small) {
    system 'rm', '-rf', "$dir/in";
    mkdir "$dir/in";
    open my $list, '>', "$dir/list" or die;
    for my $i (0 .. $#small) {
        my $case = $small[$i][0];
        Corpus::spew("$dir/in/$i.xml", $case->{bytes});
        my %o = map { $_ => '' } qw(--profile --region --label);
        for my $k (0 .. $#{ $case->{args} }) { $o{ $case->{args}[$k] } = $case->{args}[$k + 1] if exists $o{ $case->{args}[$k] } }
        print $list join("\t", "$dir/in/$i.xml", @o{qw(--profile --region --label)}, scalar(grep { $_ eq '--skip-bad' } @{ $case->{args} })), "\n";
    }
    close $list;
    my @lines = do { local @ENV{qw(TMPDIR LC_ALL)} = ("$dir/tmp", 'C'); split /\n/, qx("$pieces" "$dir" "$dir/list" 2>/dev/null) };
    for my $i (0 .. $#small) {
        my ($case, $code, $err) = @{ $small[$i] };
        my ($whole, @others) = split /\x1E/, $lines[$i] // '', -1;
        my @faults = defined $whole && @others == 2 ? () : 'pieces said nothing of it';
        if ($case->{loose}) { s/:\d+:\d+:/:/g for @others, $whole }    # libxml2 finds the fault sooner or later, as it is fed
        $others[$_] eq $whole or push @faults, ($_ ? 'seven bytes' : 'one byte') . " at a time: $others[$_]\nwhole: $whole" for 0 .. $#others;
        push @faults, "whole, without a child: $whole\nthe program: $code" if defined $whole && $whole !~ /^$code /;
        result("$case->{name}, in pieces", @faults);
    }
    for my $line (grep { /^ok |^not ok / } @lines[scalar(@small) .. $#lines]) {
        result($line =~ s/^(?:not )?ok //r, $line =~ /^not/ ? 'see its name' : ());
    }
}

if ($update) {
    my %new = map { $_->[0] => $_ } @got;
    my %books;
    push @{ $books{ book_of($_) } }, $new{ $_->{name} } // ($expected{ $_->{name} } ? [$_->{name}, @{ $expected{ $_->{name} } }] : ()) for Corpus::load_again();
    for my $book (sort keys %books) {
        open my $h, '>:encoding(UTF-8)', $book or die;
        print $h "# name\texit\tstandard error\tstandard output\twhat the version then shows; written by HOSTILE_UPDATE=1 tests/hostile/hostile.pl, read by a person\n";
        print $h join("\t", @$_), "\n" for @{ $books{$book} };
        close $h or die;
    }
}
print "1..$number\n";
exit($failed > 0);
