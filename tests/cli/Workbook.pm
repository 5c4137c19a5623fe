# tests/cli/Workbook.pm: an XLSX workbook out of text that a person can read in a golden case.
#
#   [药品]            a sheet begins; [药品 hidden] is hidden
#   a|b||d            a row; cells parted by |. Without a mark in front a cell is a shared text; an empty one is no cell
#                     n:18.60 a number as written   d:46204 a number shown as a date   t:0.5 … as a time   z:12 … as 000000
#                     b:1 true or false   e:#N/A an error   f:1+1=2 a formula and its value (f:1+1 without one)
#                     i:text an inline text   r:ab,cd a text in two runs, with a reading that does not count
#   @row 10           the next row is number 10
#   @hide             the next row is hidden
#   @merge A1:C1      these cells are merged
#   @date1904         the workbook counts days from 1904
package Workbook;
use strict;
use warnings;
use IO::Compress::Zip qw(zip $ZipError);
use Encode ();

sub escape { return $_[0] =~ s/&/&amp;/gr =~ s/</&lt;/gr =~ s/\\n/\n/gr; }

sub column {
    my ($n) = @_;
    my $name = '';
    for ($n++; $n > 0; $n = int(($n - 1) / 26)) { $name = chr(65 + ($n - 1) % 26) . $name; }
    return $name;
}

# One cell of XML; new shared texts go behind @$strings.
sub cell {
    my ($ref, $text, $strings) = @_;
    return '' if $text eq '';
    my %styles = (n => 0, d => 1, t => 2, z => 3);
    return "<c r=\"$ref\" s=\"$styles{$1}\"><v>$2</v></c>" if $text =~ /^([ndtz]):(.*)/s;
    return "<c r=\"$ref\" t=\"$1\"><v>" . escape($2) . '</v></c>' if $text =~ /^([be]):(.*)/s;
    return "<c r=\"$ref\"><f>" . escape($1) . '</f>' . (defined $2 ? "<v>$2</v>" : '') . '</c>' if $text =~ /^f:([^=]*)(?:=(.*))?/s;
    return "<c r=\"$ref\" t=\"inlineStr\"><is><t>" . escape($1) . '</t></is></c>' if $text =~ /^i:(.*)/s;
    push @$strings, $text =~ /^r:(.*?),(.*)/s
        ? '<r><t>' . escape($1) . '</t></r><r><rPr><b/></rPr><t xml:space="preserve">' . escape($2) . '</t></r><rPh sb="0" eb="1"><t>reading</t></rPh>'
        : '<t xml:space="preserve">' . escape($text) . '</t>';
    return "<c r=\"$ref\" t=\"s\"><v>$#$strings</v></c>";
}

# The members of the archive, name => XML, for one description (characters, not bytes).
sub members {
    my ($text) = @_;
    my (@sheets, @strings);
    my ($row, $hide, $date1904) = (0, '', '');
    for my $line (split /\n/, $text) {
        if ($line =~ /^\[(.*?)( hidden)?\]$/) {
            push @sheets, { name => $1, state => $2 ? ' state="hidden"' : '', rows => '', merges => [] };
            $row = 0;
        } elsif ($line =~ /^\@(\w+)\s*(.*)/) {
            $row = $2 - 1 if $1 eq 'row';
            $hide = ' hidden="1"' if $1 eq 'hide';
            $date1904 = ' date1904="1"' if $1 eq 'date1904';
            push @{ $sheets[-1]{merges} }, $2 if $1 eq 'merge';
        } else {
            $row++;
            my $n = 0;
            my $cells = join '', map { cell(column($n++) . $row, $_, \@strings) } split /\|/, $line, -1;
            $sheets[-1]{rows} .= "<row r=\"$row\"$hide>$cells</row>";
            $hide = '';
        }
    }
    my $head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' . "\n";
    my $main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    my $office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    my $package = 'http://schemas.openxmlformats.org/package/2006/relationships';
    my @ids = 1 .. @sheets;
    my @members = (
        '[Content_Types].xml' => "$head<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        '_rels/.rels' => "$head<Relationships xmlns=\"$package\"><Relationship Id=\"rId1\" Type=\"$office/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        'xl/workbook.xml' => "$head<workbook xmlns=\"$main\" xmlns:r=\"$office\"><workbookPr$date1904/><sheets>"
            . join('', map { '<sheet name="' . escape($sheets[ $_ - 1 ]{name}) . "\" sheetId=\"$_\"$sheets[$_ - 1]{state} r:id=\"rId$_\"/>" } @ids) . '</sheets></workbook>',
        'xl/_rels/workbook.xml.rels' => "$head<Relationships xmlns=\"$package\">"
            . join('', map { "<Relationship Id=\"rId$_\" Type=\"$office/worksheet\" Target=\"worksheets/sheet$_.xml\"/>" } @ids)
            . "<Relationship Id=\"rIdS\" Type=\"$office/styles\" Target=\"styles.xml\"/><Relationship Id=\"rIdT\" Type=\"$office/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>",
        'xl/styles.xml' => "$head<styleSheet xmlns=\"$main\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
            . '<numFmt numFmtId="165" formatCode="000000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/>'
            . '<xf numFmtId="164"/><xf numFmtId="21"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    );
    for my $i (0 .. $#sheets) {
        my $merges = join '', map { "<mergeCell ref=\"$_\"/>" } @{ $sheets[$i]{merges} };
        push @members, 'xl/worksheets/sheet' . ($i + 1) . '.xml', "$head<worksheet xmlns=\"$main\"><sheetData>$sheets[$i]{rows}</sheetData>"
            . ($merges ? "<mergeCells>$merges</mergeCells>" : '') . '</worksheet>';
    }
    push @members, 'xl/sharedStrings.xml', "$head<sst xmlns=\"$main\">" . join('', map { "<si>$_</si>" } @strings) . '</sst>';
    return @members;
}

# A ZIP archive of these members.
sub archive {
    my @members = @_;
    my ($bytes, $zip) = ('');
    while (my ($name, $text) = splice @members, 0, 2) {
        if ($zip) { $zip->newStream(Name => $name, Time => 315532800) }
        else { $zip = IO::Compress::Zip->new(\$bytes, Name => $name, Time => 315532800) or die "zip: $ZipError\n" }
        $zip->print(Encode::encode('UTF-8', $text));
    }
    $zip->close;
    return $bytes;
}

# An old Office file with one empty stream of that name.
sub ole {
    my ($name) = @_;
    my $entry = sub { my ($n, $type) = @_; pack('a64vCCV3x36VV2', Encode::encode('UTF-16LE', "$n\0"), 2 * (length($n) + 1), $type, 1, (0xFFFFFFFF) x 3, 0xFFFFFFFE, 0, 0) };
    return pack('H16x16v5x6V9V109', 'd0cf11e0a1b11ae1', 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 0x1000, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0, (0xFFFFFFFF) x 108)
        . pack('V128', 0xFFFFFFFD, 0xFFFFFFFE, (0xFFFFFFFF) x 126)
        . $entry->('Root Entry', 5) . $entry->($name, 2) . "\0" x 256;
}

sub xlsx { return archive(members($_[0])); }
1;
