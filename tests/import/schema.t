#!/usr/bin/env perl
# tests/import/schema.t: the RELAX NG schemas of share/schema against what duima itself takes and refuses: shipped profiles, documents and exports
# hold, each mutation does not; and the schema of profiles, the code that reads them and the man page know the same elements and
# attributes.
use strict;
use warnings;
use File::Temp qw(tempdir);

my $top = $ENV{top_srcdir} // '.';
my $share = $ENV{DUIMA_SHARE_DIR} // "$top/share";
my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my ($profile_rng, $catalog_rng) = map { "$share/schema/$_.rng" } qw(profile catalog);
my $dir = tempdir(CLEANUP => 1);
@ENV{qw(TMPDIR LC_ALL LANG)} = ($dir, 'C.UTF-8', 'C');
my $n = 0;

sub test {
    my ($good, $name, @more) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print map { "# $_\n" } @more if !$good;
}

sub slurp { my ($f) = @_; open my $h, '<:raw', $f or die "$f: $!\n"; local $/; return scalar <$h>; }
sub spew { my ($f, $t) = @_; open my $h, '>:raw', $f or die "$f: $!\n"; print $h $t; close $h or die "$f: $!\n"; }

# file => what xmllint says of it, '' where it holds
sub judged {
    my ($schema, @files) = @_;
    my %said = map { $_ => 'nothing' } @files;
    my $out = qx(xmllint --noout --relaxng '$schema' @{[ map { "'$_'" } @files ]} 2>&1);
    for my $file (@files) {
        $said{$file} = '' if $out =~ /^\Q$file\E validates$/m;
        $said{$file} = 'fails' if $out =~ /^\Q$file\E fails to validate$/m;
    }
    return (\%said, $out);
}

# ---- what holds ----

my @profiles = (glob("$share/profiles/*.xml"), "$share/samples/sample-layout-profile.xml");
my ($said, $out) = judged($profile_rng, @profiles);
test($said->{$_} eq '', "$_ holds", split /\n/, $out) for @profiles;

my @documents = (glob("$share/samples/sample-catalog-*.xml"), "$top/tests/import/data/native.xml", glob("$top/tests/cli/data/*.xml"));
my %store;
for (@documents, map { "$top/tests/import/data/$_.xml" } qw(ch-bag on-odb uk-dmd-amp uk-dmd-vmp)) {
    my ($name) = m{([^/]+)\.xml$};
    $ENV{DUIMA_DB} = "$dir/$name.db";
    my @label = /uk-dmd/ ? qw(--label r1) : ();
    my $is = qx($program -q import @label '$_' 2>&1);
    my ($catalog) = $is =~ m{^([^/]+)/\w+(\@\S+): };
    test(defined $catalog, "$name is imported", $is) or next;
    my ($region, $label) = $is =~ m{^([^/]+)/\w+\@(\S+): };
    spew("$dir/$name.out.xml", scalar qx($program export '$region\@$label'));
    push @documents, "$dir/$name.out.xml";
}
($said, $out) = judged($catalog_rng, @documents);
test($said->{$_} eq '', "$_ holds", split /\n/, $out) for @documents;

# ---- what does not ----

