# tests/cli/Platform.pm: small tables in the layouts of the national platform, for golden cases: lines of columns by number, TAB between,
# "null" where nothing is said. All of it is invented.
package Platform;
use strict;
use warnings;

my %width = (1301 => 97, 1302 => 33, 1305 => 19, 1306 => 71, 1320 => 44);
# What a row has unless the case says otherwise.
my %usual = (
    1301 => {
        4 => '甲药', 8 => '甲药片', 9 => '86900001000010', 10 => '100100', 14 => '0.5g', 32 => '0.5g*24片/盒', 33 => '1',
        37 => '2026-01-01 00:00:00', 45 => '盒', 46 => '片', 47 => '24', 54 => '某甲制药有限公司', 58 => '0', 62 => '国药准字H20260001',
        79 => '1', 82 => '2026-01-05 08:00:00', 83 => '20260101', 92 => '乙', 93 => '某甲药业有限公司',
    },
    1302 => { 2 => '某草', 12 => '2026-01-01', 14 => '1', 18 => '3', 20 => '某草' },
    1305 => { 3 => '次', 6 => '含材料', 7 => '1', 9 => '1001', 10 => '某诊疗', 12 => '2026-01-01', 15 => '5' },
    1306 => { 2 => '某导管', 5 => '导管', 6 => 'M-1', 8 => '6F', 12 => '聚氨酯', 16 => '盒', 17 => '10', 18 => '根', 47 => '2026-01-01', 51 => '国械注准20260001', 60 => '某器械公司', 68 => '1', 70 => '8' },
    1320 => { 3 => '某草配方颗粒', 4 => 'g', 6 => '每1g相当于饮片5g', 9 => '某颗粒公司', 11 => '上市备字100000', 21 => '某草', 29 => '1', 42 => '2' },
);
# The column of the code, of the version.
my %code = (1301 => 1, 1302 => 1, 1305 => 1, 1306 => 1, 1320 => 2);
my %version = (1301 => 83, 1302 => 18, 1305 => 15, 1306 => 70, 1320 => 42);

# rows(1301, [CODE, VERSION, column => text …] …)
sub rows {
    my ($table, @rows) = @_;
    my $out = '';
    for my $row (@rows) {
        my ($code, $version, %own) = @$row;
        my %cells = (%{ $usual{$table} }, $version{$table} => $version, %own, $code{$table} => $code);
        $out .= join("\t", map { $cells{$_} // 'null' } 1 .. $width{$table}) . "\n";
    }
    return $out;
}

1;
