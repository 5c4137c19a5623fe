"""Labelled faults of names (N) and of what the item is (D)."""
import amounts
import western
import words
from cases import Case, different_drug, shape
from entries import FORMS, PATENT_FORMS, SALTS

FRIENDS = [line.split() for line in western.FALSE_FRIENDS.split("\n") if line]
ALIKE = [line.split() for line in words.PATENT_ALIKE.split("\n") if line]


def named(g, e, local, generic="", **fields):
    """A row with another local name; the catalog's own name stays."""
    r = g.row(e, local_name=local, generic_name=generic, **fields)
    r["brand_name"] = ""
    return r


# ---- N201 ----

@shape("N201", "another-drug")
def _(g):
    e = g.drug(plain=True)
    salt, base, suffix = different_drug(g, e)
    return Case(named(g, e, FORMS[e.letter][1].format(salt + base + suffix)), {"N201": "error"})


@shape("N201", "another-drug-and-generic")
def _(g):
    e = g.drug(plain=True)
    salt, base, suffix = different_drug(g, e)
    return Case(named(g, e, FORMS[e.letter][1].format(salt + base + suffix), salt + base + suffix), {"N201": "error"})


@shape("N201", "generic-right-name-of-another-entry")
def _(g):
    e = g.drug(plain=True)
    salt, base, suffix = different_drug(g, e)
    other = g.drug(plain=True, base=base)
    if other.generic == e.generic:
        return None
    r = named(g, e, other.name, e.generic)
    r["generic_name"] = e.generic
    return Case(r, {"N201": "error"})


@shape("N201", "only-generic-another")
def _(g):
    e = g.drug(plain=True)
    salt, base, suffix = different_drug(g, e)
    return Case(named(g, e, e.name, salt + base + suffix), {"N201": "warning"})


for turned in (0, 1):
    def friend(g, turned=turned):
        pair = g.rng.choice(FRIENDS)
        a, b = pair[turned], pair[1 - turned]
        if a not in g.by_base or b not in g.by_base:
            return None
        e = g.drug(plain=True, base=a)
        salt, base, suffix, letter, _ = g.rng.choice(g.by_base[b])
        return Case(named(g, e, FORMS[e.letter][1].format(salt + b + suffix), g.rng.choice(["", salt + b + suffix])), {"N201": "error"})
    shape("N201", "false-friend-%d" % turned, 2)(friend)


@shape("N201", "another-salt")
def _(g):
    salts = ["盐酸", "硫酸", "马来酸", "枸橼酸", "富马酸", "酒石酸", "甲磺酸"]
    e = g.drug(plain=True, want=lambda d: d[0] in salts)
    other = g.rng.choice([s for s in salts if s != e.salt])
    return Case(named(g, e, FORMS[e.letter][1].format(other + e.base + e.suffix)), {"N201": "error"})


@shape("N201", "another-salt-behind")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[2] in ("钠", "钾") and not d[0])
    return Case(named(g, e, FORMS[e.letter][1].format(e.base + ("钾" if e.suffix == "钠" else "钠"))), {"N201": "error"})


@shape("N201", "only-the-metal-left")
def _(g):
    base, left = g.rng.choice([("硫酸亚铁", "亚铁"), ("琥珀酸亚铁", "亚铁"), ("碳酸钙", "钙"), ("葡萄糖酸钙", "钙"), ("氯化钾", "钾")])
    e = g.drug(plain=True, base=base)
    return Case(named(g, e, FORMS[e.letter][1].format(left)), {"N201": "error"})


@shape("N201", "patent-another")
def _(g):
    e = g.patent_drug(plain=True)
    while True:
        stem = g.rng.choice(sorted(g.by_stem))
        if not set(stem) & set(e.base):
            break
    return Case(named(g, e, PATENT_FORMS[e.letter][1].format(stem)), {"N201": "error"})


@shape("N201", "patent-alike")
def _(g):
    pair = list(g.rng.choice(ALIKE))
    g.rng.shuffle(pair)
    e = g.patent_drug(plain=True, stem=pair[0])
    return Case(named(g, e, PATENT_FORMS[e.letter][1].format(pair[1])), {"N201": "error"})


@shape("N201", "patent-another-form-in-the-name")
def _(g):
    e = g.patent_drug(plain=True, letters="WwNTCGLY")
    other = g.rng.choice([x for x in "WTCGLY" if PATENT_FORMS[x][1] != PATENT_FORMS[e.letter][1]])
    return Case(named(g, e, PATENT_FORMS[other][1].format(e.base)), {"N201": "error"})


