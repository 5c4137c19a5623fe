#!/usr/bin/python3
# tests/report/xlsx.py: reads workbooks back as another program does (openpyxl), and says in TAP what it found.
#   xlsx.py CHECK.xlsx CHECK.ndjson SAMPLE.xlsx [NAME]…   a check's workbook, the same check's ndjson, the notes of tests/report/sample_notes.c, and of
#                                                         other verbs NAME.xlsx and NAME.csv (as --raw has it)
import csv
import datetime
import json
import sys

import openpyxl

count = 0
failed = 0


def ok(what, fine, seen=None):
    global count, failed
    count += 1
    print(('ok' if fine else 'not ok'), count, '-', what)
    if not fine:
        failed += 1
        if seen is not None:
            print('#', repr(seen))


def rows_of(sheet):
    heads = [c.value for c in sheet[1]]
    return [dict(zip(heads, row)) for row in sheet.iter_rows(min_row=2)]


def everywhere(name, book, day=datetime.datetime(2026, 11, 21)):
    cells = [c for s in book for row in s.iter_rows() for c in row]
    ok(name + ': no formula in any sheet', not [c for c in cells if c.data_type == 'f'])
    ok(name + ': no link in any sheet', not [c for c in cells if c.hyperlink])
    ok(name + ': no error value in any sheet', not [c for c in cells if c.data_type == 'e'])
    ok(name + ': made on the day that was checked, not today', book.properties.created == day, book.properties.created)
    for sheet in book:
        setup = sheet.page_setup
        ok('%s: %s is printed as wide as a page, pages numbered' % (name, sheet.title),
           sheet.sheet_properties.pageSetUpPr.fitToPage and str(setup.fitToHeight) == '0' and '&P' in (sheet.oddFooter.center.text or ''), (setup.fitToHeight, sheet.oddFooter.center.text))


def listed(name, sheet):
    last = sheet.max_row
    ok(name + ': the head and the item stay in sight', sheet.freeze_panes == 'E2', sheet.freeze_panes)
    ok(name + ': filters for every column and row',
       sheet.auto_filter.ref == 'A1:%s%d' % (openpyxl.utils.get_column_letter(sheet.max_column), max(last, 2)), sheet.auto_filter.ref)
    ok(name + ': landscape, the head on every page', sheet.page_setup.orientation == 'landscape' and sheet.print_title_rows in ('1:1', '$1:$1') and sheet.print_area,
       (sheet.page_setup.orientation, sheet.print_title_rows))


def check(path, ndjson):
    book = openpyxl.load_workbook(path)
    everywhere('check', book)
    ok('check: the sheets', book.sheetnames[:3] == ['Summary', 'Findings', 'What was checked'], book.sheetnames)
    listed('check', book['Findings'])
    rows = rows_of(book['Findings'])
    said = [json.loads(line) for line in open(ndjson, encoding='utf-8')]
    ok('check: a row a finding', len(rows) == len(said) and len(said) > 20, (len(rows), len(said)))
    for head, member in (('Local code', 'local_code'), ('Local name', 'local_name'), ('Catalog code', 'catalog_code'), ('What was found', 'message'),
                         ('Fingerprint', 'fingerprint'), ('Path', 'file')):
        differ = [(r[head].value, s.get(member)) for r, s in zip(rows, said) if (r[head].value or '') != s.get(member, '').strip()]
        ok('check: %s as in ndjson' % member, not differ, differ[:3])
    ok('check: lines are numbers, as in ndjson', all(r['Line'].value == s['line'] for r, s in zip(rows, said) if r['Line'].data_type == 'n'))
    ok('check: rules as in ndjson', all(r['Rule'].value.split(' ')[0] == s['rule'] for r, s in zip(rows, said)))
    ok('check: codes are text', all(r[h].data_type == 's' and r[h].number_format == '@' for r in rows for h in ('Local code', 'Catalog code') if r[h].value))
    fixes = [(r['to'].value, s['fix']['value'], r['Safe'].value, s['fix']['safe']) for r, s in zip(rows, said) if 'fix' in s]
    ok('check: suggestions, and whether they are safe', fixes and all(a == b and (c == 'yes') == d for a, b, c, d in fixes), fixes[:3])
    ok('check: none where there is none', all(not r['to'].value for r, s in zip(rows, said) if 'fix' not in s))
    colors = {r['Severity'].value: r['Severity'].fill.fgColor.rgb for r in rows}
    ok('check: severities have colours, each its own', len(set(colors.values())) == 3 == len(colors), colors)
    differ = [r for r, s in zip(rows, said) if s['rule'] == 'D302']
    ok('check: the catalog\'s value is marked where it differs', all(r['In the catalog'].font.b and not r['In the table'].font.b for r in differ) and differ)
    widths = book['Findings'].column_dimensions
    ok('check: Chinese names have room', widths['D'].width >= 2 * max(len(r['Local name'].value or '') for r in rows) or widths['D'].width >= 22, widths['D'].width)
    about = {row[0].value: row[1].value for row in book['What was checked'].iter_rows() if row[0].value}
    ok('check: what was checked', about.get('encoding') == 'GB18030' and about.get('rows') == 64 and about.get('as of') == '2026-11-21', about)
    ok('check: rules that did not run, and why', 'M806: no column verified_by' in (about.get('rules not run') or ''), about.get('rules not run'))
    summary = {row[0].value: row[3].value for row in book['Summary'].iter_rows() if row[0].value}
    ok('check: the summary counts them', summary.get('Findings') == len(said) and summary.get('D302') == len(differ), summary)


