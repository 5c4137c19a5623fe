#!/usr/bin/env perl
# tests/import/layouts.t: the shipped profiles on the official files of the shared data: what duima stored is held against what an XPath
# engine counts in the file itself. A profile adds one file, tests/import/layouts/NAME.layout, and nothing here:
#
#   # why                        comment lines
#   file uk-dmd/f_vmp.xml        below DUIMA_SHARED/data; several: pages. The layout is skipped, with a word, where one is absent
#   options --label 2019-04      further arguments of duima import
#   stderr TEXT                  stands in what the import says; without any such line it must say nothing but where it is staged
#   catalog UK-VMP@2019-04       what is exported and looked into
#   OURS :: THEIRS               two XPath expressions: of the exported native document (its elements in no namespace here), and of the file
#                                (of the first, where there are several), or a word that is the value itself, in '…'
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;

my $shared = ($ENV{DUIMA_SHARED} // '') . '/data';
my $program = $ENV{DUIMA} // die "DUIMA names no program\n";
my @layouts = sort glob(($ENV{top_srcdir} // '.') . '/tests/import/layouts/*.layout');
my $dir = tempdir(CLEANUP => 1);
@ENV{qw(TMPDIR LC_ALL)} = ($dir, 'C.UTF-8');
my $n = 0;

sub test {
    my ($good, $name, @more) = @_;
    $n++;
    print $good ? "ok $n - $name\n" : "not ok $n - $name\n";
    print map { "# $_\n" } @more if !$good;
}

sub run {
    my (@command) = @_;
    open my $h, '-|', @command or die "$command[0]: $!\n";
    local $/;
    my $out = <$h> // '';
    close $h;
    return $out;
}

sub value {
    my ($expression, $file) = @_;
    return $1 if $expression =~ /^'(.*)'$/;
    my $out = run('xmllint', '--xpath', $expression, $file);
    $out =~ s/\s+/ /g;
    $out =~ s/^ | $//g;
    return $out;
}

# [word, rest] a line
sub lines_of {
    my ($path) = @_;
    open my $h, '<', $path or die "$path: $!\n";
    return map { /^(\S+)\s+(.*?)\s*$/ ? [ $1, $2, $_ ] : () } grep { !/^#/ } <$h>;
}

sub layout {
    my ($path) = @_;
    my ($name) = $path =~ m{([^/]+)\.layout$};
    my (@files, @pairs, @said, $options, $catalog);
    for (lines_of($path)) {
        my ($word, $rest, $line) = @$_;
        if    ($word eq 'file')    { push @files, "$shared/$rest" }
        elsif ($word eq 'options') { $options = $rest }
        elsif ($word eq 'stderr')  { push @said, $rest }
        elsif ($word eq 'catalog') { $catalog = $rest }
        elsif ($line =~ /^(.*\S)\s+::\s+(.*\S)/) { push @pairs, [ $1, $2 ] }
        else                       { die "$path: what is \"$line\"\n" }
    }
    if (my ($absent) = grep { !-r } @files) {
        $n++;
        print "ok $n - $name # SKIP no $absent\n";
        return;
    }
    $ENV{DUIMA_DB} = "$dir/$name.db";
    my $status = system("$program import $options @files >$dir/out 2>$dir/err");
    my $err = run('cat', "$dir/err");
    return test(0, "$name: imported", split /\n/, $err) if $status != 0;
    test($err =~ /\Q$_\E/, "$name: says $_", split /\n/, $err) for @said;
    test(!grep({ !/what was staged is not in force yet/ } split /\n/, $err), "$name: says nothing", split /\n/, $err) unless @said;
    my $native = run(split(' ', $program), 'export', $catalog);
    $native =~ s/ xmlns="urn:duima:catalog:1"//;
    open my $h, '>:raw', "$dir/$name.xml" or die;
    print $h $native;
    close $h;
    my ($profile) = run('xmllint', '--xpath', 'count(//*)', "$dir/$name.xml") =~ /(\d+)/;
    test($profile, "$name: exported");
    test(scalar(@pairs) >= 3, "$name: is looked into");
    for (@pairs) {
        my ($ours, $theirs) = (value($_->[0], "$dir/$name.xml"), value($_->[1], $files[0]));
        test($ours eq $theirs, "$name: $_->[0] :: $_->[1] ($theirs)", "ours:   $ours", "theirs: $theirs");
    }
}

layout($_) for @layouts;
print "1..$n\n";
