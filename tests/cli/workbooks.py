# tests/cli/workbooks.py: workbooks for workbooks.t, made by openpyxl and xlwt. workbooks.py TABLE.csv FOLDER
import csv
import datetime
import sys

import openpyxl
import xlwt

table, folder = sys.argv[1:]
rows = list(csv.reader(open(table, encoding="gb18030", errors="replace", newline="")))

# The table as text, by each library; and as UTF-8, for LibreOffice to guess types from.
book = openpyxl.Workbook()
old = xlwt.Workbook()
sheet, old_sheet = book.active, old.add_sheet("药品")
sheet.title = "药品"
for i, row in enumerate(rows):
    sheet.append(row)
    for k, cell in enumerate(row):
        old_sheet.write(i, k, cell)
book.save(f"{folder}/text.xlsx")
old.save(f"{folder}/text.xls")
with open(f"{folder}/typed.csv", "w", encoding="utf-8", newline="") as out:
    csv.writer(out).writerows(rows)

# What cells can be, for LibreOffice to work out and to save as XLS.
book = openpyxl.Workbook()
front = book.active
front.title = "说明"
front["A1"] = "对照表"
sheet = book.create_sheet("药品")
hidden = book.create_sheet("旧表")
hidden.sheet_state = "hidden"
for cells in (hidden, sheet):
    cells.append(["某医院药品对照表"])
    cells.append(["院内编码", "院内名称", "医保编码", "规格", "转换比", "单价", "启用标志", "开始日期", "结束日期", "剂型"])
cells.append(["Y1", '="对乙酰"&"氨基酚片"', "XN02BEA012A001010190001", "0.5g", "=6*4", "=0.1+0.2", True, datetime.date(2026, 7, 1), "=H3+30", "片剂"])
cells.append(["Y2", "阿莫西林胶囊", '=VLOOKUP("x",A1:B2,2,FALSE)', datetime.date(2026, 2, 1), "=1/0", 18.6, "=1=2", None, None, "=1=1"])
cells.append([1003, "阿莫西林胶囊", 110200000000000123, "0.25g", 24, 1e-5, False, "2026/7/1", None, ""])
cells.append(["Y4", "阿莫西林胶囊", "XJ01CAA040E001010190002", "=\"0.\"&\"25g\"", 24, None, "=TRUE()", None, None, "胶囊剂"])
cells.row_dimensions[5].hidden = True
cells.column_dimensions["J"].hidden = True
cells.merge_cells("A1:J1")
cells.merge_cells("J5:J6")
for row in (3, 4):
    cells[f"I{row}"].number_format = "yyyy-mm-dd"
book.save(f"{folder}/made.xlsx")
