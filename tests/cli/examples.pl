#!/usr/bin/perl
# tests/cli/examples.pl: every command line that a man page, a README or a page of docs/ shows behind "$ " is run, in order, in a scratch
# copy of share/samples with a store of its own. One test a line: it must end with 0, or with 1 where duima finds something, and what a
# page of docs/ or a README shows under it must be what it said, a line … standing for any. Chinese pages run in Chinese. TAP on standard
# output; changes nothing. A page may prepare its scene with lines  .\" setup: COMMAND  or  <!-- setup: COMMAND -->
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Copy qw(copy);
use File::Temp qw(tempdir);

my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my $src = $ENV{top_srcdir} // '.';
my ($n, $bad) = (0, 0);

sub slurp { my ($f) = @_; open my $h, '<', $f or return ''; local $/; return <$h> // ''; }

# The lines of a page: [command, must it be shown as a test?, the lines shown under it]
sub commands_of {
    my ($file, $text) = @_;
    my @commands;
    if ($file =~ /\.md$/) {
        while ($text =~ /^<!-- setup: ([^\n]+) -->$|^```console\n(.*?)^```/msg) {
            push @commands, [$1, 0] if defined $1;
            for (split /\n/, $2 // '') {
                if (/^\$ (.+)/) { push @commands, [$1, 1, []] } else { push @{ $commands[-1][2] }, $_ }
            }
        }
    } else {
        push @commands, [$1, 0] while $text =~ /^\.\\" setup: (.+)$/mg;
        push @commands, [$1 =~ s/\\-/-/gr =~ s/\\e/\\/gr, 1] while $text =~ /^\$ (.+)$/mg;
    }
    return @commands;
}

# The first line shown that was not said there; nothing where all were.
sub not_said {
    my ($said, $shown) = @_;
    my @said = split /\n/, $said;
    my $any = 0;
    for my $line (@$shown) {
        if ($line eq "\xe2\x80\xa6") {
            $any = 1;
            next;
        }
        $any ? shift @said : last while @said && $said[0] ne $line;
        return $line if !@said || $said[0] ne $line;
        shift @said;
        $any = 0;
    }
    return;
}

# One shell for the page, so that what one line sets the next one has.
sub run_page {
    my ($name, $locale, @commands) = @_;
    my $dir = abs_path(tempdir(CLEANUP => 1));
    mkdir "$dir/bin";
    symlink $program, "$dir/bin/duima";
    mkdir "$dir/work";
    copy($_, "$dir/work") for glob("$src/share/samples/*");
    my $script = "cd '$dir/work'\nPATH='$dir/bin':\$PATH\nexport DUIMA_DB='$dir/store.db' LC_ALL=$locale HOME='$dir'\nunset COLUMNS\n";
    my $i = 0;
    $script .= "{ $_->[0]\n} >'$dir/out.$i' 2>&1; echo \$? >'$dir/status." . $i++ . "'\n" for @commands;
    open my $h, '>', "$dir/script" or die;
    print $h $script;
    close $h;
    system('sh', "$dir/script");
    for my $k (0 .. $#commands) {
        my $status = slurp("$dir/status.$k") =~ /^(\d+)/ ? $1 : -1;
        my $line = $commands[$k][0];
        my $ok = $status == 0 || ($status == 1 && $line =~ /\bduima (?:check|coverage)\b/);
        my $said = slurp("$dir/out.$k");
        # a check that says nothing was not run; a list of nothing shows nothing; what goes to a file need say nothing
        $ok &&= length $said > 0 if $line =~ /^duima (?!check -q)/ && $line !~ / -o | >/;
        my $missing = not_said($said, $commands[$k][2] // []);
        $ok = 0 if defined $missing;
        next if $ok && !$commands[$k][1];
        $n++;
        $bad++ unless $ok;
        print $ok ? "ok $n - $name: $line\n" : "not ok $n - $name: $line\n# exit $status\n" . (defined $missing ? "# is shown and was not said: $missing\n" : ''), $ok ? '' : map { "# $_\n" } split /\n/, $said;
    }
}

# The example documents of the pages of section 5: the catalog imports, the table is one, a finding has the members shown, in that order.
sub run_documents {
    my ($catalog) = grep { /^<\?xml/ } blocks_of('duima-catalog.5');
    my ($table) = grep { /^院内编码/ } blocks_of('duima-mapping.5');
    my ($finding) = grep { /^\{"rule"/ } blocks_of('duima-mapping.5');
    my $dir = abs_path(tempdir(CLEANUP => 1));
    @ENV{qw(DUIMA_DB LC_ALL)} = ("$dir/store.db", 'C');
    my $run = sub { my $said = qx(cd '$dir' && '$program' @_ 2>&1); return ($? >> 8, $said); };
    my $say = sub {
        my ($ok, $what, $said) = @_;
        $n++;
        $bad++ unless $ok;
        print $ok ? "ok $n - $what\n" : "not ok $n - $what\n", $ok ? '' : map { "# $_\n" } split /\n/, $said;
    };
    spew("$dir/catalog.xml", $catalog // '');
    spew("$dir/table.csv", $table // '');
    my ($status, $said) = $run->('import --publish --effective 2026-07-01 catalog.xml');
    $say->($status == 0, 'duima-catalog.5: the document imports', $said);
    ($status, $said) = $run->('check -q --as-of 2026-08-01 --ignore T table.csv');
    my ($all, $with_t) = $run->('check -q --as-of 2026-08-01 --select T table.csv');
    $say->($status <= 1 && $all == 0, 'duima-mapping.5: the table is one', $said . $with_t);
    spew("$dir/wrong.csv", "院内编码,院内名称,医保编码,规格\nY1,对乙酰氨基酚片,xn02bea012a001010190001,0.25g\n");
    ($status, $said) = $run->('check -q --as-of 2026-08-01 --format ndjson wrong.csv');
    my @lines = split /\n/, $said;
    my @order = ($finding // '') =~ /"(\w+)":/g;
    my $good = @lines == 2;
    for my $line (@lines) {
        my @members = $line =~ /[{,]"(\w+)":/g;
        my $at = 0;
        for my $member (@members) {
            $at++ while $at < @order && $order[$at] ne $member;
            $good = 0 if $at++ >= @order;
        }
    }
    $say->($good, 'duima-mapping.5: a finding has the members that are shown, in that order', $said);
}

sub spew { my ($f, $t) = @_; open my $h, '>', $f or die "$f: $!\n"; print $h $t; close $h; }
sub blocks_of { return map { s/\\-/-/gr } slurp("$src/share/man/$_[0]") =~ /^\.EX\n(.*?)^\.EE/msg; }

for my $file (glob("$src/README*.md $src/docs/*.md $src/docs/zh/*.md"), sort glob("$src/share/man/*.[157]")) {
    my @commands = commands_of($file, slurp($file));
    run_page($file =~ s{^\Q$src\E/(?:share/man/)?}{}r, $file =~ m{\.zh\.md$|/zh/} ? 'zh_CN.UTF-8' : 'C', @commands) if grep { $_->[1] } @commands;
}
# The examples of --help, in a folder with drugs.csv; what has to be there before them.
my @keys = grep { /bureau\.key|password/ && !/duima/ } map { $_->[0] } grep { !$_->[1] } commands_of('duima-pack.1', slurp("$src/share/man/duima-pack.1"));
my @first = ('cp sample-hospital.csv drugs.csv', 'duima import --publish --effective 2026-01-01 sample-catalog-2026.1.xml');
my @staged = (@first, 'duima import sample-catalog-2026.2.xml');
my @both = (@first, 'duima import --publish --effective 2026-07-01 sample-catalog-2026.2.xml');
my %before = (import => [], publish => \@staged, drop => \@staged, impact => \@staged, pack => [@keys, @first],
    verify => [@keys, @first, 'duima pack 430000@2026.1 -o 2026.1.pack --key bureau.key --password-file password'],
    key => ['umask 077; echo a password of the tests >password']);
for my $verb (map { /^  ([a-z]+) / ? $1 : () } split /\n/, qx('$program' --help)) {
    my ($part) = qx('$program' $verb --help) =~ /^Examples:\n(.*)/ms;
    my @lines = ($part // '') =~ /^    \$ (.+)$/mg;
    run_page("$verb --help", 'C', map({ [$_, 0] } @{ $before{$verb} // \@both }), map { [$_, 1] } @lines) if @lines;
}
run_documents();
print "1..$n\n";
exit($bad || !$n ? 1 : 0);