@shape("N201", "patent-form-word-left-out")
def _(g):
    e = g.patent_drug(plain=True, letters="TCG")
    if e.base in ("天麻", "三七", "黄芪", "丹参", "护肝", "银杏叶", "板蓝根"):
        return None
    return Case(named(g, e, e.base), {"N201": "error"})


@shape("N201", "patent-for-children")
def _(g):
    e = g.patent_drug(plain=True, letters="GLT")
    name = e.name[2:] if e.name.startswith("小儿") else "小儿" + e.name
    return Case(named(g, e, name), {"N201": "error"})


@shape("N201", "compound")
def _(g):
    e = g.drug(plain=True, want=lambda d: not d[1].startswith("复方") and not d[0])
    return Case(named(g, e, "复方" + e.name if not e.name.startswith(("注射用", "吸入用")) else e.name[:3] + "复方" + e.name[3:]), {"N201": "error"})


@shape("N201", "herb-processed")
def _(g):
    raw = g.rng.choice([h for h in words.HERBS if any(o != h and o.endswith(h) for o in words.HERBS)])
    processed = g.rng.choice([o for o in words.HERBS if o != raw and o.endswith(raw)])
    if processed in ("川牛膝",):
        return None
    a, b = g.rng.choice([(raw, processed), (processed, raw)])
    return Case(named(g, g.herb(a), b), {"N201": "warning"})


@shape("N201", "herb-another")
def _(g):
    e = g.herb()
    while True:
        other = g.rng.choice(words.HERBS)
        if not set(other) & set(e.name):
            return Case(named(g, e, other), {"N201": "warning"})


@shape("N201", "half-xia")
def _(g):
    a, b = g.rng.sample(["法半夏", "姜半夏", "清半夏"], 2)
    return Case(named(g, g.herb(a), b), {"N201": "warning"})


@shape("N201", "service-another")
def _(g):
    e, other = g.service(), g.service()
    return Case(named(g, e, other.name), {"N201": "warning"})


@shape("N201", "service-organ")
def _(g):
    a, b = g.rng.sample(words.ORGANS, 2)
    procedure = g.rng.choice(words.PROCEDURES)
    if a in b or b in a or ("service", a + procedure) in g.used:
        return None
    e = g.service(name=a + procedure)
    return Case(named(g, e, b + procedure), {"N201": "warning"})


@shape("N201", "consumable-another")
def _(g):
    e = g.consumable()
    while True:
        other = g.rng.choice(g.consumables)[0]
        if len(set(other) & set(e.name)) < 2:
            return Case(named(g, e, other), {"N201": "warning"})


@shape("N201", "silences-the-item")
def _(g):
    e = g.drug(letters="TFC", plain=True)
    salt, base, suffix = different_drug(g, e)
    r = named(g, e, FORMS[e.letter][1].format(salt + base + suffix), "", form="注射液", spec="2ml:99mg", pack="", factor="77",
              manufacturer=g.other_maker(e.maker).full(), holder="", approval_no="国药准字H19999999", price="9999.99", purchase_price="1")
    return Case(r, {"N201": "error"})


@shape("N201", "pay-class-still-checked")
def _(g):
    e = g.drug(plain=True)
    salt, base, suffix = different_drug(g, e)
    r = named(g, e, FORMS[e.letter][1].format(salt + base + suffix), "", pay_class="B" if e.pay_class == "A" else "A", self_pay="")
    return Case(r, {"N201": "error", "B702": "error"})


# ---- N202 ----

@shape("N202", "salt-missing-in-front")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[0] in SALTS[0] and not d[2])
    return Case(named(g, e, FORMS[e.letter][1].format(e.base)), {"N202": "info"})


@shape("N202", "salt-missing-behind")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[2] in ("钠", "钾", "钙") and not d[0])
    return Case(named(g, e, FORMS[e.letter][1].format(e.base)), {"N202": "info"})


@shape("N202", "salt-added")
def _(g):
    e = g.drug(plain=True, want=lambda d: not d[0] and not d[2] and d[1] in (
        "阿奇霉素 罗红霉素 左氧氟沙星 二甲双胍 奥氮平 法莫替丁 西格列汀 氟康唑 利培酮 缬沙坦 米氮平 拉莫三嗪 阿立哌唑 吡拉西坦 托拉塞米 氯雷他定".split()))
    return Case(named(g, e, FORMS[e.letter][1].format("盐酸" + e.base)), {"N202": "info"})


