#!/usr/bin/perl
# tests/cli/run-case.pl: runs golden cases of the program; TAP on standard output, one test a run. Changes nothing but, when told so,
# the cases themselves.
#
#   run-case.pl [FILE.case …]           all of tests/cli/*.case where none is named
#   GOLDEN_UPDATE=1 run-case.pl FILE    writes what came out into the case: read the diff before you commit it
#
# A case is one file: first lines of "#" that say why it is there, then sections. A section begins with a line "--- WORD …" and goes on
# to the next one; every line of its body counts, blank ones too. A body line that begins with "--- " is written "\--- ".
#
#   --- use NAME [AS]             the file tests/cli/data/NAME is there, under that name or as AS
#   --- file NAME [OPTION…]       a file with this body. Options: encoding=gbk (any that Perl's Encode knows), bom, crlf, noeol,
#                                 hex (the body is hex digits), perl (a Perl expression that gives the bytes),
#                                 xlsx (a workbook: Workbook.pm says how it is written),
#                                 mode=0400
#   --- setup ARGUMENT…           runs duima so; it must end with 0, and what it says does not count
#   --- run ARGUMENT…             runs duima so (words parted and quoted as a shell does). It has its sections behind it:
#   --- shell COMMAND             the same by sh, where a redirection is needed; $DUIMA is the program
#     --- env NAME=VALUE …        for this run; NAME= unsets
#     --- stdin [OPTION…]         the body is its standard input (options as with file)
#     --- stdout [noeol]          what it must write there, exactly. Absent: nothing
#     --- stdout has              each body line must stand in a line of it, in this order
#     --- stdout lacks            no body line may stand in it
#     --- stderr …                the same for standard error
#     --- wrote NAME [OPTION…]    the file must now have exactly this body (options as with file)
#     --- missing NAME            the file must not be there
#     --- exit N                  the exit code; absent: 0
#
# Each case has its own empty directory, which messages see as DIR, with DUIMA_DB in it. The clock stands at 2026-08-01T04:00:00Z, the
# user is "tester", the locale C, the terminal 100 columns wide (no terminal at all).
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use Encode ();
use File::Temp qw(tempdir);
use FindBin;
use Text::ParseWords qw(shellwords);
use lib $FindBin::Bin;
use Workbook;

