"""Tables of bench/quality as hospitals write them: headings, column order, encodings, separators, spellings of flags and dates."""
import csv
import datetime
import io
import random

from cases import COLUMNS

HEADINGS = {
    "canonical": {},
    "chinese": dict(zip(COLUMNS, "院内编码 院内名称 目录类别 医保名称 医保编码 通用名 商品名 剂型 规格 包装规格 计价单位 转换比 生产厂家 上市许可持有人 注册证号 型号 批准文号 本位码 单价 进价 进价单位 "
                        "数量 启用标志 收费等级 自付比例 限制使用标志 项目内涵 除外内容 开始日期 结束日期 对码人 对码时间 审核人 审核时间 备注".split())),
    "chinese2": dict(zip(COLUMNS, "医院编码 项目名称 类别 目录名称 国家编码 通用名 商品名 剂型 规格 包装规格 单位 转换比 生产企业 上市许可持有人 注册证号 型号 批准文号 本位码 零售价 进价 进价单位 "
                         "月用量 停用标志 甲乙类 自付比例 限制使用标志 项目内涵 除外内容 开始日期 结束日期 对码人 对码时间 审核人 审核时间 备注".split())),
    "platform": {"local_code": "fixmedins_hilist_id", "local_name": "fixmedins_hilist_name", "kind": "list_type", "catalog_code": "med_list_codg", "form": "dosform",
                 "pack": "pacspec", "unit": "prcunt", "manufacturer": "prdr_name", "approval_no": "aprvno", "price": "pric", "quantity": "cnt", "in_use": "vali_flag",
                 "pay_class": "chrgitm_lv", "self_pay": "selfpay_prop", "restricted": "lmt_used_flag", "content": "item_cont", "exclusions": "exct_cont",
                 "valid_from": "begndate", "valid_to": "enddate", "note": "memo"},
    "rs": {"local_code": "AKC515", "local_name": "AKC516", "kind": "AKC224", "catalog_code": "AKA060", "generic_name": "AKA061", "brand_name": "AKA079", "form": "HISAKA070",
           "spec": "HISAKA077", "manufacturer": "HISCKAA00", "price": "AKC225", "in_use": "AAE100", "verified_by": "AAE014", "verified_at": "AAE015"},
}
LEAN = {
    "identity": "local_code local_name kind catalog_code catalog_name generic_name form spec pack manufacturer approval_no standard_code".split(),
    "prices": "local_code local_name catalog_code spec pack unit factor price purchase_price purchase_unit pay_class self_pay".split(),
    "short": "local_code local_name catalog_code kind pay_class self_pay restricted unit price".split(),
}
PAY = {"canonical": {}, "platform": {"A": ["01"], "B": ["02"], "C": ["03"]},
       "chinese": {"A": ["甲", "甲类"], "B": ["乙", "乙类"], "C": ["丙", "自费"]}}
KINDS = {"code": {}, "word": {"101": "drug", "102": "drug", "103": "drug", "104": "drug", "106": "drug", "201": None, "301": "consumable"},
         "chinese": {"101": "药品", "102": "药品", "103": "药品", "104": "药品", "106": "药品", "201": None, "301": "耗材"}}
KINDS["akc"] = dict(KINDS["word"], **{k: "1" for k in ("101", "102", "103", "104", "106")})
SERVICE = {"akc": {"service": "2", "facility": "3"}, "word": {"service": "service", "facility": "facility"}, "chinese": {"service": "诊疗", "facility": "服务设施"}}


