#!/usr/bin/perl
# tests/cli/exit-codes.pl: the exit codes of spec "The command line", for every verb: 0 clean, 1 findings or refused, 2 usage or configuration, 3 input
# that cannot be read, 4 no catalog in force, or one that is expired or unverified, 5 the store, or an output; of several the highest. One line a
# run: the code, what for, the command; each in a fresh copy of the same folder. TAP on standard output; changes nothing.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Copy qw(copy);
use File::Temp qw(tempdir);

my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my $src = $ENV{top_srcdir} // '.';
my ($n, $bad) = (0, 0);
my $scene = abs_path(tempdir(CLEANUP => 1));

delete @ENV{grep { /^(?:LC_|LANG|DUIMA_|XDG_)/ && !/^DUIMA_(?:SHARE|LOCALE)_DIR$/ } keys %ENV};
$ENV{LC_ALL} = 'C';
$ENV{SOURCE_DATE_EPOCH} = 1785556800;    # 2026-08-01
$ENV{duima} = $program;

sub spew { my ($f, $t) = @_; open my $h, '>', "$scene/$f" or die "$f: $!\n"; print $h $t; close $h; }
sub slurp { my ($f) = @_; open my $h, '<', $f or return ''; local $/; return <$h> // ''; }
sub setup { my ($line) = @_; system("cd '$scene' && HOME='$scene' DUIMA_DB=store.db sh -c '$line' >/dev/null 2>'$scene/said'") == 0 or die "$line\n" . slurp("$scene/said"); }

copy("$src/tests/cli/data/$_", $scene) for qw(catalog-1.xml catalog-2.xml);
my $pack = slurp("$src/tests/cli/pack-version.case");
spew("bureau.$_", $pack =~ /^--- file bureau\.$_[^\n]*\n(.*?)^---/ms ? $1 : die) for qw(key pub);
spew('password', "试试\n");
chmod 0600, "$scene/bureau.key", "$scene/password";
spew('clean.csv', "院内编码,院内名称,医保编码\nY1,对乙酰氨基酚片,XN02BEA012A001010190001\n");
spew('wrong.csv', "院内编码,院内名称,医保编码\nY1,对乙酰氨基酚片,XN02BEA012A001010190001\nY2,某药,XB01ABC001A001010199999\n");
spew('warning.csv', "院内编码,院内名称,医保编码\nY1,对乙酰氨基酚片,XN02BEA012A001010190001\nY2,某药,\n");
spew('unmapped.csv', "院内编码,院内名称,医保编码\nY1,对乙酰氨基酚片,\n");
spew('service.csv', "院内编码,院内名称,医保编码,类别\nY2,某药,XB01ABC001A001010199999,药品\nF1,诊察费,001101000010000,诊疗\n");
spew('none.dat', "PK\3\4" . "\0" x 200);
spew('broken.xml', '<catalog><entry>');
spew('bad-record.xml', slurp("$scene/catalog-1.xml") =~ s/2026\.1/2026.9/gr =~ s/(<ceiling[^>]*>|price="|ceiling=")[0-9.]+/$1x/r);
spew('relabelled.xml', slurp("$scene/catalog-2.xml") =~ s/2026\.2/2026.1/gr);
spew('low.tsv', slurp("$src/share/coverage.tsv") =~ s/^([^#].*\t)[0-9.]+(%?)/${1}0$2/gmr);
spew('bad.ini', "[check]\nfail-on = sometimes\n");
setup('"$duima" import --publish catalog-1.xml');
setup('"$duima" pack 430000@2026.1 -o one.pack --key bureau.key --password-file password');
setup('cp store.db first.db; "$duima" import --publish catalog-2.xml; cp store.db both.db; cp first.db staged.db; DUIMA_DB=staged.db "$duima" import catalog-2.xml');
setup('"$duima" --db drugs.db import --publish --kind drug catalog-1.xml');
spew('garbage.db', 'this is no store' x 500);
spew('other.pub', slurp("$scene/bureau.pub") =~ s/Wb?q?//r =~ s/^RW.*/RWQ3HnWeTzwbU0g5ZHIRuv\/s6jhvtykgUV0tHidhfLy6Lqk6E9gBNI+a/mr);
(my $altered = slurp("$scene/one.pack")) =~ s/(示例目录|430000)/4/;
spew('altered.pack', substr($altered, 0, -1) . 'x');

sub run_line {
    my ($line) = @_;
    my $dir = tempdir(CLEANUP => 1);
    system("cp -p '$scene'/* '$dir'") == 0 or die;
    my $said = qx(cd '$dir' && HOME='$dir' DUIMA_DB=both.db timeout 60 sh -c '$line' 2>&1 </dev/null);
    return ($? >> 8, $said);
}

my %seen;
while (my $row = <DATA>) {
    next unless $row =~ /^(\d) ([^:]+): (.+)$/;
    my ($wanted, $what, $line) = ($1, $2, $3);
    my ($got, $said) = run_line($line =~ s/(^|[ =;])duima\b/$1"\$duima"/gr);
    $seen{ $line =~ /duima (?:--db \S+ )?(\w+)/ ? $1 : '' }{$wanted} = 1;
    $n++;
    $bad++ if $got != $wanted;
    print $got == $wanted ? "ok $n - $wanted $what: $line\n" : "not ok $n - $wanted $what: $line\n# it was $got\n", $got == $wanted ? '' : map { "# $_\n" } split /\n/, $said;
}

# Every verb has its line for 0 and for 2, and every code is there.
my @verbs = map { /^  ([a-z]+) / ? $1 : () } split /\n/, qx('$program' --help);
for my $verb (@verbs) {
    $n++;
    my $ok = $seen{$verb}{0} && $seen{$verb}{2};
    $bad++ unless $ok;
    print $ok ? "ok $n - $verb has its lines\n" : "not ok $n - $verb has no line for 0, or none for 2\n";
}
print "1..$n\n";
exit($bad || !@verbs ? 1 : 0);

__DATA__
0 clean: duima --help
0 clean: duima --version
2 usage: duima
2 usage: duima nonsense
2 usage: duima list --nonsense
2 configuration: duima --config none.ini list
2 configuration: duima --config bad.ini check clean.csv
2 configuration: duima --share-dir clean.csv/share check clean.csv
5 output: duima --help >/dev/full
5 output: duima rules >/dev/full

0 clean: duima --db new.db import catalog-1.xml
0 the same again: duima import catalog-2.xml
1 a label that is taken: duima import relabelled.xml
1 rejects: duima --db new.db import --skip-bad bad-record.xml
2 usage: duima import
2 usage: duima import --kind nonsense catalog-1.xml
3 no XML: duima import clean.csv
3 broken: duima import broken.xml
3 no such file: duima import none.xml
3 a record that is bad: duima --db new.db import bad-record.xml
4 nobody says whose: duima --db new.db import one.pack
4 altered: duima --db new.db import altered.pack --pubkey bureau.pub
5 no store: duima --db garbage.db import catalog-1.xml
5 nowhere to write: duima --db clean.csv/new.db import catalog-1.xml

0 clean: duima profile list
0 clean: duima profile show native
0 clean: duima profile test catalog-1.xml
0 clean: duima profile new catalog-1.xml
1 a record that is bad: duima profile test bad-record.xml
2 usage: duima profile
2 usage: duima profile nonsense
2 no such profile: duima profile show nonsense
2 usage: duima profile new
2 there already: duima profile new -o clean.csv catalog-1.xml
3 no XML: duima profile test clean.csv
3 broken: duima profile new broken.xml
3 no such file: duima profile test none.xml
5 nowhere to write: duima profile new -o clean.csv/x.xml catalog-1.xml
5 output: duima profile list >/dev/full

0 clean: duima list
1 no such catalog: duima list 110000
2 usage: duima list a b
5 no store: duima --db none.db list
5 no store: duima --db garbage.db list
5 output: duima list >/dev/full

0 clean: duima show XN02BEA012A001010190001
1 no hit: duima show X0
1 no such version: duima show --version 9 XN02BEA012A001010190001
2 usage: duima show --as-of tomorrow XN02BEA012A001010190001
4 nothing in force: duima show --as-of 2000-01-01 XN02BEA012A001010190001
5 no store: duima --db none.db show X0

0 clean: duima find 对乙酰
1 no hit: duima find 没有这种药
2 usage: duima find --limit 0 x
4 nothing in force: duima find --as-of 2000-01-01 x
5 no store: duima --db none.db find x

0 clean: duima --db staged.db publish --allow shrunk --reason x 430000@2026.2
1 refused: duima --db staged.db publish 430000@2026.2
1 no such version: duima publish 430000@9
2 usage: duima publish --allow nonsense 430000@2026.2
5 no store: duima --db none.db publish 430000@2026.2

0 clean: duima withdraw --reason x 430000@2026.2
1 not published: duima --db staged.db withdraw --reason x 430000@2026.2
2 no reason: duima withdraw 430000@2026.2
5 no store: duima --db none.db withdraw --reason x 430000@2026.2

0 differences: duima diff 2026.1 2026.2
1 differences, asked for: duima diff --exit-code 2026.1 2026.2
1 no such version: duima diff 2026.1 9
2 usage: duima diff 2026.1
4 nothing in force: duima diff 2000-01-01 2026.2
5 no store: duima --db none.db diff 1 2
5 output: duima diff -o clean.csv/out 2026.1 2026.2

0 clean: duima export 430000@2026.1
1 no such version: duima export 430000@9
2 usage: duima export --format sql 430000@2026.1
5 no store: duima --db none.db export 430000@2026.1
5 output: duima export 430000@2026.1 >/dev/full

0 clean: duima --db first.db pack 430000@2026.1 -o x.pack --key bureau.key --password-file password
1 no such version: duima pack 430000@9 -o x.pack --key bureau.key --password-file password
2 usage: duima pack 430000@2026.1
5 no store: duima --db none.db pack 430000@2026.1 -o x.pack --key bureau.key --password-file password
5 output: duima --db first.db pack 430000@2026.1 -o clean.csv/x.pack --key bureau.key --password-file password

0 clean: duima verify one.pack --pubkey bureau.pub
2 no key: duima verify one.pack
3 no such file: duima verify none.pack --pubkey bureau.pub
4 altered: duima verify altered.pack --pubkey bureau.pub
4 no pack: duima verify clean.csv --pubkey bureau.pub

0 clean: duima key new my.key --password-file password
2 usage: duima key old my.key

0 clean: duima --db staged.db drop 430000@2026.2
1 published: duima drop 430000@2026.1
2 usage: duima drop
5 no store: duima --db none.db drop 430000@2026.2

0 clean: duima check clean.csv
0 a warning: duima check warning.csv
0 never: duima check --fail-on never wrong.csv
1 an error: duima check wrong.csv
1 a warning: duima check --fail-on warning warning.csv
2 usage: duima check --fail-on sometimes clean.csv
2 no rule: duima check --select nonsense clean.csv
2 columns: duima check --columns none.tsv clean.csv
2 baseline: duima check --baseline clean.csv clean.csv
2 suppressions: duima check --suppressions none.csv clean.csv
3 no table: duima check none.dat
3 no table, and an error: duima check none.dat wrong.csv
4 nothing in force: duima check --as-of 2000-01-01 clean.csv
4 a kind of which there is none, and an error: duima --db drugs.db check service.csv
4 a kind of which there is none, and no table: duima --db drugs.db check service.csv none.dat
5 no store: duima --db none.db check clean.csv
5 output: duima check clean.csv -o clean.csv/out
5 output, and an error: duima check wrong.csv >/dev/full

0 clean: duima suggest unmapped.csv
2 usage: duima suggest --top 0 unmapped.csv
3 no table: duima suggest none.dat
4 nothing in force: duima suggest --as-of 2000-01-01 unmapped.csv
5 no store: duima --db none.db suggest unmapped.csv
5 output: duima suggest unmapped.csv -o clean.csv/out

0 clean: duima --db staged.db impact --to 430000@2026.2 clean.csv --fail-on never
1 no such version: duima --db staged.db impact --to 430000@9 clean.csv
2 usage: duima impact clean.csv
3 no table: duima --db staged.db impact --to 430000@2026.2 none.dat
4 nothing in force: duima --db staged.db impact --to 430000@2026.2 --as-of 2000-01-01 clean.csv
5 no store: duima --db none.db impact --to 430000@2026.2 clean.csv

1 below the shares: duima coverage wrong.csv
0 no less than the shares: duima coverage --thresholds low.tsv clean.csv
2 usage: duima coverage --institution nonsense clean.csv
3 no table: duima coverage none.dat
4 nothing in force: duima coverage --as-of 2000-01-01 clean.csv
5 no store: duima --db none.db coverage clean.csv

0 clean: duima rules
2 usage: duima rules x

0 clean: duima explain D302
2 no rule: duima explain D999

0 clean: duima completions bash
0 nothing fits: duima completions words -- nonsense --
2 no shell: duima completions csh