def sample(path):
    book = openpyxl.load_workbook(path)
    everywhere('sample', book)
    for name in ('Findings', 'Accepted'):
        listed(name, book[name])
    rows = rows_of(book['Findings'])
    row = rows[2]
    ok('sample: a formula stays the text that it is', row['Local code'].value == '=HYPERLINK("http://example.org")' and row['Local code'].data_type == 's', row['Local code'].value)
    ok('sample: so do - and +', row['Local name'].value == '-2+3' and row['to'].value == '+7' and row['to'].data_type == 's', row['to'].value)
    ok('sample: controls and what is no text are replaced', row['What was found'].value in ('@SUM(A1:A9)\ufffd\ufffd_x000D_', '@SUM(A1:A9)\ufffd\ufffd_x005F_x000D_'), row['What was found'].value)
    ok('sample: zeros in front and twenty digits stay', rows[4]['Local code'].value == '00000000000000000001' and rows[4]['Catalog code'].value == '12345678901234567890')
    ok('sample: money is a number', rows[1]['Money at risk'].value == 1234.5678 and rows[1]['Money at risk'].number_format.startswith('#,##0.00'))
    kept = rows_of(book['Accepted'])
    ok('sample: reason, owner and last day', [kept[0][h].value for h in ('Reason', 'Owner')] == ['等厂家换包装', '王药师'] and
       kept[0]['Until'].value == datetime.datetime(2026, 12, 31), kept[0]['Until'].value)
    figures = book[book.sheetnames[-1]]
    ok('sample: figures are numbers', [[c.value for c in r] for r in figures.iter_rows(min_row=2)] == [['西药', 1234, 0.935], ['中成药', 7, 0.8]])
    ok('sample: charts in the summary', len(book['Summary']._charts) == 3, len(book['Summary']._charts))


def verb(path):
    book = openpyxl.load_workbook(path + '.xlsx')
    name = path.split('/')[-1]
    day = datetime.datetime(2026, 7, 1) if name == 'impact' else datetime.datetime(2026, 11, 21)
    everywhere(name, book, day)
    listed(name, book.worksheets[1])
    rows = [{head: cell.value or '' for head, cell in row.items()} for row in rows_of(book.worksheets[1])]
    said = list(csv.DictReader(open(path + '.csv', encoding='utf-8', newline='')))
    ok(name + ': a row a finding, as csv has them', len(rows) == len(said) and said, (len(rows), len(said)))
    for head, member in (('Local code', 'local_code'), ('Local name', 'local_name'), ('What was found', 'message'), ('What to do', 'todo'), ('to', 'fix_value'),
                         ('Fingerprint', 'fingerprint')):
        differ = [(r[head], s[member]) for r, s in zip(rows, said) if r[head] != s[member]]
        ok('%s: %s as in csv' % (name, member), not differ, differ[:3])
    if name == 'suggest':
        ok('suggest: scores as in csv', all(abs(float(r['Score'] or 0) - float(s['score'] or 0)) < 1e-9 for r, s in zip(rows, said)) and any(r['Score'] for r in rows))
    if name == 'coverage':
        shares = rows_of(book['Shares'])
        ok('coverage: shares are percents', shares and all(r['share'].number_format == '0.00%' for r in shares if r['share'].value is not None))


check(sys.argv[1], sys.argv[2])
sample(sys.argv[3])
for path in sys.argv[4:]:
    verb(path)
print('1..%d' % count)
sys.exit(1 if failed else 0)