sub lines { my ($f) = @_; return grep { !/^#/ && /\S/ } split /\n/, slurp($f); }

my ($i, %profile_of, %why) = (0);
for (lines("$top/tests/import/schema/profile-wrong.txt")) {
    my ($who, $body) = split /\t/, $_, 2;
    $body =~ s{\bM(?=[< ]|$)}{<match root="r"/>}g;
    $body =~ s{>F(?=<)}{><code from="\@c"/><name from="n"/>}g;
    $body = qq(<profile xmlns="urn:duima:profile:1" name="p">$body</profile>) if $body !~ /^<\?/;
    my $file = sprintf '%s/p%03d.xml', $dir, $i++;
    spew($file, $body);
    ($profile_of{$file}, $why{$file}) = ($who, $_);
}
spew("$dir/r.xml", '<r><d c="1"><n>N</n></d></r>');
$ENV{DUIMA_DB} = "$dir/p.db";
($said, $out) = judged($profile_rng, sort keys %profile_of);
for my $file (sort keys %profile_of) {
    my $told = qx($program import --region X --label 1 --profile '$file' '$dir/r.xml' 2>&1);
    test($? >> 8 == 2, "duima refuses $why{$file}", $told);
    my $want = $profile_of{$file} eq 'schema' ? 'fails' : '';
    test($said->{$file} eq $want, "the schema " . ($want ? 'refuses' : 'has nothing against') . " $why{$file}", $said->{$file});
}

# Each attribute of the shipped profiles by turns left out, emptied, with a word too many, beside another one; each element left out or said
# twice: what duima takes, the schema takes too.
my @others = ('late="yes"', 'take="all"', 'join=";"', 'each="a"', 'value="1"', 'is="a"', 'map="a=b"', 'date="any"', 'scale="1/100"', 'level="1"', 'of="pages"', 'once="yes"');
my %mutated;
for my $profile (glob "$share/profiles/*.xml") {
    my $text = slurp($profile);
    $text =~ s/<!--.*?-->//gs;
    $text =~ s/(?:\s*<column [^<>]*>){10,}//; # 1301 has a hundred of one sort
    my $turn = 0;
    while ($text =~ /(?<= )([\w-]+)="([^"]*)"|<[a-z-]+ [^<>]*\/>/g) {
        my ($from, $n) = ($-[0], $+[0] - $-[0]);
        my $was = substr $text, $from, $n;
        pos($text) = $from + 1; # the attributes of the element stand inside it
        my @to = defined $1 ? ('', qq($1=""), qq($1="$2 x/.."), "$was $others[$turn % @others]") : ('', $was x 2);
        my $mutation = $text;
        substr($mutation, $from, $n) = $to[$turn++ % @to];
        my $file = sprintf '%s/m%05d.xml', $dir, $i++;
        spew($file, $mutation);
        $mutated{$file} = "$profile, $was: " . $to[($turn - 1) % @to];
    }
}
($said) = judged($profile_rng, sort keys %mutated);
my @taken = grep { system("$program profile show '$_' >$dir/shown 2>&1") == 0 } sort keys %mutated;
my @alone = map { $mutated{$_} } grep { $said->{$_} ne '' } @taken;
test(!@alone, 'what duima takes of the mutations of its profiles the schema takes', @alone);
test(@taken > 200 && @taken < keys(%mutated) - 200, 'some mutations are right, some are not', @taken . ' of ' . keys %mutated);

my $native = slurp("$top/tests/import/data/native.xml");
my %mutation;
for (lines("$top/tests/import/schema/catalog-wrong.txt")) {
    my ($from, $to) = split /\t/, $_, -1;
    my $text = $native;
    my $at = index $text, $from;
    test(0, "catalog: the fixture has $from"), next if $at < 0;
    substr($text, $at, length $from) = $to;
    my $file = sprintf '%s/c%03d.xml', $dir, $i++;
    spew($file, $text);
    $mutation{$file} = "$from -> $to";
}
($said, $out) = judged($catalog_rng, sort keys %mutation);
test($said->{$_} eq 'fails', "the schema refuses $mutation{$_}", $said->{$_}) for sort keys %mutation;

# ---- the same words everywhere ----

sub unique { my %have = map { $_ => 1 } @_; return join ' ', sort keys %have; }
my $rng = slurp($profile_rng);
my $code = join '', map { slurp("$top/import/$_.c") } qw(profile_columns profile_read profile_value);
my ($targets) = slurp("$top/import/target.c") =~ /targets\[\] = \{(.*?)\n\};/s;
my @fields = $targets =~ /\{ "([^"]+)",/g;
my @parts = slurp("$top/import/target.c") =~ /names\[PART_COUNT\] = \{ (.*?) \}/ ? $1 =~ /"(\w+)"/g : ();
my ($of_catalog) = $code =~ /names\[\] = \{ ("region".*?) \}/;
my @elements = ($code =~ /strcmp\(name, "([^"]+)"\)/g, $of_catalog =~ /"([^"]+)"/g, @fields);
my @attributes = ($code =~ /attribute\(a, "([^"]+)"\)/g, $code =~ /needed\(r, a, "[^"]+", "([^"]+)"/g, $code =~ /read_either\(r, a, "([^"]+)"/g,
    @parts, map { "$_-from" } @parts);
my ($in_elements, $in_attributes) = (unique($rng =~ /<element name="([^"]+)"/g), unique($rng =~ /<attribute name="([^"]+)"/g));
test(@fields > 40 && @parts == 4, 'fields and their parts are found');
test($in_elements eq unique(@elements), 'elements of profile.rng and of the code', "schema: $in_elements", 'code:   ' . unique(@elements));
test($in_attributes eq unique(@attributes), 'attributes of profile.rng and of the code', "schema: $in_attributes", 'code:   ' . unique(@attributes));
for my $page (grep { -e } "$share/man/duima-profile.5", "$share/man/zh_CN/duima-profile.5") {
    my $text = slurp($page);
    $text =~ s/\\-/-/g;
    my @missing = grep { $text !~ /(?<![\w-])\Q$_\E(?![\w-])/ } split(' ', $in_elements), split(' ', $in_attributes);
    test(!@missing, "$page has every element and attribute", "@missing");
}
print "1..$n\n";
