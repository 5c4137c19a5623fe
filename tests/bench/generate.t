#!/usr/bin/env perl
# tests/bench/generate.t: the generator keeps its word: same seed same bytes, unique codes that obey the patterns, 本位码 that hang
# together with them, the second version's changes, a table whose columns and answers hold. Runs no duima.
use strict;
use warnings;
use File::Temp qw(tempdir);

my $generate = "$ENV{top_builddir}/bench/generate";
my $dir = tempdir(CLEANUP => 1);
my $n = 0;

sub ok {
    my ($good, $name, @why) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print "# $_\n" for $good ? () : @why;
}

sub slurp { my ($f) = @_; open my $h, '<', $f or die "$f: $!"; local $/; return scalar <$h> }
sub made { my ($out, @args) = @_; system($generate, @args) == 0 or die "generate @args\n"; return slurp("$dir/$out") }

# code => the whole record
sub records {
    my %r;
    while ($_[0] =~ m{(  <drug code="([^"]+)".*?</drug>\n)}sg) { $r{$2} .= $1 }
    return \%r;
}

sub check_digit {
    my @d = split //, substr $_[0], 0, 13;
    my $sum = 0;
    $sum += $d[$_] * ($_ % 2 ? 1 : 3) for 0 .. 12;
    return (10 - $sum % 10) % 10;
}

my @size = ('--entries', 24000, '--seed', 7);
my $first = made('a.xml', @size, '--catalog', "$dir/a.xml");
ok($first eq made('b.xml', @size, '--catalog', "$dir/b.xml"), 'the same arguments give the same bytes');
ok($first ne made('b.xml', '--entries', 24000, '--seed', 8, '--catalog', "$dir/b.xml"), 'another seed gives others');

my $r = records($first);
my @codes = $first =~ /<drug code="([^"]+)"/g;
ok(@codes == 24000 && keys %$r == 24000, 'as many entries as asked, each code once', scalar @codes, scalar keys %$r);
ok($first =~ /count="24000"/, 'the root says how many');
ok(join(',', @codes) eq join(',', sort @codes), 'in code order');
my $x = qr/X[A-Z]\d{2}[A-Z]{2}[A-Z]\d{3}[A-Z]\d{3}\d{2}\d{2}\d{5}/;
my $z = qr/Z[A-Z]\d{2}[A-Z]{2}[A-Z]\d{4}\d{2}\d{2}\d{5}/;
my @odd = grep { !/^(?:$x|$z)$/ } @codes;
ok(!@odd, 'codes obey the X and Z patterns', @odd[0 .. ($#odd > 4 ? 4 : $#odd)]);
@odd = grep {
    my ($s) = $r->{$_} =~ m{<standard-code>(86[98]\d{11})<};
    !$s || substr($s, 3, 5) ne substr($_, -5) || substr($s, 13) ne check_digit($s)
} @codes;
ok(!@odd, '本位码: digits 4 to 8 are the code\'s last five, the last one checks', @odd[0 .. ($#odd > 4 ? 4 : $#odd)]);
ok(length($first) > 24000 * 800 && length($first) < 24000 * 1200, 'about 1 KB a record', length $first);

my $shuffled = records(my $text = made('s.xml', @size, '--shuffle', '--catalog', "$dir/s.xml"));
ok($text ne $first && !grep({ ($shuffled->{$_} // '') ne $r->{$_} } @codes), 'shuffled: the same records in another order');

my $second = records(my $xml = made('c.xml', @size, '--change', '0.02', '--catalog', "$dir/c.xml"));
my ($count) = $xml =~ /count="(\d+)"/;
my $gone = grep { !$second->{$_} } @codes;
my $new = grep { !$r->{$_} } keys %$second;
my $changed = grep { $second->{$_} && $second->{$_} ne $r->{$_} } @codes;
ok($count == keys %$second, 'second version: the root counts right', $count);
ok($changed > 0.017 * @codes && $changed < 0.023 * @codes, '2 % changed', $changed);
ok($gone > 5 && $gone < 60 && $new > 5 && $new < 60, 'few gone, few new', "$gone gone, $new new");

my $gb = made('g.xml', @size, '--encoding', 'GB18030', '--catalog', "$dir/g.xml");
ok($gb =~ /encoding="GB18030"/ && $gb ne $first && length($gb) < length $first, 'GB18030 is declared and shorter');

# the table
my $csv = made('t.csv', @size, '--rows', 3000, '--faults', '0.5', '--table', "$dir/t.csv", '--answers', "$dir/t.tsv");
my @answers = split /\n/, slurp("$dir/t.tsv");
my %rules = map { (split /\t/)[1] => 1 } @answers;
ok(keys %rules >= 25, 'faults of all rules come up', join ' ', sort keys %rules);
my @lines = split /\r\n|\n/, $csv;
ok(!grep({ my ($line) = split /\t/; $line < 2 || $line > @lines } @answers), 'answers name lines of the table');
my ($at) = map { (split /\t/)[0] } grep { /\tT105$/ } @answers;
ok($at && $lines[$at - 1] eq $lines[$at - 2], 'a duplicate row is one');
my ($short) = map { (split /\t/)[0] } grep { /\tT104$/ } @answers;
ok($short && ($lines[$short - 1] =~ tr/,//) < ($lines[0] =~ tr/,//), 'a ragged row is one');
my $clean = made('u.csv', @size, '--rows', 3000, '--table', "$dir/u.csv", '--headings', 'canonical');
ok($clean =~ /^local_code,local_name,kind,catalog_code,/, 'canonical headings');
system("$generate --entries 0 --catalog /dev/null 2>/dev/null");
ok($? >> 8 == 2, 'no entries: refused');
system("$generate --change 1.5 --catalog /dev/null 2>/dev/null");
ok($? >> 8 == 2, 'a share above one: refused');
print "1..$n\n";