class Table:
    def __init__(self, name, headings="canonical", columns=None, encoding="utf-8", separator=",", end="\n", level=None, kind="code", bom=False, options=(),
                 quote=csv.QUOTE_MINIMAL, region="430000", family="main", bad_options=()):
        self.__dict__.update(locals())
        self.columns = list(columns or COLUMNS)
        self.cases, self.lines, self.options = [], {}, list(options)

    def takes(self, case):
        if case.table != self.family or case.region != self.region:
            return False
        if case.level is not None and case.level != (self.level or "none"):
            return False
        if self.kind == "akc" and any(row.raw_kind or row.entry is None or row.entry.kind == "consumable" for row in case.rows):
            return False
        wanted = set(case.needs)
        for row in case.rows:
            wanted |= {c for c in row.touched if row[c] != ""}
            wanted |= {c for c in row.touched if c in ("catalog_code", "price", "verified_by")}
        return wanted <= set(self.columns)

    def heading(self, column, rng):
        text = HEADINGS[self.headings].get(column, column)
        return text.upper() if self.headings == "platform" and rng.random() < 0.1 else text if rng.random() < 0.9 else " " + text + " "

    def text(self, row, column, rng):
        value = row[column]
        if value == "":
            return ""
        if column == "kind" and not row.raw_kind and row.entry is not None:
            style = KINDS[self.kind]
            if value in style:
                return style[value] or SERVICE[self.kind][row.entry.kind if row.entry.kind != "drug" else "service"]
        if column == "pay_class":
            style = PAY["chinese" if self.headings.startswith("chinese") else "platform" if self.headings == "platform" else "canonical"]
            return rng.choice(style.get(value, [value]))
        if column == "in_use" and HEADINGS[self.headings].get(column) == "停用标志":
            return {"1": "0", "0": "1"}.get(value, value)
        if column == "restricted" and value in "01":
            return rng.choice({"1": ["1", "Y", "是"], "0": ["0", "N", "否"]}[value])
        if column in ("valid_from", "valid_to", "mapped_at", "verified_at"):
            try:
                date = datetime.date.fromisoformat(value)
            except ValueError:
                return value
            return rng.choice([value, value, date.strftime("%Y%m%d"), "%d/%d/%d" % (date.year, date.month, date.day)])
        return value

    def write(self, path, seed):
        """The file; each row's first line goes into its case."""
        rng = random.Random("table %s %s" % (self.name, seed))
        columns = list(self.columns)
        rng.shuffle(columns)
        extra = rng.choice([None, "科室备用", "HIS序号"])
        order = []
        for case in self.cases:
            keys = sorted(rng.random() for _ in case.rows)
            if rng.random() < 0.5:
                keys = [keys[0]] * len(keys)
            order += [(key, i, case, n) for i, (key, n) in enumerate(zip(keys, range(len(case.rows))))]
        order.sort(key=lambda t: t[:2])
        chunks, line = [], 1

        def put(cells, broken=None):
            nonlocal line
            out = io.StringIO()
            csv.writer(out, delimiter=self.separator, lineterminator=self.end, quoting=self.quote).writerow(cells)
            text = out.getvalue()
            first, line = line, line + text.count("\n")
            data = text.encode(self.encoding)
            if broken:
                data = data.replace("\u2603BAD\u2603".encode(self.encoding), broken)
            chunks.append(data)
            return first

        put([self.heading(c, rng) for c in columns] + ([extra] if extra else []))
        for case in self.cases:
            case.lines = [0] * len(case.rows)
            case.texts = [None] * len(case.rows)
        for _, _, case, n in order:
            row = case.rows[n]
            key = "%s %s " % (self.name, row["local_code"])    # each field by itself: copies of a row are spelled alike
            cells = [self.text(row, c, random.Random(key + c)) for c in columns] + (["7"] if extra else [])
            if row.ragged > 0:
                cells += ["x"] * row.ragged
            elif row.ragged < 0:
                cells = cells[:row.ragged]
            case.lines[n] = put(cells, row.broken)
            case.texts[n] = dict(zip(columns, cells))
        with open(path, "wb") as f:
            f.write({"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[self.encoding] if self.bom else b"")
            for chunk in chunks:
                f.write(chunk)


def all_tables():
    encoding = [Table("encoding-bom", family="encoding", bom=True, level=3), Table("encoding-plain", family="encoding", level=3),
                Table("encoding-said", "chinese", family="encoding", level=3, options=["--encoding", "UTF-8"], kind="chinese"),
                Table("encoding-gb", "chinese", family="encoding", level=3, encoding="gb18030", options=["--encoding", "GB18030"], kind="chinese")]
    return [
        Table("plain", level=3),
        Table("excel", "chinese", encoding="gb18030", end="\r\n", level=2, kind="chinese"),
        Table("platform", "platform", encoding="utf-16-le", bom=True, separator="\t", level=None),
        Table("marked", "chinese2", bom=True, separator=";", level=1, kind="word", quote=csv.QUOTE_ALL),
        Table("identity", "rs", LEAN["identity"], encoding="gb18030", level=3, kind="akc"),
        Table("prices", "chinese", LEAN["prices"], level=None),
        Table("short", "canonical", LEAN["short"], separator="\t", level=2),
        Table("big-endian", "chinese2", encoding="utf-16-be", bom=True, end="\r\n", level=3, kind="chinese"),
        Table("previous", family="previous", level=3), Table("centre", "chinese", family="centre", level=3, kind="chinese"),
        Table("scheme", family="scheme", level=3, options=["--scheme", "employee"]),
        Table("fragment", family="fragment", region="440000", level=3), Table("foreign", family="foreign", region="ON", level=3),
    ] + encoding