@shape("N202", "form-word-missing")
def _(g):
    e = g.drug(plain=True, letters="TCGIX")
    e.generic = None
    return Case(named(g, e, e.salt + e.base + e.suffix), {"N202": "info"})


@shape("N202", "another-form-word")
def _(g):
    e = g.drug(plain=True, letters="TDE")
    e.generic = None
    return Case(named(g, e, e.salt + e.base + e.suffix + g.rng.choice(["胶囊", "片剂" if e.letter == "T" else "片"])),
                {"N202": "info"})


@shape("N202", "bracketed-remark")
def _(g):
    e = g.any(plain=True)
    open_, close = g.rng.choice(["()", "（）", "[]", "【】"])
    return Case(named(g, e, e.name + open_ + g.rng.choice(["进口", "集采", "基药", "门诊用", "新"]) + close), {"N202": "info"})


@shape("N202", "trailing-strength")
def _(g):
    e = g.drug(plain=True, letters="TFCDEQIP", want=lambda d: d[4].kind in ("solid", "liquid") and not d[1][-1].isdigit())
    return Case(named(g, e, e.name + g.rng.choice(["", " "]) + e.amount.catalog()), {"N202": "info"})


# ---- N203 ----

@shape("N203", "next-row")
def _(g):
    e, other = g.any(plain=True), g.any(plain=True)
    if other.name == e.name or (other.base and e.base and (other.base in e.base or e.base in other.base)):
        return None
    return Case(g.row(e, catalog_name=other.name), {"N203": "error"})


@shape("N203", "false-friend")
def _(g):
    a, b = g.rng.choice(FRIENDS)
    if b not in g.by_base or a not in g.by_base:
        return None
    e = g.drug(plain=True, base=a)
    salt, base, suffix, _, _ = g.rng.choice(g.by_base[b])
    return Case(g.row(e, catalog_name=FORMS[e.letter][1].format(salt + base + suffix)), {"N203": "error"})


@shape("N203", "silences-name-and-item")
def _(g):
    e, other = g.drug(letters="TFC", plain=True), g.drug(letters="IP", plain=True)
    r = g.row(other, catalog_code=e.code, pay_class=e.pay_class, self_pay=e.self_pay[0][1], restricted="0")
    if other.base in e.name or e.base in other.name:
        return None
    r["catalog_name"] = other.name
    r.touched |= {"local_name", "form", "manufacturer", "spec"}
    return Case(r, {"N203": "error"})


@shape("N203", "pay-class-still-checked")
def _(g):
    e, other = g.drug(plain=True), g.drug(plain=True)
    if other.base in e.base or e.base in other.base:
        return None
    return Case(g.row(e, catalog_name=other.name, pay_class="B" if e.pay_class == "A" else "A", self_pay=""), {"N203": "error", "B702": "error"})


# ---- D301, D308 ----

WORDS = {"T": ["片剂", "片", "素片"], "C": ["胶囊", "胶囊剂", "硬胶囊"], "R": ["缓释片"], "W": ["缓释胶囊"], "N": ["控释片"], "G": ["颗粒剂", "颗粒", "冲剂"],
         "L": ["口服溶液", "口服液", "口服溶液剂"], "I": ["注射液", "注射剂", "针剂"], "P": ["粉针", "注射用无菌粉末", "粉针剂"], "X": ["栓剂", "栓"],
         "Y": ["滴眼剂", "滴眼液"], "M": ["乳膏", "乳膏剂"], "O": ["软膏", "软膏剂"], "D": ["分散片"], "E": ["肠溶片"], "S": ["软胶囊"], "Q": ["肠溶胶囊"],
         "F": ["薄膜衣片"], "Z": ["散剂", "散"], "U": ["糖衣片"], "J": ["凝胶剂", "凝胶"]}
CLASSES = ["TFDECSQ", "RNW", "G", "L", "IP", "X", "Y", "MOJ"]


