#!/usr/bin/env perl
# tests/import/xsd-real.t: import --xsd on the official dm+d files of the shared data, each with the schema that its publisher hands out beside it.
# Such a schema warns and never blocks: the file itself passes without a word, and a copy that was spoilt where the schema looks and the profile does
# not is imported all the same, to the same entries, with a warning for every fault that xmllint finds too. Skipped, with a word, where they are absent.
use strict;
use warnings;
use File::Temp qw(tempdir);

my $folder = ($ENV{DUIMA_SHARED} // '') . '/data/uk-dmd';
my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my $dir = tempdir(CLEANUP => 1);
@ENV{qw(TMPDIR LC_ALL)} = ($dir, 'C.UTF-8');
my $n = 0;
my $TOLD = 10;     # warnings of a kind, before they are counted only
my $SPOILT = 14;   # records at most

# name, catalog, element of a record; what is spoilt: the order of the first two elements, where the schema has one, or a number that no field is
my $order = sub { return qr{(?<=<$_[0]>)(\s*)(<(\w+)>[^<]*</\3>)(\s*)(<(\w+)>[^<]*</\6>)} };
my @files = (
    [ 'vtm', 'UK-VTM', 'VTM', $order->('VTM'), sub { "$1$5$4$2" } ],
    [ 'ingredient', 'UK-INGREDIENT', 'ING', $order->('ING'), sub { "$1$5$4$2" } ],
    [ 'vmp', 'UK-VMP', 'VMP', qr{<BASISCD>[^<]*}, sub { '<BASISCD>one' } ],
    [ 'amp', 'UK-AMP', 'AMP', qr{<ROUTECD>[^<]*}, sub { '<ROUTECD>one' } ],
);

sub test {
    my ($good, $name, @more) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print map { "# $_\n" } @more if !$good;
}

sub slurp {
    my ($path) = @_;
    open my $h, '<:raw', $path or die "$path: $!\n";
    local $/;
    return scalar <$h> // '';
}

# [exit code, standard output, standard error] of a command whose words need no quotes
sub run {
    my (@command) = @_;
    system("@command >$dir/out 2>$dir/err");
    return ($? & 127 ? 128 : $? >> 8, slurp("$dir/out"), slurp("$dir/err"));
}

# What import says, and what the store then has
sub import {
    my ($catalog, @arguments) = @_;
    unlink "$dir/x.db";
    my @said = run($program, '--db', "$dir/x.db", '-q', 'import', '--label', 'L', @arguments);
    my ($status, $export) = run($program, '--db', "$dir/x.db", 'export', "$catalog\@L");
    return (@said, $status == 0 ? $export : '');
}

sub one {
    my ($name, $catalog, $element, $what, $by) = @_;
    my ($file, $schema) = ("$folder/f_${name}2_3010419.xml", "$folder/${name}_v2_3.xsd");
    if (my ($absent) = grep { !-r } $file, $schema) {
        $n++;
        print "ok $n - $name # SKIP no $absent\n";
        return;
    }
    my $count = () = slurp($file) =~ /<$element>/g;
    my $result = "$catalog/drug\@L: entries: $count; the first version; staged\n";
    my ($status, $out, $err, $plain) = import($catalog, $file);
    ($status, $out, $err, my $held) = import($catalog, '--xsd', $schema, $file);
    test($status == 0 && $err eq '' && $out eq $result, "$name: the official file passes its schema without a word", "exit $status", $out, split /\n/, $err);
    test($held ne '' && $held eq $plain, "$name: its $count entries are those that come without --xsd");

    my ($text, $spoilt) = (slurp($file), 0);
    $text =~ s{$what}{ $spoilt < $SPOILT ? do { $spoilt++; $by->() } : $& }ge;
    open my $h, '>:raw', "$dir/$name.xml" or die;
    print $h $text;
    close $h;
    my (undef, undef, $theirs) = run('xmllint', '--noout', '--nonet', '--schema', $schema, "$dir/$name.xml");
    my $faults = () = $theirs =~ /Schemas validity error/g;
    my $told = $faults < $TOLD ? $faults : $TOLD;
    ($status, $out, $err, my $mended) = import($catalog, '--xsd', $schema, "$dir/$name.xml");
    my $warnings = () = $err =~ m{^duima: warning: \Q$dir/$name.xml\E:\d+:\d+: by the schema ${name}_v2_3\.xsd: Element }mg;
    test($status == 0 && $out eq $result, "$name: with $spoilt records spoilt it is imported all the same", "exit $status", $out, split /\n/, $err);
    test($spoilt > 0 && $faults == $spoilt && $warnings == $told, "$name: $told of $faults faults, as many as xmllint finds, are told", split /\n/, "$err$theirs");
    my ($more) = $err =~ /faults by the schema: (\d+) more like these, not shown/;
    test(($more // 0) == $faults - $told, "$name: the others are counted", split /\n/, $err);
    test($mended ne '' && $mended eq $plain, "$name: the entries are the same");
}

one(@$_) for @files;
print "1..$n\n";
