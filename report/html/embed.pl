#!/usr/bin/env perl
# report/html/embed.pl PAGE CSS JS…: the files of the HTML report as C, on standard output. The scripts become one, in the order given; the hashes of
# style and script go into the page's Content-Security-Policy, so that nothing else in a report can run or dress it.
use strict;
use warnings;
use Digest::SHA qw(sha256_base64);

sub slurp {
    open my $f, '<:raw', $_[0] or die "embed.pl: $_[0]: $!\n";
    local $/;
    my $text = <$f>;
    die "embed.pl: $_[0] has a carriage return, which browsers take out before they hash\n" if $text =~ /\r/;
    return $text;
}

sub bytes {
    my ($name, $text) = @_;
    my $hex = join ',', map { sprintf '%d', $_ } unpack 'C*', $text;
    $hex =~ s/(.{1,150},)/$1\n/g;
    print "static const unsigned char $name\[] = {\n$hex\n};\n";
}

sub hash { my $h = sha256_base64($_[0]); $h .= '=' while length($h) % 4; return "'sha256-$h'" }

my ($page, $css, @js) = @ARGV;
my $style = slurp($css);
my $script = "(function () {\n\"use strict\";\n" . join("\n", map { slurp($_) } @js) . "}());\n";
die "embed.pl: the script or the style would end its element\n" if "$style$script" =~ m{</(?:script|style)|<!--}i;

print "/* Made by report/html/embed.pl. */\n";
bytes('html_page', slurp($page));
bytes('html_style', $style);
bytes('html_script', $script);
print '#define HTML_POLICY "default-src \'none\'; style-src ', hash($style), '; script-src ', hash($script),
    "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'\"\n";