@shape("D301", "another-class", 3)
def _(g):
    e = g.drug(plain=True, letters="TFDECSQRNWGLIPXYMO")
    mine = next(c for c in CLASSES if e.letter in c)
    other = g.rng.choice(g.rng.choice([c for c in CLASSES if c != mine]).replace("J", ""))
    r = g.row(e, form=g.rng.choice(WORDS[other]))
    return Case(r, {"D301": "error"})


@shape("D301", "sustained-release")
def _(g):
    a, b = g.rng.choice([("T", "R"), ("R", "T"), ("C", "W"), ("W", "C"), ("N", "T"), ("T", "N")])
    e = g.drug(plain=True, letters=a)
    return Case(g.row(e, form=g.rng.choice(WORDS[b])), {"D301": "error"})


@shape("D301", "patent-family")
def _(g):
    a, b = g.rng.choice(["TC", "CT", "CS", "SC", "TS"])
    e = g.patent_drug(plain=True, letters=a)
    return Case(g.row(e, form=g.rng.choice(WORDS[b])), {"D301": "error"})


@shape("D301", "patent-class")
def _(g):
    a, other = g.rng.choice([("W", "颗粒剂"), ("w", "片剂"), ("N", "胶囊"), ("G", "片"), ("L", "颗粒"), ("G", "口服液"), ("T", "颗粒"), ("I", "口服液"),
                             ("C", "丸剂"), ("T", "丸剂")])
    e = g.patent_drug(plain=True, letters=a)
    return Case(g.row(e, form=other), {"D301": "error"})


@shape("D308", "between-families", 2)
def _(g):
    a, b = g.rng.choice(["TC", "CT", "TD", "DT", "TE", "ET", "CS", "SC", "CQ", "QC", "FC", "FD", "ST"])
    e = g.drug(plain=True, letters=a)
    return Case(g.row(e, form=g.rng.choice(WORDS[b])), {"D308": "warning"})


@shape("D308", "within-a-family")
def _(g):
    a, b = g.rng.choice(["TF", "FT", "TU", "FU"])
    e = g.drug(plain=True, letters=a)
    return Case(g.row(e, form=WORDS[b][0]), {"D308": "info"})


@shape("D308", "patent-within-a-family")
def _(g):
    e = g.patent_drug(plain=True, letters="T")
    return Case(g.row(e, form=g.rng.choice(["薄膜衣片", "糖衣片"])), {"D308": "info"})


# ---- D302, D303, D304 ----

def strength(name, make, styles="ABD", weight=1):
    def case(g):
        e = make(g)
        found = e.amount.others(g.rng)
        if not found:
            return None
        other, _, severity = found
        style = g.rng.choice(styles)
        spec, pack, way = g.spelled(e, other, style)
        if way in ("volume-alone", "total-alone") and other.volume == e.amount.volume or way == "value-alone" and other.value == e.amount.value \
                or way in ("per-ml", "percent", "slash") and other.value * e.amount.volume == e.amount.value * other.volume:
            return None
        if e.amount.kind == "weight" and e.amount.piece == "片":
            severity = "warning"
        return Case(g.row(e, spec=spec, pack=pack), {"D302": severity})
    shape("D302", name, weight)(case)


strength("solid", lambda g: g.drug(plain=True, letters="TFDERNCSQWGXZP"), weight=2)
strength("solid-in-pack", lambda g: g.drug(plain=True, letters="TFDECQ"), "P")
strength("liquid", lambda g: g.drug(plain=True, letters="IYLHV"), weight=2)
strength("liquid-in-pack", lambda g: g.drug(plain=True, letters="IYH"), "P")
strength("units-of-activity", lambda g: g.drug(plain=True, want=lambda d: d[4].unit == "IU"))
strength("cream", lambda g: g.drug(plain=True, letters="OMJ"))
strength("compound", lambda g: g.drug(plain=True, want=lambda d: d[4].kind == "compound"), "AD")
strength("weight-of-a-tablet", lambda g: g.patent_drug(plain=True, letters="T"))
strength("weight-of-a-pill", lambda g: g.patent_drug(plain=True, letters="W"))
strength("fill", lambda g: g.patent_drug(plain=True, letters="CGSw"))
strength("volume", lambda g: g.patent_drug(plain=True, letters="LYJI"))
strength("herb-equivalent", lambda g: g.patent_drug(plain=True, letters="N"), "A")


