#!/usr/bin/env perl
# tests/cli/workbooks.t: workbooks that other programs made. The sample table, saved by openpyxl, xlwt and LibreOffice as XLSX and XLS, gives the findings
# that it gives as CSV; formulas, booleans, errors, dates, hidden and merged cells are the same in both.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;

my ($python) = grep { system("$_ -c 'import openpyxl, xlwt' >/dev/null 2>&1") == 0 } qw(python3 /usr/bin/python3);    # the second one has Debian's packages
if (!$python) {
    print "1..0 # SKIP no openpyxl and xlwt (python3-openpyxl, python3-xlwt)\n";
    exit 0;
}
my ($src, $duima) = @ENV{qw(top_srcdir DUIMA)};
my $dir = tempdir(CLEANUP => 1);
@ENV{qw(DUIMA_DB TMPDIR LC_ALL)} = ("$dir/a.db", $dir, 'C');
my $samples = "$src/share/samples";
system($python, "$src/tests/cli/workbooks.py", "$samples/sample-hospital.csv", $dir) == 0 or die "workbooks.py failed\n";
for (['2026-01-01', 'sample-catalog-2026.1.xml'], ['2026-07-01', 'sample-catalog-2026.2.xml']) {
    system("$duima -q import --publish --effective $_->[0] $samples/$_->[1] >/dev/null") == 0 or die "import failed\n";
}

my ($n, $bad) = (0, 0);
sub result {
    my ($name, @faults) = @_;
    $n++;
    print @faults ? "not ok $n - $name\n" : "ok $n - $name\n";
    print "#   $_\n" for @faults[0 .. ($#faults > 9 ? 9 : $#faults)];
    $bad++ if @faults;
}

# The findings of a table, and what was said of it.
sub check {
    my ($table, @options) = @_;
    my @lines = qx($duima check --as-of 2026-11-21 --hospital-level 3 --format ndjson @options '$table' 2>'$dir/said');
    open my $h, '<', "$dir/said" or die;
    my @said = map { s{^duima: \Q$dir\E/\S+?\.xlsx?}{}r } grep { /^duima: / } <$h>;
    return ([map { decode_json($_) } @lines], \@said);
}
sub differ {
    my ($what, $got, $want) = @_;
    my (%got, %want);
    $got{$_}++ for @$got;
    $want{$_}++ for @$want;
    return (map({ "$what too much: $_" } grep { ($got{$_} // 0) > ($want{$_} // 0) } sort keys %got),
        map { "$what lacks: $_" } grep { ($got{$_} // 0) < ($want{$_} // 0) } sort keys %want);
}
sub prints { return [map { "$_->{rule} $_->{fingerprint}" } grep { $_->{rule} ne 'T104' } @{ $_[0] }]; }    # a sheet has no rows that are too short

my ($csv) = check("$samples/sample-hospital.csv");
die "the sample has no findings\n" if @$csv < 30;
for my $file (qw(text.xlsx text.xls)) {
    my ($found) = check("$dir/$file");
    result("$file has the findings of the CSV", differ('it', prints($found), prints($csv)));
    result("$file names the sheet", map { "$_->{rule} in line $_->{line}" } grep { $_->{sheet} ne "\x{836F}\x{54C1}" } @$found);
}

# libfreexl believes the length of each name in the folder of an old Office file.
{
    open my $h, '+<:raw', "$dir/text.xls" or die;
    read $h, my $head, 512;
    seek $h, 512 * (1 + unpack('x48 V', $head)) + 128 + 64, 0;
    print $h pack 'v', 0xFF16;
    close $h or die;
    my $said = qx($duima check '$dir/text.xls' 2>&1 >/dev/null);
    result('a name of the folder that is too long is refused', $? >> 8 == 3 && $said =~ /text\.xls: the old Office file is cut or damaged/ ? () : "$?: $said");
}

sub office {
    my ($format, $file) = @_;
    my $filter = $file =~ /csv$/ ? "--infilter='CSV:44,34,76,1,,2052,false,false'" : '';
    my $out = $file =~ s/\.\w+$/.$format/r;
    system("HOME='$dir' timeout 300 soffice '-env:UserInstallation=file://$dir/profile' --headless --convert-to $format $filter --outdir '$dir/office' '$dir/$file' >/dev/null 2>&1");
    return -s "$dir/office/$out" ? "$dir/office/$out" : die "soffice made no $out\n";
}
if (system('command -v soffice >/dev/null 2>&1') != 0) {
    print "ok ", $n + 1, " - LibreOffice # SKIP no soffice (libreoffice-calc)\n1..", $n + 1, "\n";
    exit($bad ? 1 : 0);
}
my ($xlsx) = check(office('xlsx', 'typed.csv'));
my ($xls) = check(office('xls', 'typed.csv'));
result('LibreOffice\'s XLS has the findings of its XLSX', differ('it', prints($xls), prints($xlsx)));
my @lost = grep { $_->{rule} eq 'C108' && ($_->{expected} // '') =~ /^00\d{13}$/ } @$xlsx;
result('codes that lost their zeros are said', @lost >= 8 ? () : scalar(@lost) . ' of them');
result('one of a code that was withdrawn, too', grep { my $rule = $_; !grep { $_->{rule} eq $rule && $_->{local_code} eq 'Z0008' } @$xlsx } qw(C106 C108));
my %zeros = map { $_->{local_code} => 1 } @lost, grep { $_->{rule} =~ /^C10[26]$/ } @$xlsx;
my $others = sub { return [map { "$_->{rule} $_->{local_code}" } grep { $_->{rule} !~ /^T10[24]|^C10[268]/ && !$zeros{ $_->{local_code} // '' } } @{ $_[0] }]; };
result('all else is as in the CSV', differ('it', $others->($xlsx), $others->($csv)));

my ($made, $said) = check(office('xlsx', 'made.xlsx'));
my ($old, $old_said) = check(office('xls', 'made.xlsx'));
my @cells = map { "$_->{line} $_->{rule} $_->{field} " . ($_->{local} // '') } grep { $_->{rule} eq 'T102' } @$made;
result('what formulas, errors and dates are', differ('it', \@cells,
    [ '4 T102 catalog_code #N/A', '4 T102 spec 2026-02-01', '4 T102 factor #DIV/0!', '5 T102 catalog_code 110200000000000000', '5 T102 price 0.00001' ]));
result('an XLS says the same', differ('it', prints($old), prints($made)));
my @compared = grep { ($_->{local_code} // '') =~ /^Y[14]$/ && $_->{rule} =~ /^(?:T|N|C|D301|D302|D304)/ } @$made;
result('results of formulas are compared', map { "$_->{local_code} $_->{rule} $_->{message}" } @compared);
result('hidden and merged cells are said', grep { my $text = $_; !grep { /$text/ } @$said } 'hidden rows were read too: 1, the first is row 5', 'hidden columns were read too: 1',
    'merged over several rows: 1, the first at row 5', 'headings are in row 2');
result('of an XLS too', differ('it', $old_said, $said));
my ($hidden) = check("$dir/office/made.xls", '--sheet', "\xE6\x97\xA7\xE8\xA1\xA8");
result('a hidden sheet is read where it is asked for', map { "$_->{rule}" } grep { $_->{rule} ne 'T106' } @$hidden);
print "1..$n\n";
exit($bad ? 1 : 0);
