#!/usr/bin/env perl
# tests/report/html-page.t: the files of report/html by themselves: every slot, word, id and colour that one of them uses is there in the other, no colour
# pair is too faint for WCAG AA in either theme, no script or style asks for more than the browsers of hospitals have (Chromium 86) or for anything
# outside the page; and which characters of two values are marked (where node is).
use strict;
use warnings;
use File::Temp qw(tempdir);

my $src = $ENV{top_srcdir};
my $n = 0;

sub ok {
    my ($good, $name, @why) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print "# $_\n" for $good ? () : @why;
}
sub none { my ($name, @faults) = @_; ok(!@faults, $name, @faults) }
sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }
sub missing { my ($have, $want) = @_; my %have = map { $_ => 1 } @$have; my %seen; return grep { !$have{$_} && !$seen{$_}++ } @$want }

my $page = slurp("$src/report/html/page.html");
my $css = slurp("$src/report/html/report.css") =~ s{/\*.*?\*/}{}gsr;
my @scripts = map { "$src/report/html/$_.js" } qw(diff data rows filters main);
my $js = join '', map { slurp($_) =~ s{^\s*//.*$}{}gmr } @scripts;
my $c = slurp("$src/report/note_html_page.c");

# --- one file names what another has
my ($slot_rows) = $c =~ /slots\[\] = \{(.*?)\n\};/s;
my ($word_rows) = $c =~ /words\[\] = \{(.*?)\n\};/s;
my @slots = $slot_rows =~ /\{ "(\w+)",/g;
my @words = $word_rows =~ /\{ "(\w+)",/g;
my @in_page = $page =~ /\{\{(\w+)\}\}/g;
none('every slot of the page has its row', missing(\@slots, \@in_page));
none('every row has its slot', missing(\@in_page, \@slots));
my @columns = $js =~ /const columns = \[(.*?)\];/s ? $1 =~ /"(\w+)"/g : ();
my @severities = qw(info warning error);
my @said = ($js =~ /(?<![.\w])words\.(\w+)/g, @columns, @severities);
none('every word that the script says is in the list', missing(\@words, \@said));
none('every word of the list is said', missing(\@said, \@words));
my @ids = $page =~ /\sid="([\w-]+)"/g;
my @named = ($js =~ /\$\("([\w-]+)"\)/g, $js =~ /getElementById\("([\w-]+)"\)/g, $page =~ /(?:for|href|aria-labelledby)="#?([\w-]+)"/g);
none('every id that is named is in the page', missing([@ids, 'names'], \@named));

# --- nothing outside, nothing too new
my @outside = map { my $w = $_; map { "$w in $_->[0]" } grep { index(lc $_->[1], lc $w) >= 0 } ['page.html', $page], ['report.css', $css], ['the scripts', $js] }
    ('http:', 'https:', 'url(', '@import', '@font-face', '<link', '<img', ' src=', 'style="', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write',
     'eval(', 'new Function', 'fetch(', 'XMLHttpRequest', 'WebSocket', 'import(', ' onclick');
none('nothing outside the page is named, and no HTML is made from text', @outside);
my @new = map { my $w = $_; grep { defined } index("$css$js", $w) >= 0 ? "$w" : undef }
    (':has(', 'light-dark(', 'color-mix(', '@layer', '@container', '.at(', 'structuredClone', '.findLast(', '.toSorted(', '.toReversed(', 'Object.groupBy', ' subgrid', 'oklch(');
none('the browsers of hospitals know all that is used', @new);

# --- colours
my %used = map { $_ => 1 } "$css" =~ /var\(--([\w-]+)\)/g;
my @blocks = $css =~ /\{([^{}]*--page:[^{}]*)\}/g;
my @themes = map { +{ /--([\w-]+):\s*(#[0-9a-f]{6});/g } } @blocks;
ok(@themes == 4, 'light, dark by the system, dark by choice, paper', scalar @themes);
none('every colour is used', grep { !$used{$_} } sort keys %{ $themes[0] });
none('every colour that is used is there', grep { !$themes[0]{$_} } sort keys %used);
my $flat = sub { my $t = shift; join ' ', map { "$_=$t->{$_}" } sort keys %$t };
ok($flat->($themes[1]) eq $flat->($themes[2]), 'dark is dark, whoever asked for it');
none('dark has every colour of light', missing([keys %{ $themes[1] }], [keys %{ $themes[0] }]));

sub luminance {
    my @rgb = map { my $v = hex($_) / 255; $v <= 0.04045 ? $v / 12.92 : (($v + 0.055) / 1.055)**2.4 } $_[0] =~ /([0-9a-f]{2})/g;
    return 0.2126 * $rgb[0] + 0.7152 * $rgb[1] + 0.0722 * $rgb[2];
}
sub contrast {
    my ($a, $b) = sort { $a <=> $b } map { luminance($_) } @_;
    return ($b + 0.05) / ($a + 0.05);
}
# foreground, and what it stands on: 4.5 for text, 3 for the edges of controls, the focus and the bars
my @text = (['text', qw(page card sunk here there)], ['quiet', qw(page card sunk)], ['accent', qw(page card sunk)], ['on-accent', 'accent'],
    map { [$_, qw(card sunk)] } qw(error warning info good));
my @shapes = (['edge', qw(page card)], ['focus', qw(page card sunk)], map { [$_, qw(card sunk)] } qw(error-fill warning-fill info-fill));
my @names = ('light', 'dark', undef, 'paper');
for my $i (0, 1, 3) {
    my %colour = (%{ $themes[0] }, %{ $themes[$i] });
    my @faint;
    for ([4.5, @text], [3, @shapes]) {
        my ($least, @pairs) = @$_;
        for (@pairs) {
            my ($over, @under) = @$_;
            for (@under) {
                my $got = contrast($colour{$over}, $colour{$_});
                push @faint, sprintf '%s on %s: %.2f, not %s', $over, $_, $got, $least if $got < $least;
            }
        }
    }
    none("$names[$i]: text stands out by 4.5, shapes by 3", @faint);
}

# --- which characters are marked
if (`node --version 2>/dev/null` =~ /^v(\d+)/ && $1 >= 14) {
    my $dir = tempdir(CLEANUP => 1);
    open my $f, '>', "$dir/all.js" or die;
    print $f "(function () {\n\"use strict\";\n$js}());\n";
    close $f;
    ok(system("node --check '$dir/all.js' >'$dir/out' 2>&1") == 0, 'the scripts are one script', split /\n/, slurp("$dir/out"));
    my @lines = split /\n/, `node '$src/tests/report/html-diff.js' '$src/report/html/diff.js' 2>&1`;
    for (@lines) {
        if (/^(ok|not ok) - (.*)/) { ok($1 eq 'ok', $2) }
        else { print "# $_\n" }
    }
    ok(scalar(grep { /^(?:ok|not ok)/ } @lines) > 10, 'the cases of html-diff.js ran');
} else {
    $n++;
    print "ok $n - which characters are marked # SKIP no node\n";
}
print "1..$n\n";
