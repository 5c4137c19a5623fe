#!/usr/bin/perl
# tests/cli/docs.pl: what the program says of itself against what the man pages say: every verb with a section and a case, every option in
# both places, groff without warnings. TAP on standard output; changes nothing.
use strict;
use warnings;
use File::Temp qw(tempdir);

my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my $src = $ENV{top_srcdir} // '.';
my ($n, $bad) = (0, 0);
$ENV{LC_ALL} = 'C';
delete $ENV{COLUMNS};

sub result {
    my ($name, @faults) = @_;
    $n++;
    $bad++ if @faults;
    print @faults ? "not ok $n - $name\n" : "ok $n - $name\n", map { "#   $_\n" } @faults;
}
sub slurp { my ($f) = @_; open my $h, '<', $f or return ''; local $/; return <$h> // ''; }

# What --help shows: the options under its headings, as ["-o", "--output", "FILE"].
sub help_options {
    my ($text) = @_;
    my (%own, %everywhere);
    my $where = \%own;
    for (split /\n/, $text) {
        $where = \%everywhere if /^Everywhere:/;
        next unless /^ {2}(?:(-\w), |    )--([a-z-]+)(?: ([A-Z=]+))?(?:\s|$)/;
        $where->{$2} = { letter => $1 // '', argument => $3 // '' };
    }
    return (\%own, \%everywhere);
}

# The options of a piece of man page: heads behind .TP.
sub man_options {
    my ($text) = @_;
    my %found;
    my @lines = split /\n/, $text;
    for my $i (1 .. $#lines) {
        next unless $lines[ $i - 1 ] eq '.TP';
        my $head = $lines[$i] =~ s/^\.[A-Z]+ //r =~ s/\\-/-/gr =~ s/[",]+/ /gr;
        next unless $head =~ /--([a-z-]+)/;
        my $name = $1;
        my ($letter) = $head =~ /(?:^|\s)(-\w)\b/;
        my ($argument) = $head =~ /\b([A-Z][A-Z=]+)\b/;
        $found{$name} = { letter => $letter // '', argument => $argument // '' };
    }
    return \%found;
}

sub compare {
    my ($what, $help, $man, $page) = @_;
    my @faults;
    for (sort keys %$help) {
        if (!$man->{$_}) {
            push @faults, "--$_ is in --help, not in $page";
            next;
        }
        for my $part (qw(letter argument)) {
            push @faults, "--$_: $part \"$help->{$_}{$part}\" in --help, \"$man->{$_}{$part}\" in $page" if $help->{$_}{$part} ne $man->{$_}{$part};
        }
    }
    push @faults, map { "--$_ is in $page, not in --help" } grep { !$help->{$_} } sort keys %$man;
    result($what, @faults);
}

my $duima1 = slurp("$src/share/man/duima.1");
my $top = qx('$program' --help);
my ($list) = $top =~ /\n\n.*?\n\n(.*?)^Everywhere:/ms;
my @verbs = ($list // '') =~ /^  (\w+) /mg;
result('--help lists verbs, each in its group', @verbs > 5 ? () : "only: @verbs", $list =~ /^Others:/m ? 'one is in no group of cli/help.c' : ());

my (undef, $global) = help_options($top);
my ($globals_text) = $duima1 =~ /^\.SH OPTIONS\n(.*?)(?=^\.SH )/ms;
compare('duima --help and duima(1), OPTIONS', $global, man_options($globals_text // ''), 'duima.1');

for my $verb (@verbs) {
    my ($own) = help_options(scalar qx('$program' $verb --help));
    my ($section) = $duima1 =~ /^\.SS "duima $verb\b[^\n]*\n(.*?)(?=^\.S[SH] )/ms;
    result("duima(1) has a section on $verb", defined $section ? () : 'none');
    my $page = "duima-$verb.1";
    my $text = slurp("$src/share/man/$page");
    if ($text) {
        my ($options) = $text =~ /^\.SH OPTIONS\n(.*?)(?=^\.SH )/ms;
        compare("$verb --help and $page", $own, man_options($options // ''), $page);
    } else {
        compare("$verb --help and duima.1", $own, man_options($section // ''), 'duima.1');
    }
    result("$verb --help has examples", qx('$program' $verb --help) =~ /^Examples:\n.*^    \$ .*duima $verb\b/ms ? () : 'none');
    my @cases = glob("$src/tests/cli/$verb-*.case");
    result("$verb has a golden case", @cases ? () : "no tests/cli/$verb-*.case");
}

result('there is a case for every rule of --select',
    map { "no check-$_.case" } grep { !-e "$src/tests/cli/check-$_.case" } qx('$program' rules) =~ /^([A-Z]\d{3}) /mg);

# duima-rules(7) and the rule table say the same of every rule.
my %in_page;
for (map { s/\\-/-/gr } split /\n/, slurp("$src/share/man/duima-rules.7")) {
    $in_page{$1} = [$2, $3] if /^\.BR "(\w\d{3}) ([^"]+)" " \((\w+)/;
}
my %in_table = map { /^([A-Z]\d{3})  (\S+) +(\w+)/ ? ($1 => [$2, $3]) : () } split /\n/, qx('$program' rules);
my @told;
for my $rule (sort keys %in_table) {
    my ($page, $table) = ($in_page{$rule} // ['nothing', 'nothing'], $in_table{$rule});
    push @told, "$rule: $page->[0], $page->[1] in the page, $table->[0], $table->[1] in the table" if "@$page" ne "@$table";
}
push @told, map { "$_ is no rule" } grep { !$in_table{$_} } sort keys %in_page;
result('duima-rules(7) has every rule, its name and severity', @told);

# duimarc(5) says of every option where it may stand, and the program agrees.
my (%told_place, %place);
my $rc = slurp("$src/share/man/duimarc.5") =~ s/\\-/-/gr;
for (['file', 'Any file'], ['own', 'Only the user\'s own file, and one named by --config'], ['line', 'Only the command line']) {
    my ($key, $head) = @$_;
    my ($part) = $rc =~ /^\.SS "\Q$head\E"\n(.*?)(?=^\.S[SH] )/ms;
    $told_place{$_}{$key} = 1 for ($part // '') =~ /^\.BR ([a-z-]+)/mg;
}
{
    my $dir = tempdir(CLEANUP => 1);
    my $said = sub {
        my ($name, $value, @options) = @_;
        open my $h, '>', "$dir/.duimarc" or die;
        print $h "$name = $value\n";
        close $h;
        return scalar qx(cd '$dir' && HOME='$dir' XDG_CONFIG_HOME='$dir' '$program' rules --show-config @options 2>&1);
    };
    my %all = (%$global, map { my ($own) = help_options(scalar qx('$program' $_ --help)); %$own } @verbs);
    for my $name (keys %all) {
        my $value = $all{$name}{argument} ? 'x' : 'yes';
        next if $said->($name, $value, '--config .duimarc') =~ /only be given on the command line/ ? $place{$name} = 'line' : 0;
        $place{$name} = $said->($name, $value) =~ /says whom to trust/ ? 'own' : 'file';
    }
}
my @placed = map { join(' ', sort keys %{ $told_place{$_} // { nowhere => 1 } }) eq $place{$_} ? () : "$_: the program says $place{$_}" } sort keys %place;
push @placed, map { "$_ is no option" } grep { !$place{$_} } sort keys %told_place;
result('duimarc(5) says of every option where it may stand', @placed);

# duima-formats(5) has a section on every format, and on no other.
my %section = map { $_ => 1 } slurp("$src/share/man/duima-formats.5") =~ /^\.SS (\S+)$/mg;
my ($formats) = qx('$program' check --help) =~ /^Formats:\n(.*?)(?:\n\n|\z)/ms;
my %format = map { $_ => 1 } ($formats // '') =~ /^  (\w+) /mg;
result('duima-formats(5) has every format', %format ? () : 'check --help lists none', (map { "no section on $_" } grep { !$section{$_} } sort keys %format),
    map { "$_ is no format" } grep { !$format{$_} } sort keys %section);

if (system('groff --version >/dev/null 2>&1') == 0) {
    for my $page (sort glob("$src/share/man/*.[157]")) {
        my $said = qx(groff -man -Tutf8 -Kutf8 -ww '$page' 2>&1 >/dev/null);
        my $name = $page =~ s{.*/}{}r;
        result("groff has nothing against $name", split /\n/, $said);
        my @long = grep { length > 160 } split /\n/, slurp($page);
        result("$name has no overlong lines", map { substr $_, 0, 60 } @long);
    }
} else {
    $n++;
    print "ok $n - man pages # SKIP no groff\n";
}
print "1..$n\n";
exit($bad ? 1 : 0);