my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my $tests = ($ENV{top_srcdir} // '.') . '/tests/cli';
my $update = $ENV{GOLDEN_UPDATE};
my @cases = @ARGV ? @ARGV : sort glob("$tests/*.case");
my ($n, $bad) = (0, 0);
$_ = abs_path($_) for @cases;
my $data = abs_path("$tests/data");

sub slurp { my ($f) = @_; open my $h, '<:raw', $f or return undef; local $/; my $t = <$h>; return $t // ''; }
sub spew { my ($f, $t) = @_; open my $h, '>:raw', $f or die "$f: $!\n"; print $h $t; close $h or die "$f: $!\n"; }

# A case as a list of sections [word, rest of the line, body]; the first has no word and holds the comment.
sub parse {
    my ($file) = @_;
    my @sections = (['', '', '']);
    my $text = slurp($file) // die "$file: $!\n";
    for my $line (split /(?<=\n)/, $text) {
        if ($line =~ /^--- (\S+)[ \t]*(.*)\n?$/) {
            push @sections, [$1, $2, ''];
        } else {
            $line =~ s/^\\(?=-)//;
            $sections[-1][2] .= $line;
        }
    }
    die "$file: begins without saying why it is there\n" unless $sections[0][2] =~ /^#\s*\S/;
    return @sections;
}

sub unparse {
    my $text = '';
    for my $s (@_) {
        $text .= "--- $s->[0]" . ($s->[1] ne '' ? " $s->[1]" : '') . "\n" if $s->[0] ne '';
        $text .= join '', map { /^--- / ? "\\$_" : $_ } split /(?<=\n)/, $s->[2];
    }
    return $text;
}

# The bytes that a body stands for, by its options.
sub bytes_of {
    my ($body, @options) = @_;
    my %o = map { /^([^=]+)(?:=(.*))?$/ ? ($1 => $2 // 1) : () } @options;
    return pack 'H*', $body =~ s/\s+//gr if $o{hex};
    return Workbook::xlsx(Encode::decode('UTF-8', $body)) if $o{xlsx};
    if ($o{perl}) {
        my $bytes = eval $body;
        die "perl: $@\n" if $@;
        return $bytes;
    }
    $body =~ s/\n\z// if $o{noeol};
    $body =~ s/\n/\r\n/g if $o{crlf};
    my $text = Encode::decode('UTF-8', $body);
    $text = "\x{FEFF}$text" if $o{bom};
    return Encode::encode($o{encoding} // 'UTF-8', $text);
}

sub run_program {
    my ($dir, $shell, $line, $env, $stdin) = @_;
    my @command = $shell ? ('sh', '-c', $line) : ($program, shellwords($line));
    spew("$dir/.in", $stdin);
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        chdir $dir or die;
        delete @ENV{grep { /^(?:LC_|LANG|DUIMA_|XDG_|COLUMNS|TERM|NO_COLOR)/ && !/^DUIMA_(?:SHARE|LOCALE)_DIR$/ } keys %ENV};
        @ENV{qw(DUIMA DUIMA_DB DUIMA_USER HOME TZ SOURCE_DATE_EPOCH LC_ALL)} =
            ($program, "$dir/duima.db", 'tester', $dir, 'UTC', 1785556800, 'C');
        for (@$env) {
            my ($name, $value) = split /=/, $_, 2;
            if ($value eq '') { delete $ENV{$name} } else { $ENV{$name} = $value =~ s/\bDIR\b/$dir/r }
        }
        open STDIN, '<', "$dir/.in" or die;
        open STDOUT, '>', "$dir/.out" or die;
        open STDERR, '>', "$dir/.err" or die;
        alarm 120;
        exec @command or die "$command[0]: $!\n";
    }
    waitpid $pid, 0;
    my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
    my ($out, $err) = (slurp("$dir/.out"), slurp("$dir/.err"));
    s/\Q$dir\E/DIR/g for $out, $err;
    unlink map { "$dir/.$_" } qw(in out err);
    return ($status, $out, $err);
}

sub difference {
    my ($what, $expected, $got) = @_;
    my $dir = tempdir(CLEANUP => 1);
    spew("$dir/expected", $expected);
    spew("$dir/got", $got);
    my $diff = qx(cd '$dir' && diff -u expected got);
    return "$what differs:\n$diff";
}

# What is wrong with a stream, given the sections for it.
sub judge {
    my ($what, $got, @sections) = @_;
    my @faults;
    my $exact = '';
    my $compare = 1;
    for my $s (@sections) {
        my ($word, $rest, $body) = @$s;
        if ($rest eq 'has') {
            $compare = 0;
            my $at = 0;
            for my $line (split /\n/, $body) {
                my $found = index $got, $line, $at;
                if ($found < 0) {
                    push @faults, "$what lacks (here or in this order): $line\nit is:\n$got";
                    last;
                }
                $at = $found + length $line;
            }
        } elsif ($rest eq 'lacks') {
            $compare = 0;
            index($got, $_) >= 0 and push @faults, "$what has: $_\nit is:\n$got" for split /\n/, $body;
        } else {
            $compare = 1;
            $exact = $rest eq 'noeol' ? $body =~ s/\n\z//r : $body;
        }
    }
    push @faults, difference($what, $exact, $got) if $compare && $exact ne $got;
    return @faults;
}

# The sections that belong to the run at $i.
sub parts_of {
    my ($i, @sections) = @_;
    my @parts;
    for my $k ($i + 1 .. $#sections) {
        last if $sections[$k][0] !~ /^(?:env|stdin|stdout|stderr|wrote|missing|exit)$/;
        push @parts, $sections[$k];
    }
    return @parts;
}

# New sections behind a run, where its expectations are exact ones.
sub updated {
    my ($parts, $status, $out, $err, $dir) = @_;
    my @new = grep { $_->[0] =~ /^(?:env|stdin)$/ } @$parts;
    for (['stdout', $out], ['stderr', $err]) {
        my ($what, $got) = @$_;
        my @kept = grep { $_->[0] eq $what && $_->[1] =~ /^(?:has|lacks)$/ } @$parts;
        push @new, @kept if @kept;
        next if @kept || $got eq '';
        push @new, $got =~ /\n\z/ ? [$what, '', $got] : [$what, 'noeol', "$got\n"];
    }
    for my $s (grep { $_->[0] =~ /^(?:wrote|missing)$/ } @$parts) {
        my ($name, @options) = split ' ', $s->[1];
        my $got = slurp("$dir/$name");
        push @new, $s->[0] eq 'wrote' && !@options && defined $got ? ['wrote', $name, $got] : $s;
    }
    push @new, ['exit', $status, ''] if $status;
    return @new;
}

sub run_case {
    my ($file) = @_;
    my $name = $file =~ s{.*/}{}r =~ s{\.case$}{}r;
    my @sections = parse($file);
    my $dir = abs_path(tempdir(CLEANUP => 1));
    my ($runs, @rewritten) = (0);
    for (my $i = 0; $i < @sections; $i++) {
        my ($word, $rest, $body) = @{ $sections[$i] };
        push @rewritten, $sections[$i];
        if ($word eq 'use') {
            my ($from, $as) = split ' ', $rest;
            spew("$dir/" . ($as // $from), slurp("$data/$from") // die "$file: no tests/cli/data/$from\n");
        } elsif ($word eq 'file') {
            my ($as, @options) = split ' ', $rest;
            mkdir "$dir/$1" if $as =~ m{^(.*)/};
            spew("$dir/$as", bytes_of($body, @options));
            /^mode=(\d+)$/ and chmod oct $1, "$dir/$as" for @options;
        } elsif ($word eq 'setup') {
            my ($status, $out, $err) = run_program($dir, 0, $rest, [], '');
            if ($status) {
                $n++;
                $bad++;
                print "not ok $n - $name: setup $rest\n", map { "# $_\n" } "exit $status", split /\n/, $out . $err;
                return; # nothing is rewritten
            }
        } elsif ($word eq 'run' || $word eq 'shell') {
            my @parts = parts_of($i, @sections);
            my @env = map { shellwords($_->[1]) } grep { $_->[0] eq 'env' } @parts;
            my ($stdin) = map { bytes_of($_->[2], split ' ', $_->[1]) } grep { $_->[0] eq 'stdin' } @parts;
            my ($status, $out, $err) = run_program($dir, $word eq 'shell', $rest, \@env, $stdin // '');
            my ($expected) = map { $_->[1] } grep { $_->[0] eq 'exit' } @parts;
            my @faults = $status == ($expected // 0) ? () : 'exit code ' . $status . ', not ' . ($expected // 0);
            push @faults, judge('stdout', $out, grep { $_->[0] eq 'stdout' } @parts);
            push @faults, judge('stderr', $err, grep { $_->[0] eq 'stderr' } @parts);
            for my $s (grep { $_->[0] eq 'wrote' } @parts) {
                my ($as, @options) = split ' ', $s->[1];
                my $got = slurp("$dir/$as");
                my $want = bytes_of($s->[2], @options);
                push @faults, defined $got ? difference($as, $want, $got) : "$as was not written" if !defined $got || $got ne $want;
            }
            push @faults, "$_->[1] is there" for grep { $_->[0] eq 'missing' && -e "$dir/$_->[1]" } @parts;
            $n++;
            $runs++;
            $bad++ if @faults && !$update;
            print @faults && !$update ? "not ok $n - $name: $rest\n" : "ok $n - $name: $rest\n";
            if (!$update) {
                print "# $_\n" for map { split /\n/ } @faults;
            }
            push @rewritten, updated(\@parts, $status, $out, $err, $dir);
            $i += @parts;
        } elsif ($word ne '') {
            die "$file: what is a section \"$word\"?\n";
        }
    }
    die "$file: runs nothing\n" unless $runs || $bad;
    spew($file, unparse(@rewritten)) if $update && unparse(@rewritten) ne slurp($file);
}

run_case($_) for @cases;
print "1..$n\n";
exit($bad ? 1 : 0);
