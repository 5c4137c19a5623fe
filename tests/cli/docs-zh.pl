#!/usr/bin/perl
# tests/cli/docs-zh.pl: every man page has its Chinese in share/man/zh_CN: the same sections, options, literal words and examples as the
# English page, arguments called as --help --lang zh calls them, nothing that groff or mandoc would blame. What lacks is named: page, option,
# word. TAP on standard output; changes nothing.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

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
sub slurp { my ($f) = @_; open my $h, '<:encoding(UTF-8)', $f or return; local $/; return <$h> // ''; }

# The first that two lists do not have in common, as a sentence; nothing where they are alike.
sub differ {
    my ($what, $english, $chinese) = @_;
    for my $i (0 .. ($#$english > $#$chinese ? $#$english : $#$chinese)) {
        my ($e, $c) = ($english->[$i] // 'nothing', $chinese->[$i] // 'nothing');
        return "$what: \"$e\" in English, \"$c\" in Chinese" if $e ne $c;
    }
    return;
}

sub plain { return $_[0] =~ s/\\-/-/gr =~ s/\\(?:[&:c]|f.)//gr =~ s/\\e/\\/gr =~ s/\\\(en/-/gr; }
# The arguments of a line with a font macro: blanks part them but in quotes.
sub words {
    my ($line) = @_;
    my @words;
    push @words, $1 // $2 while $line =~ /"([^"]*)"|(\S+)/g;
    return @words;
}

# What stands in bold and is no section's name: words that a user types or a program writes.
sub literals {
    my ($text) = @_;
    my %found;
    my %section = map { $_ => 1 } $text =~ /^\.S[HS] "?([^"\n]+)/mg;
    for (split /\n/, $text) {
        next unless /^\.(B|BR|RB|BI|IB) (.*)/;
        my ($macro, @args) = ($1, words($2));
        @args = (join ' ', @args) if $macro eq 'B';
        for my $i (0 .. $#args) {
            next if $macro =~ /^B[RI]$/ && $i % 2 || $macro =~ /^[RI]B$/ && !($i % 2);
            next if $section{ $args[$i] };
            $found{$_} = 1 for grep { /^[\x21-\x7e]+$/ && /[A-Za-z0-9]/ } split /[ ,]+/, plain($args[$i]);
        }
    }
    return \%found;
}

# The heads behind .TP that begin with an option: name => "-o FILE".
sub options {
    my ($text) = @_;
    my (%found, $above);
    for (split /\n/, $text) {
        if (($above // '') eq '.TP' && /\\-\\-[a-z]/) {
            my $head = plain(join ' ', words(s/^\.[A-Z]+ //r)) =~ s/[,、]/ /gr;
            my ($name) = $head =~ /--([a-z-]+)/;
            my ($letter) = $head =~ /(?:^|\s)(-\w)(?=\s|$)/;
            my ($argument) = $head =~ /--[a-z-]+\s+(\S+)/;
            $found{$name} = join ' ', grep { defined } $letter, $argument;
        }
        $above = $_;
    }
    return \%found;
}

# What --help --lang zh says: name => "-o 文件".
sub help_options {
    my %found;
    for (split /\n/, qx('$program' @_ --help --lang zh)) {
        $found{$2} = join ' ', grep { defined } $1, $3 if /^ {2}(?:(-\w), |    )--([a-z-]+)(?: (\S+))?(?:\s|$)/;
    }
    return \%found;
}

sub sections { return [map { /^\.(SH|SS)\b/ ? $1 : () } split /\n/, $_[0]]; }
sub examples { return [map { /^(?:\$ |\.\\" setup: )/ ? plain($_) : () } split /\n/, $_[0]]; }
sub heads { return scalar(() = $_[0] =~ /^\.TP$/mg); }

my $installed = slurp("$src/share/man/local.mk") // '';
my %pages = map { s{.*/}{}r => 1 } glob("$src/share/man/*.[157]"), glob("$src/share/man/zh_CN/*.[157]");
for my $page (sort keys %pages) {
    my ($english, $chinese) = map { slurp($_) } "$src/share/man/$page", "$src/share/man/zh_CN/$page";
    if (!defined $chinese || !defined $english) {
        result("$page in Chinese", defined $english ? "there is no share/man/zh_CN/$page: write it beside share/man/$page" : "there is no English $page");
        next;
    }
    my @faults;
    my @title = map { /^\.TH (\S+ \d)/m ? $1 : 'nothing' } $english, $chinese;
    push @faults, differ('.TH', [$title[0]], [$title[1]]), differ('.SH and .SS', sections($english), sections($chinese)), differ('example', examples($english), examples($chinese));
    push @faults, sprintf '%d heads (.TP) in English, %d in Chinese', heads($english), heads($chinese) if heads($english) != heads($chinese);
    my ($there, $here) = (options($english), options($chinese));
    push @faults, map { "--$_ is in the English page only" } grep { !defined $here->{$_} } sort keys %$there;
    push @faults, map { "--$_ is in the Chinese page only" } grep { !defined $there->{$_} } sort keys %$here;
    my ($verb) = $page =~ /^duima-(\w+)\.1$/;
    my $help = $page =~ /\.1$/ ? help_options($verb // ()) : {};
    push @faults, map { "--$_ is called \"$here->{$_}\", in --help --lang zh \"$help->{$_}\"" } grep { defined $help->{$_} && $help->{$_} ne $here->{$_} } sort keys %$here;
    my $shown = plain($chinese);
    push @faults, map { "\"$_\" of the English page is nowhere in it" } grep { index($shown, $_) < 0 } sort keys %{ literals($english) };
    push @faults, map { 'overlong: ' . substr $_, 0, 30 } grep { length > 160 } split /\n/, $chinese;
    result("$page in Chinese is whole", @faults);
    result("$page in Chinese is installed", $installed =~ m{share/man/zh_CN/\Q$page\E(?:\s|$)} ? () : "share/man/local.mk does not name share/man/zh_CN/$page");
    for (['groff', 'groff -man -Tutf8 -Kutf8 -ww', '2>&1 >/dev/null'], ['mandoc', 'mandoc -W warning -T lint', '2>&1']) {
        my ($name, $command, $streams) = @$_;
        if (system("command -v $name >/dev/null 2>&1") == 0) {
            result("$name has nothing against $page in Chinese", grep { !/ STYLE: / } split /\n/, qx($command '$src/share/man/zh_CN/$page' $streams));
        } else {
            $n++;
            print "ok $n - $name has nothing against $page in Chinese # SKIP no $name\n";
        }
    }
}
print "1..$n\n";
exit($bad || !$n ? 1 : 0);
