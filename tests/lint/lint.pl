#!/usr/bin/perl
# tests/lint/lint.pl: the house rules that a compiler does not know. TAP on standard output; one test a rule.
# Reads the sources as text and the built objects with objdump; never changes a file.
use strict;
use warnings;

my $src = $ENV{top_srcdir} // '.';
my $build = $ENV{top_builddir} // "$src/build";
my @rooms = qw(base io catalog import pack mapper report cli);
my ($n, $bad) = (0, 0);

sub result {
    my ($name, @faults) = @_;
    $n++;
    print @faults ? "not ok $n - $name\n" : "ok $n - $name\n";
    print "#   $_\n" for @faults[0 .. ($#faults > 19 ? 19 : $#faults)];
    $bad++ if @faults;
}

sub slurp { my ($f) = @_; open my $h, '<', $f or die "$f: $!"; local $/; return scalar <$h>; }

# C without comments and without what stands in quotes; line numbers stay.
sub code_of {
    my ($text, $keep_strings) = @_;
    $text =~ s{(/\*.*?\*/|//[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')}
              {defined $1 ? ($1 =~ tr/\n//cdr) : $keep_strings ? $2 : '""'}gse;
    return $text;
}

my %files;    # room => [relative paths]
for my $room (@rooms) {
    $files{$room} = [map { s{^\Q$src\E/}{}r } sort glob("$src/$room/*.[ch]")];
}
my @all = map { @{ $files{$_} } } @rooms;
my %text = map { $_ => slurp("$src/$_") } @all;
my %code = map { $_ => code_of($text{$_}) } @all;

sub grep_code {
    my ($pattern, $files, $set) = @_;
    my @hits;
    for my $file (@$files) {
        my $line = 0;
        for (split /\n/, $set->{$file}) {
            $line++;
            push @hits, "$file:$line: $_" if /$pattern/;
        }
    }
    return @hits;
}
sub room_of { return (split m{/}, $_[0])[0]; }

# --- layers
my (%may, %only);
for (split /\n/, slurp("$src/tests/lint/layers.tsv")) {
    next if /^#/ || !/\S/;
    my ($room, $may, $libs) = split /\t/;
    $may{$room} = { map { $_ => 1 } grep { $_ ne '-' } split /,/, $may };
    next if $libs eq '-';
    for (split ' ', $libs) {
        my ($headers, $globs) = split /=/;
        push @{ $only{$_} }, split /,/, $globs for split /,/, $headers;
    }
}
my (@upward, @libs);
for my $file (@all) {
    my $room = room_of($file);
    while ($text{$file} =~ /^\s*#\s*include\s+([<"])([^>"]+)[>"]/mg) {
        my ($quote, $header) = ($1, $2);
        if ($header =~ m{^(\w+)/} && exists $may{$1}) {
            push @upward, "$file includes $header" if $1 ne $room && !$may{$room}{$1};
        }
        for my $lib (keys %only) {
            next unless $header eq $lib || ($lib =~ m{/$} && index($header, $lib) == 0);
            my $ok = grep { my $g = quotemeta($_) =~ s/\\\*/[^\/]*/gr; $file =~ /^$g$/ } @{ $only{$lib} };
            push @libs, "$file includes $header" unless $ok;
        }
    }
}
result('no room includes one above or beside it', @upward);
result('a library\'s header only where layers.tsv says', @libs);

# --- what only some rooms may do
# the processor time that a child has used is no time of day
my %code_but_processor_time = map { $_ => $_ eq 'io/child_watch.c' ? $code{$_} =~ s/\bclock_gettime\(clock, /(/r : $code{$_} } @all;
my @not_cli = grep { room_of($_) ne 'cli' } @all;
result('stdio streams, exit, getenv, setlocale, time() only in cli',
    grep_code(qr/\b(?:stdout|stderr|stdin)\b|\bFILE\s*\*|\b(?:fopen|fdopen|freopen|v?f?printf|puts|putchar|perror|exit|getenv|secure_getenv|setenv|putenv|setlocale|time|localtime(?:_r)?|gmtime(?:_r)?)\s*\(/,
        \@not_cli, \%code));
result('no environment, clock or locale under another name outside cli',
    grep_code(qr/\b(?:clock_gettime|gettimeofday|environ|textdomain|bindtextdomain)\b/,
        [grep { $_ ne 'io/child_filter.c' } @not_cli], \%code_but_processor_time));    # which allows system calls by their names
result('fork, prctl, seccomp, setrlimit only in io/child*.c',
    grep_code(qr/\b(?:v?fork|prctl|seccomp\w*|setrlimit|popen|system)\s*\(/, [grep { !m{^io/child\w*\.c$} } @all], \%code));
result('other programs are started only in cli/pager.c',
    grep_code(qr/\b(?:posix_spawnp?|exec[lv]\w*|fexecve)\s*\(/, [grep { $_ ne 'cli/pager.c' } @all], \%code));
# suggest's score is a likeness; a cell of a spreadsheet holds nothing else
result('no binary floating point', grep_code(qr/\b(?:float|double|strtod|strtof|strtold)\b/,
    [grep { $_ !~ m{^(?:mapper/suggest_score\.[ch]|report/book_cell\.c)$} } @all], \%code));
result('libxml2\'s and sqlite\'s process-wide hooks stay alone',
    grep_code(qr/\b(?:xmlSetGenericErrorFunc|xmlSetExternalEntityLoader|xmlMemSetup|sqlite3_config|sqlite3_auto_extension)\s*\(/, \@all, \%code),
    grep_code(qr/\bxmlSetStructuredErrorFunc\s*\(/, [grep { $_ ne 'io/xml_compat.h' } @all], \%code));    # of the thread, and put back
my %with_strings = map { $_ => code_of($text{$_}, 1) } @not_cli, grep { room_of($_) eq 'cli' } @all;
result('SQL text only in catalog/*.sql and catalog/statements*.h',
    grep_code(qr/"\s*(?:SELECT\s+\w|INSERT\s+(?:OR|INTO)\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(?:TABLE|INDEX|TRIGGER|VIEW|TEMP|UNIQUE)\b|DROP\s+(?:TABLE|INDEX|TRIGGER)\b|PRAGMA\s+\w|BEGIN\b|COMMIT\b|ROLLBACK\b)/,
        [grep { $_ !~ m{^catalog/statements|^report/change_sql\.c$} } @all], \%with_strings));    # change_sql.c writes SQL for others
result('switch only over an enum: no default label', grep_code(qr/^\s*default\s*:/, \@all, \%code));

# --- shape
my (@long_file, @long_line, @no_head, @unfinished);
for my $file (@all) {
    my @lines = split /\n/, $text{$file};
    push @long_file, "$file has " . @lines . " lines" if @lines > 600;
    push @no_head, $file unless $text{$file} =~ m{^/\*};
    for my $i (0 .. $#lines) {
        push @unfinished, "$file:" . ($i + 1) if $lines[$i] =~ /\b(?:TODO|FIXME|XXX)\b/;
    }
}
result('no file over 600 lines', @long_file);
result('every file begins by saying what it is for', @no_head);
result('nothing is marked unfinished', @unfinished);

# --- share/*.tsv
my @headless;
for my $tsv (split /\n/, `find '$src/share' -name '*.tsv' | LC_ALL=C sort`) {
    my $head = slurp($tsv);
    my $first = join "\n", grep { /^#/ } (split /\n/, $head)[0 .. 9];
    push @headless, "$tsv has no comment head that names its source" unless $head =~ /^#/ && $first =~ /source/i;
}
result('every share/*.tsv says its source', @headless);

# --- built objects: no writable data outside cli/main
my @objects = map { glob("$build/$_/*.o") } @rooms;
if (!@objects || system('objdump --version >/dev/null 2>&1') != 0) {
    $n++;
    print "ok $n - no writable data outside cli/main # SKIP no objects or no objdump\n";
} elsif (grep { /__asan_|__gcov/ } map { `objdump -t '$_'` } $objects[0]) {
    $n++;
    print "ok $n - no writable data outside cli/main # SKIP an instrumented build adds its own\n";
} else {
    my @writable;
    for my $object (@objects) {
        next if $object =~ m{/(?:duima-)?main\.o$};
        for (`objdump -t '$object'`) {
            push @writable, $object =~ s{^\Q$build\E/}{}r . ": $_" =~ s/\n//r if /\sO\s+\.(?:data|bss|tdata|tbss)(?:\.(?!rel\.ro)\S*)?\s/ || /\*COM\*/;
        }
    }
    result('no writable data outside cli/main', @writable);
}
print "1..$n\n";
exit($bad ? 1 : 0);