@shape("D302", "spec-right-pack-wrong")
def _(g):
    e = g.drug(plain=True, letters="TFDECQ", want=lambda d: d[4].kind == "solid")
    other, _, _ = e.amount.others(g.rng)
    return Case(g.row(e, spec=e.amount.catalog(), pack="%s×%d%s/%s" % (other.catalog(), e.q, e.d, e.p)), {"D302": "error"})


@shape("D302", "infusion-volume")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[1] == "氯化钠" or d[1] == "葡萄糖" and d[3] == "V")
    p = e.amount.percent()
    if p is None:
        return None
    other = g.rng.choice([v for v in (50, 100, 250, 500, 1000) if v != e.amount.volume])
    return Case(g.row(e, spec="%s%% %dml" % (amounts.num(p), other), pack=""), {"D302": "error"})


@shape("D302", "infusion-concentration")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[1] in ("氯化钠", "葡萄糖") and d[3] == "V")
    p = e.amount.percent()
    if p is None:
        return None
    other = g.rng.choice([x for x in ("0.45", "0.9", "5", "10", "50") if x != amounts.num(p)])
    return Case(g.row(e, spec="%s%% %sml" % (other, amounts.num(e.amount.volume)), pack=""), {"D302": "error"})


@shape("D302", "small-pills")
def _(g):
    e = g.patent_drug(plain=True, letters="W")
    g10 = amounts.num(e.amount.value / 1000 * 20)
    return Case(g.row(e, spec="每10丸重%sg" % g10, pack=""), {"D302": None})


@shape("D302", "and-maker")
def _(g):
    e = g.drug(plain=True, letters="TFC")
    other, _, severity = e.amount.others(g.rng)
    spec, pack, _ = g.spelled(e, other, "A", spell=False)
    return Case(g.row(e, spec=spec, pack=pack, manufacturer=g.other_maker(e.maker).full(), holder=""), {"D302": severity, "D305": "error"})


def other_quantity(g, e):
    table = FORMS if e.code[0] == "X" else PATENT_FORMS
    return g.rng.choice([q for q in (table[e.letter][4] or (100, 200, 360)) if q not in (e.q, 1)] or [e.q * 2])


for style in "ABCEP":
    def d303(g, style=style):
        e = g.drug(plain=True, letters="TFDERCSQGXI" if style != "E" else "TFDERCSQ") if g.rng.random() < 0.6 or style in "CP" else \
            g.patent_drug(plain=True, letters="WTCGL")
        spec, pack, _ = g.spelled(e, e.amount, style, q=other_quantity(g, e), spell=False)
        return Case(g.row(e, spec=spec, pack=pack, factor=g.rng.choice(["", str(e.q)])), {"D303": "warning"})
    shape("D303", "style-" + style)(d303)


@shape("D303", "another-entry-has-it")
def _(g):
    e = g.drug(plain=True, letters="TFDECG")
    q = other_quantity(g, e)
    s = g.sibling(e, q=q)
    spec, pack, _ = g.spelled(e, e.amount, g.rng.choice("AB"), q=q, spell=False)
    return Case(g.row(e, spec=spec, pack=pack, factor=""), {"D303": "error"}, fix={"D303": (s.code, False)}, needs={"manufacturer"})


@shape("D304", "one-with-the-pack-unit")
def _(g):
    e = g.drug(plain=True, letters="TFDERCSQG")
    return Case(g.row(e, factor="1", unit=e.p, price="0.5", purchase_price=""), {"D304": "error"})


@shape("D304", "another-number")
def _(g):
    e = g.drug(plain=True) if g.rng.random() < 0.6 else g.patent_drug(plain=True)
    return Case(g.row(e, factor=str(g.rng.choice([e.q * 2, e.q + 1, e.q * 10, 2 if e.q != 2 else 3]))), {"D304": "error"})


@shape("D304", "dose-unit-and-another-number")
def _(g):
    e = g.drug(plain=True, letters="TFDERCSQG")
    return Case(g.row(e, factor=str(e.q + 2), unit=e.d, price="0.01", purchase_price=""), {"D304": "error"})


@shape("D304", "silences-pack-and-price")
def _(g):
    e = g.drug(plain=True, letters="TFDECG")
    q = other_quantity(g, e)
    spec, pack, _ = g.spelled(e, e.amount, "A", q=q, spell=False)
    return Case(g.row(e, spec=spec, pack=pack, factor=str(q), unit=e.p, price=amounts.num(e.ceilings[0][0] * 40), purchase_price=""), {"D304": "error"})
