#!/usr/bin/python3
# tests/report/cells.py FILE.xlsx [SHEET…]: the cells of a workbook as text, a line a row, empty cells at its end left out; for golden cases. All sheets where
# none is named. "=" before a cell would be a formula, "#" is a number as the file has it.
import sys
import xml.etree.ElementTree as tree
import zipfile

M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
R = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'
book = zipfile.ZipFile(sys.argv[1])


def part(name):
    return tree.fromstring(book.read(name))


def text(node):
    return ''.join(t.text or '' for t in node.iter(M + 't')).replace('\n', '\\n')


shared = [text(si) for si in part('xl/sharedStrings.xml')] if 'xl/sharedStrings.xml' in book.namelist() else []
targets = {r.get('Id'): r.get('Target') for r in part('xl/_rels/workbook.xml.rels')}
for sheet in part('xl/workbook.xml').iter(M + 'sheet'):
    if sys.argv[2:] and sheet.get('name') not in sys.argv[2:]:
        continue
    print('== ' + sheet.get('name'))
    for row in part('xl/' + targets[sheet.get(R + 'id')]).iter(M + 'row'):
        cells = {}
        for c in row:
            column = 0
            for letter in c.get('r').rstrip('0123456789'):
                column = column * 26 + ord(letter) - 64
            value = c.find(M + 'v')
            seen = text(c) if c.get('t') == 'inlineStr' else '' if value is None else shared[int(value.text)] if c.get('t') == 's' else '#' + value.text
            cells[column] = ('=' if c.find(M + 'f') is not None else '') + seen
        line = [cells.get(i, '') for i in range(1, max(cells, default=0) + 1)]
        while line and not line[-1]:
            line.pop()
        print(' | '.join(line))
