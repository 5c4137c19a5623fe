# tests/hostile/records.pl: well-formed XML with values that lie, overflow, or are meant for whoever reads them next.
package Corpus;
use strict;
use warnings;
use utf8;

our ($HEAD, $DRUG);
sub priced { return doc(qq(<drug code="D1"><name>N</name><ceiling>$_[0]</ceiling></drug>)); }
sub dated { return doc(qq(<drug code="D1"><name>N</name><valid from="$_[0]"/></drug>)); }
sub rooted { my ($attributes, $body) = @_; return qq(<catalog xmlns="urn:duima:catalog:1" $attributes>) . ($body // $DRUG) . '</catalog>'; }

# --- codes
add('code-missing', 'no code', doc('<drug><name>N</name></drug>'));
add('code-empty', 'an empty one', coded(''));
add('code-blanks', 'one of blanks', coded('   '));
add('code-blank-inside', 'a blank in it', coded('D 1'));
add('code-blank-around', 'blanks around it are part of it, so that it is none', coded(' D1 '));
add('code-64', '64 characters are the most', coded('D' x 64), shows => 1);
add('code-65', '65 are too many', coded('D' x 65));
add('code-chinese', 'Chinese letters are characters too', coded('药品一号'), shows => 1);
add('code-64-chinese', '64 of them', coded('药' x 64), shows => 1);
add('code-wide-blank', 'a blank as wide as a character', coded("D\x{3000}1"));
add('code-no-break', 'a blank that does not break', coded(text("D\x{A0}1")));
add('code-zero-width', 'a blank without width', coded("D\x{200B}1"));
add('code-joiner', 'a joiner that nobody sees', coded("D\x{200D}1"));
add('code-soft-hyphen', 'a hyphen that nobody sees', coded(text("D\x{AD}1")));
add('code-bidi', 'a mark that turns what follows around', coded("D\x{202E}321"));
add('code-escape', 'what clears a terminal, by a reference', coded('D&#x9B;2J'));
add('code-combining', 'a combining mark is another letter', coded("De\x{301}1"), shows => 1);
add('code-fullwidth', 'digits of full width are other digits', coded('Ｄ１'), shows => 1);
add('code-twice', 'a code twice', doc($DRUG, "\n", $DRUG));
add('code-twice-other', 'a code twice with different names', doc($DRUG, "\n", '<drug code="D1"><name>M</name></drug>'));
add('code-twice-kinds', 'one code in two kinds is two entries', doc($DRUG, '<service code="D1"><name>M</name></service>'), shows => 1);
add('code-case', 'codes that differ in case are two', doc($DRUG, '<drug code="d1"><name>M</name></drug>'), shows => 1);
add('code-zeros', 'leading zeros count', doc('<drug code="001"><name>N</name></drug><drug code="1"><name>M</name></drug>'), shows => 1);
add('code-sql', 'a sentence for a data base', coded("D'); DROP TABLE entry;--"));
add('code-sql-short', 'the same without blanks is a code', coded("D');DROP/**/TABLE/**/entry;--"), shows => 1);
add('code-path', 'a path', coded('../../etc/passwd'), shows => 1);
add('code-percent', 'a format', coded('%s%n%d'), shows => 1);
add('code-formula', 'a formula', coded('=1+1'), shows => 1);

# --- names
add('name-missing', 'no name', doc('<drug code="D1"/>'));
add('name-empty', 'an empty one', named(''));
add('name-blanks', 'one of blanks', named(" \n\t "));
add('name-wide-blanks', 'one of wide blanks', named("\x{3000}\x{3000}"));
add('name-nested', 'text inside another element does not count', named('<b>N</b>'));
add('name-around', 'nor does it part the text around it', named('a<b>x</b>b'), shows => 1);
add('name-twice', 'two names', doc('<drug code="D1"><name>N</name><name>M</name></drug>'));
add('name-twice-same', 'two that are one', doc('<drug code="D1"><name>N</name><name>N</name></drug>'), shows => 1);
add('name-formula', 'a formula that a spreadsheet would run', named('=HYPERLINK(&quot;http://127.0.0.1:9/&quot;,&quot;x&quot;)'), shows => 1);
add('name-formula-at', 'another way to write one', named('@SUM(1+1)*cmd|&apos; /C calc&apos;!A0'), shows => 1);
add('name-escape', 'a sequence for a terminal, by a reference', named('a&#x9B;31mb'), shows => 1);
add('name-bidi', 'a mark that turns what follows around', named("a\x{202E}cba\x{202C}"), shows => 1);
add('name-zero-width', 'blanks without width', named("a\x{200B}\x{200C}\x{200D}\x{2060}b"), shows => 1);
add('name-combining', 'a thousand marks on one letter', named('e' . "\x{301}" x 1000), shows => 1);
add('name-tags', 'letters of the tag plane', named("a\x{E0041}\x{E0042}b"), shows => 1);
add('name-script', 'a script for a browser', named('&lt;script&gt;alert(1)&lt;/script&gt;'), shows => 1);
add('name-lines', 'line ends become blanks', named("a\n\n\nb"), shows => 1);
add('name-64k', 'one of 64 KB', named('药' x 21845), shows => 1);
add('name-4m', 'one of 4 MB is the most', named(rep('a', 4194304)), large => 1);
add('name-4m-1', 'a byte more', named(rep('a', 4194305)), large => 1);

# --- money and numbers
my %bad_money = (comma => '1,50', thousands => '1,234.50', negative => '-1', plus => '+1', exponent => '1e3', huge => '1e999', infinity => 'inf', nan => 'NaN', hex => '0x10', word => 'free', dot => '.', points => '1.2.3',
    yuan => '18.60元', sign => '￥18.60', blank => '1 000', wide => '１８.６０', overflow => '99999999999999999999', 'long' => '9' x 400, places => '1.23456', tiny => '0.00001', chinese => '十八', range => '1-2', percent => '10%', nul => '1&#0;');
add("money-$_", "a price of " . substr($bad_money{$_}, 0, 30), priced($bad_money{$_})) for sort keys %bad_money;
my %good_money = (zero => '0', 'zero-places' => '0.0000', 'no-zero' => '.5', zeros => '0000001.50', 'places' => '1.2300', 'trailing' => '1.23000', 'blanks' => ' 1.5 ', point => '1.', most => '99999999999.9999', places4 => '1.2345');
add("money-good-$_", "a price of $good_money{$_}", priced($good_money{$_}), shows => 1) for sort keys %good_money;
add('money-edge', 'the last price that fits 64 bits', priced('922337203685477.5807'), shows => 1);
add('money-edge-1', 'the first one that does not', priced('922337203685477.5808'));
add('money-two', 'two prices for the same', doc('<drug code="D1"><name>N</name><ceiling>1</ceiling><ceiling>2</ceiling></drug>'));
add('money-level', 'a level that no hospital has', doc('<drug code="D1"><name>N</name><ceiling level="4">1</ceiling></drug>'));
add('money-type', 'a sort of price that there is not', doc('<drug code="D1"><name>N</name><ceiling type="secret">1</ceiling></drug>'));
add('share-over', 'a share above 1', doc('<drug code="D1"><name>N</name><self-pay>1.01</self-pay></drug>'));
add('share-percent', 'a share in percent', doc('<drug code="D1"><name>N</name><self-pay>10</self-pay></drug>'));
add('share-negative', 'a negative one', doc('<drug code="D1"><name>N</name><self-pay>-0.1</self-pay></drug>'));
add('quantity-negative', 'a negative quantity', doc('<drug code="D1"><name>N</name><pack quantity="-1">p</pack></drug>'));
add('quantity-zero', 'a quantity of nothing', doc('<drug code="D1"><name>N</name><pack quantity="0">p</pack></drug>'));
add('quantity-huge', 'one that is too large', doc('<drug code="D1"><name>N</name><pack quantity="99999999999999999999">p</pack></drug>'));
add('class-unknown', 'a class that there is not', doc('<drug code="D1"><name>N</name><pay-class>Z</pay-class></drug>'));
add('class-c', 'C is paid by the patient, whatever is written', doc('<drug code="D1"><name>N</name><pay-class>C</pay-class><self-pay>0.1</self-pay></drug>'), shows => 1);
add('limit-ages', 'the youngest above the oldest', doc('<drug code="D1"><name>N</name><limit age-min="60" age-max="14"/></drug>'));
add('limit-sex', 'a sex that there is not', doc('<drug code="D1"><name>N</name><limit sex="X"/></drug>'));
add('limit-age-huge', 'an age of 1000', doc('<drug code="D1"><name>N</name><limit age-min="1000"/></drug>'));

# --- dates
my %bad_date = ('month-13' => '2026-13-01', 'day-32' => '2026-01-32', 'day-0' => '2026-01-00', 'month-0' => '2026-00-01', 'february-30' => '2026-02-30', 'february-29' => '2026-02-29', 'year-0' => '0000-01-01', 'year-5' => '12026-01-01',
    compact => '20260101', slashes => '2026/01/01', us => '01/31/2026', chinese => '2026年1月1日', time => '2026-01-01T00:00:00', zone => '2026-01-01Z', short => '2026-1-1', text => 'tomorrow', negative => '-2026-01-01', 'wide' => '２０２６-01-01', empty => ' ');
add("date-$_", "a day of $bad_date{$_}", dated($bad_date{$_})) for sort keys %bad_date;
add("date-good-$_->[0]", "a day of $_->[1]", dated($_->[1]), shows => 1) for ['leap', '2024-02-29'], ['century', '2000-02-29'], ['last', '9999-12-31'], ['first', '0001-01-01'];
add('date-century', '1900 was no leap year', dated('1900-02-29'));
add('date-order', 'the last day in front of the first', doc('<drug code="D1"><name>N</name><valid from="2026-02-01" to="2026-01-01"/></drug>'));
add('date-agreement-order', 'the same of an agreement', doc('<drug code="D1"><name>N</name><agreement from="2026-02-01" to="2026-01-01"/></drug>'));

# --- what the root says
my %bad_root = ('region-path' => 'region="../x" version="2"', 'region-blank' => 'region="a b" version="2"', 'region-empty' => 'region="" version="2"', 'region-long' => 'region="' . 'X' x 17 . '" version="2"', 'region-chinese' => 'region="湖南" version="2"',
    'region-absent' => 'version="2"', 'region-slash' => 'region="X/drug" version="2"', 'version-absent' => 'region="X"', 'version-at' => 'region="X" version="a@b"', 'version-slash' => 'region="X" version="a/b"', 'version-blank' => 'region="X" version="a b"',
    'version-empty' => 'region="X" version=""', 'version-long' => 'region="X" version="' . 'v' x 65 . '"', 'version-wide-blank' => "region=\"X\" version=\"a\x{3000}b\"", 'version-zero-width' => "region=\"X\" version=\"a\x{200B}\"", 'version-control' => 'region="X" version="a&#x9B;b"',
    'effective-wrong' => 'region="X" version="2" effective="2026-02-30"', 'effective-word' => 'region="X" version="2" effective="soon"', 'expires-wrong' => 'region="X" version="2" expires="never"', 'fragment-wrong' => 'region="X" version="2" fragment="maybe"',
    'count-more' => 'region="X" version="2" count="2"', 'count-less' => 'region="X" version="2" count="0"', 'count-word' => 'region="X" version="2" count="one"', 'count-negative' => 'region="X" version="2" count="-1"', 'count-huge' => 'region="X" version="2" count="99999999999999999999"',
    'count-plus' => 'region="X" version="2" count="+1"', 'count-fraction' => 'region="X" version="2" count="1.0"', 'count-empty' => 'region="X" version="2" count=""', 'count-billion' => 'region="X" version="2" count="999999999999"');
add("root-$_", "the root says " . substr($bad_root{$_}, 0, 60), rooted($bad_root{$_})) for sort keys %bad_root;
my %good_root = ('version-dots' => 'region="X" version=".."', 'version-dash' => 'region="X" version="--help"', 'region-dash' => 'region="-rf" version="2"', 'count-zeros' => 'region="X" version="2" count="0001"', 'fragment-1' => 'region="X" version="2" fragment="1"',
    'title-escape' => 'region="X" version="2" title="a&#x9B;31mb"', 'version-64' => 'region="X" version="' . 'v' x 64 . '"');
add("root-good-$_", "the root says " . substr($good_root{$_}, 0, 60), rooted($good_root{$_}), shows => 1) for sort keys %good_root;
add('root-nested', 'a catalog inside a catalog', doc(doc()));
add('root-other', 'another root', '<catalogue xmlns="urn:duima:catalog:1"/>');
add('root-record', 'a record as the root', '<drug xmlns="urn:duima:catalog:1" code="D1"><name>N</name></drug>');
add('record-nested', 'a record inside a record', doc('<drug code="D1"><name>N</name><drug code="D2"><name>M</name></drug></drug>'), shows => 1);
add('record-none', 'no record at all', doc(' '));
add('record-unknown', 'none of a kind that is known', doc('<gadget code="D1"><name>N</name></gadget>'));
add('record-text', 'text between records', doc('hello', $DRUG, 'bye'), shows => 1);
add('record-hundred-bad', 'more bad ones than are told', doc(map { qq(<drug code="D$_"/>\n) } 1 .. 150));
add('record-skip-bad', 'bad ones left out', doc(map({ qq(<drug code="D$_"/>\n) } 1 .. 3), $DRUG), args => ['--skip-bad'], shows => 1);
add('record-skip-all', 'nothing left when the bad ones are left out', doc(map { qq(<drug code="D$_"/>\n) } 1 .. 3), args => ['--skip-bad']);
add('record-bad-many', 'a record with a thousand bad values', doc('<drug code="D1"><name>N</name>' . '<ceiling>x</ceiling>' x 1000 . '</drug>'));
add('record-same-successor', 'an entry that replaces itself', doc('<drug code="D1"><name>N</name><replaced-by code="D1"/></drug>'), shows => 1);
add('record-successor-blank', 'a successor without a code', doc('<drug code="D1"><name>N</name><replaced-by code=" "/></drug>'));
add('record-successor-type', 'a sort of successor that there is not', doc('<drug code="D1"><name>N</name><replaced-by type="maybe" code="D2"/></drug>'));
add('record-status', 'a status that there is not', doc('<drug code="D1"><name>N</name><valid status="gone"/></drug>'));
add('record-addon-self', 'an add-on of itself', doc('<service code="S1"><name>N</name><addon-of>S1</addon-of></service>'), shows => 1);

# --- other layouts, whose values travel further
my $rs = '<RESPONSEDATA><RETURNNUM>1</RETURNNUM><PAGE><OUTROW><AKA060>D1</AKA060><AKA061>N</AKA061>%s</OUTROW></PAGE></RESPONSEDATA>';
my @place = ('--region', 'X', '--label', '2');
add('rs-no-region', 'a layout that names no region', sprintf($rs, ''));
add('rs-count', 'more records declared than there are', '<RESPONSEDATA><RETURNNUM>1</RETURNNUM><PAGE><TOTALRECORD>5</TOTALRECORD><OUTROW><AKA060>D1</AKA060><AKA061>N</AKA061></OUTROW></PAGE></RESPONSEDATA>', args => [@place]);
add('rs-two-codes', 'a drug and a service in one row', sprintf($rs, '<AKA090>S1</AKA090>'), args => [@place]);
add('rs-price', 'a price that is none', sprintf($rs, '<AKA068>1,5</AKA068>'), args => [@place]);
add('rs-date', 'a date that is none', sprintf($rs, '<AAE030>20261301</AAE030>'), args => [@place]);
add('rs-no-kind', 'a row of no kind', '<RESPONSEDATA><RETURNNUM>1</RETURNNUM><PAGE><OUTROW><AAE013>x</AAE013></OUTROW></PAGE></RESPONSEDATA>', args => [@place]);
add('rs-case', 'small letters are other names', lc sprintf($rs, ''), args => [@place]);
add('rs-namespace', 'a namespace that the layout has not', sprintf($rs, '') =~ s/<RESPONSEDATA>/<RESPONSEDATA xmlns="urn:x">/r, args => [@place]);
add('rs-refusal', 'it says itself that something failed', '<RESPONSEDATA><RETURNNUM>-1</RETURNNUM><ERRORMSG>not allowed</ERRORMSG></RESPONSEDATA>', args => [@place]);
add('rs-error-reply', 'an error instead of a catalog', '<transferinfo><headinfo><REQUESTID>903</REQUESTID><RETURNCODE>-1</RETURNCODE><MESSAGE>not allowed</MESSAGE></headinfo></transferinfo>', args => [@place]);
add('odb-late', 'an unknown maker', '<extract createDate="2026-01-01"><formulary formularyDate="2026-01-01"><pcg2><pcg6><genericName><name>N</name><pcgGroup><pcg9><drug id="00000001"><name>N</name><manufacturerId>ZZZ</manufacturerId></drug></pcg9></pcgGroup></genericName></pcg6></pcg2></formulary><manufacturerList/></extract>');
add('profile-given-wrong', 'another profile is asked for than fits', doc(), args => ['--profile', 'on-odb']);
add('profile-given-unknown', 'one that there is not', doc(), args => ['--profile', 'nothing']);
add('profile-path-traversal', 'one by a path that leads away', doc(), args => ['--profile', '../../../../etc/passwd']);
1;
