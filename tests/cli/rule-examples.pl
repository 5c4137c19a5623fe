#!/usr/bin/perl
# tests/cli/rule-examples.pl: the examples of `duima explain` (share/examples/RULE.example, see the README there) hold: the rule fires on the
# rows that are marked so and on no other, what is marked as passing has no error, and explain shows it on lines that fit. Every rule has
# one. TAP on standard output; changes nothing.
#
#   rule-examples.pl [RULE …]    only these
use strict;
use warnings;
use utf8;
use Cwd qw(abs_path);
use Encode ();
use File::Temp qw(tempdir);
use Text::ParseWords qw(shellwords);
binmode STDOUT, ':utf8';

my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my $src = $ENV{top_srcdir} // '.';
my ($n, $bad) = (0, 0);
delete @ENV{grep { /^(?:LC_|LANG|COLUMNS|DUIMA_DB)/ } keys %ENV};
$ENV{LC_ALL} = 'C';

sub result {
    my ($name, @faults) = @_;
    $n++;
    $bad++ if @faults;
    print @faults ? "not ok $n - $name\n" : "ok $n - $name\n", map { "#   $_\n" } map { split /\n/ } @faults;
}
sub slurp { my ($f) = @_; open my $h, '<:raw', $f or return; local $/; return Encode::decode('UTF-8', scalar(<$h>) // '', 1); }
sub spew { my ($f, $t) = @_; open my $h, '>:raw', $f or die "$f: $!\n"; print $h $t; close $h or die "$f: $!\n"; }

# --- entries as XML

my %attribute = map { $_ => 1 } qw(list-type policy-code local-code);
my %inside = ( # a name that is no element of its own: the element, and its attribute
    from => [qw(valid from)], to => [qw(valid to)], status => [qw(valid status)],
    'agreement-from' => [qw(agreement from)], 'agreement-to' => [qw(agreement to)],
    quantity => [qw(pack quantity)], 'dose-unit' => [qw(pack dose-unit)], 'pack-unit' => [qw(pack pack-unit)],
    map { ("limit-$_" => ['limit', $_]) } qw(level sex age-min age-max visit approval),
);
my %successor = ('replaced-by' => 'replaced-by', 'same-as' => 'same-as', possibly => 'possibly');
my @order = qw(name generic brand alias form spec pack manufacturer holder repacker approval standard-code category flags pay-class self-pay
    unit ceiling agreement restriction limit content exclusions addon-of model material registration valid replaced-by replaces note);

sub quoted { return $_[0] =~ s/&/&amp;/gr =~ s/</&lt;/gr =~ s/"/&quot;/gr; }

sub entry_xml {
    my ($kind, $code, @fields) = @_;
    my (%elements, %attributes, %text);
    my $own = '';
    for (@fields) {
        my ($name, $value) = @$_;
        my ($base, $tier) = split /:/, $name, 2;
        $value = quoted($value);
        if ($attribute{$name}) {
            $own .= " $name=\"$value\"";
        } elsif ($inside{$name}) {
            my ($element, $attr) = @{ $inside{$name} };
            $attributes{$element} .= " $attr=\"$value\"";
        } elsif ($successor{$name}) {
            push @{ $elements{'replaced-by'} }, " type=\"$name\" code=\"$value\"/";
        } elsif ($name eq 'replaces') {
            push @{ $elements{replaces} }, " code=\"$value\"/";
        } elsif ($name eq 'pack') {
            $text{pack} = $value;
        } elsif ($base eq 'ceiling' || $base eq 'payment') {
            push @{ $elements{ceiling} }, ($base eq 'payment' ? ' type="payment"' : '') . (defined $tier ? " level=\"$tier\"" : '') . ">$value</ceiling";
        } elsif ($base eq 'self-pay') {
            push @{ $elements{'self-pay'} }, (defined $tier ? " scheme=\"$tier\"" : '') . ">$value</self-pay";
        } elsif (grep { $_ eq $name } @order) {
            push @{ $elements{$name} }, ">$value</$name";
        } else {
            die "an entry has no field \"$name\"\n";
        }
    }
    push @{ $elements{$_} }, "$attributes{$_}/" for grep { $_ ne 'pack' } keys %attributes;
    push @{ $elements{pack} }, ($attributes{pack} // '') . '>' . ($text{pack} // '') . '</pack' if $attributes{pack} || defined $text{pack};
    my $xml = "<$kind code=\"" . quoted($code) . "\"$own>";
    for my $name (@order) {
        $xml .= "<$name$_>" for @{ $elements{$name} // [] };
    }
    return "$xml</$kind>\n";
}

sub catalog_xml {
    my ($head, $body) = @_;
    my ($label, $from, $fragment) = split ' ', $head;
    my ($xml, @entry) = ('');
    for my $line (split(/\n/, $body), undef) {
        if (!defined $line || $line =~ /^(\S+) (\S+)$/) {
            my @next = defined $line ? ($1, $2) : ();
            $xml .= entry_xml(@entry) if @entry;
            @entry = @next;
        } elsif (@entry && $line =~ /^  (\S+) (.+)$/) {
            push @entry, [$1, $2];
        } else {
            die "not a line of a catalog: $line\n";
        }
    }
    my $part = ($fragment // '') eq 'fragment' ? ' fragment="true"' : '';
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<catalog xmlns=\"urn:duima:catalog:1\" region=\"430000\" version=\"$label\" effective=\"$from\"$part>\n$xml</catalog>\n";
}

# --- one example

sub run {
    my ($dir, @arguments) = @_;
    open my $pipe, '-|', 'sh', '-c', 'cd "$1" && shift && exec "$@" 2>&1', 'sh', $dir, $program, @arguments or die;
    binmode $pipe, ':utf8';
    local $/;
    my $said = <$pipe> // '';
    close $pipe;
    return ($? >> 8, $said);
}

sub table_bytes { return Encode::encode('UTF-8', $_[0]) =~ s/\\x([0-9A-F]{2})/chr hex $1/ger; }

# Writes a file whose lines have marks, and notes those: $marked->{NAME} is a list of [mark, line].
sub marked_file {
    my ($dir, $name, $body, $marked, $seen) = @_;
    $marked->{$name} = [];
    for (split /\n/, $body) {
        /^([!= ]) (.*)$/ or die "no mark in front of: $_\n";
        push @{ $marked->{$name} }, [$1, $2];
        $seen->{$1}++;
    }
    spew("$dir/$name", table_bytes(join '', map { "$_->[1]\n" } @{ $marked->{$name} }));
}

# What is wrong with the findings of one check: of its table, and of the other files with marks.
sub judge {
    my ($dir, $rule, $options, $marked) = @_;
    my @faults;
    my @options = shellwords(Encode::encode('UTF-8', $options));
    unshift @options, '--as-of', '2026-07-01' unless grep { $_ eq '--as-of' } @options;
    my ($status, $said) = run($dir, 'check', '-q', '--format', 'ndjson', '--fail-on', 'never', @options, 'table.csv');
    return "check ends with $status: $said" if $status;
    my %fired;
    for (split /\n/, $said) {
        my ($found) = /^\{"rule":"(\w+)"/ or return "no finding: $_";
        my ($severity) = /"severity":"(\w+)"/;
        my ($line) = /"line":(\d+)/;
        my ($file) = /"file":"([^"]*)"/;
        next if !$marked->{$file};
        $fired{$file}{$line} = 1 if $found eq $rule;
        push @faults, "line $line has an error of $found too: $_" if $found ne $rule && $severity eq 'error';
    }
    for my $file (sort keys %$marked) {
        my $line = 0;
        for (@{ $marked->{$file} }) {
            my ($mark, $row) = @$_;
            my $fires = $fired{$file}{ ++$line };
            push @faults, "$rule does not fire on $file, line $line: $row" if $mark eq '!' && !$fires;
            push @faults, "$rule fires on $file, line $line: $row" if $mark ne '!' && $fires;
        }
    }
    return @faults;
}

sub run_example {
    my ($rule, $text) = @_;
    my $dir = abs_path(tempdir(CLEANUP => 1));
    local $ENV{DUIMA_DB} = "$dir/duima.db";
    my ($head, @sections) = split /^--- /m, $text;
    my (%seen, %marked, @faults);
    push @faults, 'does not begin by saying what it shows' unless $head =~ /^# \S/;
    for (@sections) {
        my ($word, $rest, $body) = /^(\S+) ?([^\n]*)\n(.*)\z/s;
        if ($word eq 'catalog') {
            spew("$dir/catalog.xml", Encode::encode('UTF-8', catalog_xml($rest, $body)));
            my ($status, $said) = run($dir, 'import', '-q', '--publish', 'catalog.xml');
            push @faults, "the catalog does not import: $said" if $status;
        } elsif ($word eq 'file' && $rest =~ /^(\S+) marked$/) {
            marked_file($dir, $1, $body, \%marked, \%seen);
        } elsif ($word eq 'file') {
            spew("$dir/$rest", table_bytes($body));
        } elsif ($word eq 'table') {
            marked_file($dir, 'table.csv', $body, \%marked, \%seen);
            push @faults, judge($dir, $rule, $rest, \%marked);
        } else {
            push @faults, "what is a section \"$word\"?";
        }
    }
    push @faults, 'nothing is marked as firing' unless $seen{'!'};
    push @faults, 'nothing is marked as passing' unless $seen{'='};
    return @faults;
}

# Explain must show the example: every row's last field is there, and no line is wider than it should be.
sub explained {
    my ($rule, $language, $text) = @_;
    my ($status, $said) = run('.', 'explain', $rule, '--lang', $language);
    my @faults = $status ? "explain ends with $status: $said" : ();
    my $bare = $said =~ s/\s+//gr;
    while ($text =~ /^[!=] .*?([^,"\n]+)"?,*$/mg) {
        my $field = $1 =~ s/\s+//gr;
        push @faults, "explain does not show $field" if index($bare, $field) < 0;
    }
    for (split /\n/, $said) {
        my $width = length($_) + (() = /[\x{1100}-\x{115F}\x{2E80}-\x{A4CF}\x{F900}-\x{FAFF}\x{FE30}-\x{FE6F}\x{FF00}-\x{FF60}]/g);
        push @faults, "too wide: $_" if $width > 100;
    }
    return @faults;
}

my @rules = qx('$program' rules) =~ /^([A-Z]\d{3}) /mg;
result('there are rules', @rules > 20 ? () : "only: @rules");
my %wanted = map { uc $_ => 1 } @ARGV;
my $installed = slurp("$src/share/local.mk") // '';
for my $rule (@rules) {
    next if %wanted && !$wanted{$rule};
    my $text = slurp("$src/share/examples/$rule.example");
    if (!defined $text) {
        result("$rule has an example", "no share/examples/$rule.example; see the README there");
        next;
    }
    my @faults = eval { run_example($rule, $text) };
    push @faults, $@ if $@;
    push @faults, 'share/local.mk does not install it' unless $installed =~ m{share/examples/$rule\.example};
    result("$rule: the example holds", @faults);
    result("$rule: explain shows it", map { explained($rule, $_, $text) } qw(en zh));
}
if (!%wanted) {
    my %known = map { $_ => 1 } @rules;
    result('every example belongs to a rule', grep { !$known{ m{([^/]+)\.example$} ? $1 : '' } } glob("$src/share/examples/*.example"));
}
print "1..$n\n";
exit($bad ? 1 : 0);
