#!/usr/bin/perl
# tests/cli/chinese.pl: what a user sees in Chinese is Chinese: the help of each verb and the words for its arguments, the list of rules, every
# rule's explanation, the completions. po/zh_CN.po is held against the sources by tests/lint/messages.t; here the program itself is asked, so
# that a text that nobody marked for translation is found. TAP on standard output; changes nothing.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my ($n, $bad) = (0, 0);
$ENV{LC_ALL} = 'zh_CN.UTF-8';
delete @ENV{qw(COLUMNS DUIMA_DB)};

sub result {
    my ($name, @faults) = @_;
    $n++;
    $bad++ if @faults;
    print @faults ? "not ok $n - $name\n" : "ok $n - $name\n", map { "#   $_\n" } @faults;
}
sub said { return map { s/\n//r } qx('$program' @_ 2>&1); }
sub chinese { return $_[0] =~ /\p{Han}/; }

# A paragraph of help: a head that a user types, and behind it, or below it, what it is.
sub help_faults {
    my @lines = said(@_, '--help');
    my @faults;
    my $text = join "\n", @lines;
    push @faults, "no usage in Chinese" unless $lines[0] =~ /^用法：/;
    # a head of options, or of verbs, may end a line of its own
    while ($text =~ /^( {2}(?:-\w, | {4})--[a-z-]+)((?: \S+)?)((?: {2,}.*)?(?:\n {20,}\S.*)*)/mg) {
        my ($option, $argument, $sense) = ($1, $2, $3);
        $option =~ s/^\s+//;
        push @faults, "$option is not explained in Chinese" unless chinese($sense);
        push @faults, "the argument$argument of $option is not Chinese" if $argument =~ /[A-Z]{2}/;
    }
    push @faults, map { "\"$_\" is not Chinese" } grep { /^[A-Z][^\n:]*:$/ } @lines;
    return @faults;
}

my @top = said('--help');
my @verbs = map { /^  ([a-z]+) / ? $1 : () } @top;
result('the help of the program is Chinese', @verbs > 10 ? () : "verbs: @verbs", help_faults(),
    map { "not explained in Chinese: $_" } grep { /^  [a-z]+ / && !chinese($_) } @top);
result("the help of $_ is Chinese", help_faults($_)) for @verbs;

my @rules = said('rules');
my @ids = map { /^([A-Z]\d{3}) / ? $1 : () } @rules;
result('the list of rules is Chinese', @ids > 40 ? () : 'no rules', map { "not Chinese: $_" } grep { /^[A-Z]\d{3} / && !chinese($_) } @rules);
# An explanation: title, paragraphs, and lines "触发：…"; a line that goes on has blanks in front. Only the example's codes need no Chinese.
my @faults;
for my $rule (@ids) {
    my @lines = said('explain', $rule);
    my ($prose) = join("\n", @lines) =~ /\A(.*?)(?:\n\n示例\n|\z)/s;
    push @faults, "$rule: no example" unless grep { $_ eq '示例' } @lines;
    my @paragraphs = split /\n(?! )\n*/, $prose;
    push @faults, map { "$rule: not Chinese: $_" } grep { !chinese($_) } @paragraphs;
    push @faults, map { "$rule: English words: $_" } grep { !/,.*,.*,/ && /(?<![-\w])(?:the|of|is|with|and)(?![-\w])/ } @lines;    # a row of a table has commas
}
result('every explanation is Chinese', @faults);

# What the scripts of the shells ask for: a word, and behind a tab what it is.
for (['verbs', ''], ['rules', 'explain', ''], map { [$_, $_, '--'] } @verbs) {
    my ($what, @words) = @$_;
    my @lines = said('completions', 'words', '--', @words);
    result("completing $what speaks Chinese", @lines ? () : 'nothing is said', map { "not Chinese: $_" } grep { !chinese($_) } @lines);
}
print "1..$n\n";
exit($bad || !$n ? 1 : 0);
