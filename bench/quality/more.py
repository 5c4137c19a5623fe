"""More shapes: several faults on a row, what silences what, groups with members that do not count, and right rows from real tables."""
import amounts
import words
from amounts import F
from benign import benign, renamed, traditional
from cases import Case, different_drug, shape
from entries import FORMS, SALTS, Maker
from faults_code import successor, unmapped
from faults_item import WORDS, named, other_quantity
from faults_kind import kind_of
from faults_maker import _with_text
from faults_money import half_up, packed, priced, two_entries

# ---- several faults on one row: every row is checked to its end ----


def faults_of(g, e):
    """Independent faults of a tablet or capsule: {rule: (severity, what the row says)}."""
    other, _, severity = e.amount.others(g.rng)
    return {
        "D301": ("error", {"form": g.rng.choice(["注射液", "栓剂", "颗粒剂", "缓释片"])}),
        "D302": (severity, {"spec": g.spelled(e, other, "D", spell=False)[0]}),
        "D303": ("warning", {"pack": "%d%s/%s" % (other_quantity(g, e), e.d, e.p), "factor": ""}),
        "D305": ("error", {"manufacturer": g.other_maker(e.maker).full(), "holder": ""}),
        "D306": ("error", {"approval_no": "国药准字" + g.approval("H")}),
        "B702": ("error", {"pay_class": "B" if e.pay_class == "A" else "A", "self_pay": ""}),
        "B703": ("error", {"self_pay": "0.77", "pay_class": ""}),
        "B704": ("warning", {"restricted": "0"}),
        "C111": ("warning", {"valid_from": "2025-11-30"}),
        "P601": ("error", {"price": amounts.num(e.ceilings[0][0] * 2), "unit": e.p, "purchase_price": "", "purchase_unit": ""}),
        "P602": ("warning", {"purchase_price": "0.01", "purchase_unit": e.unit}),
        "M806": ("warning", {"verified_by": ""}),
    }


APART = [{"B702", "B703"}, {"D305", "D306"}, {"P601", "P602"}, {"D303", "P601"}]


@shape("D302", "several-faults", 6)
def _(g):
    e = packed(g, letters="TFC", want=lambda d: d[4].kind == "solid")
    e.valid, e.restriction = {"from": "2026-01-01", "to": None}, g.rng.choice(words.RESTRICTIONS)
    all_of_it = faults_of(g, e)
    rules = set(g.rng.sample(sorted(all_of_it), g.rng.randint(2, 4)))
    if any(pair <= rules for pair in APART):
        return None
    r = g.row(e, spec=e.amount.catalog(), pack="")
    for rule in rules:
        r.set(**all_of_it[rule][1])
    case = Case(r, {rule: all_of_it[rule][0] for rule in rules})
    return case


# ---- the table itself ----

@shape("T105", "over-mapped-twice")
def _(g):
    e, o = two_entries(g)
    a, b = g.row(e), g.row(o)
    b["local_code"] = a["local_code"]
    return Case([a, b, b.clone()], [{"M801": "error"}, {"M801": "error"}, {"T105": "warning"}])


@shape("T105", "over-not-verified")
def _(g):
    r = g.row(g.any(plain=True), verified_by="", verified_at="")
    return Case([r, r.clone()], [{"M806": "warning"}, {"T105": "warning"}])


@shape("T105", "over-doubled-local-code")
def _(g):
    e = g.drug(plain=True)
    a = g.row(e)
    b = a.clone().set(note="另一条")
    return Case([a, b, b.clone()], [{"M803": "warning"}, {"M803": "warning"}, {"T105": "warning"}])


@shape("T102", "price-unreadable-is-no-empty-price")
def _(g):
    case = Case(g.row(g.drug(plain=True), price=g.rng.choice(["12,5", "1,23", "待定", "1,2345.0", "12..5"])), {"T102": "error"})
    case.forbid = {"P604"}
    return case


@shape("T102", "more-dates")
def _(g):
    return Case(g.row(g.drug(plain=True), valid_to=g.rng.choice(["2027/02/30", "20270230", "2027-00-10", "2027-06-31", "2027/13/1", "明年"])), {"T102": "error"})


# ---- codes ----

@shape("C103", "without-a-kind")
def _(g):
    e = g.drug(plain=True)
    code = e.code[:1] + g.letters(1) + g.digits(2) + g.letters(3) + g.digits(3) + e.code[10:]
    return Case(g.row(e, catalog_code=code, kind=""), {"C103": "error"}, near=(e, code, 0), needs={"local_name"})


@shape("C102", "silences-the-rest")
def _(g):
    e = g.drug(plain=True)
    r = g.row(e, catalog_code="YP%s" % g.digits(6), manufacturer=g.other_maker(e.maker).full(), price="99999", form="贴剂", spec="77g", factor="999", pay_class="C")
    r.touched |= {"kind", "local_name"}
    return Case(r, {"C102": "error"}, near=(e, r["catalog_code"], 0))


@shape("C101", "silences-the-rest")
def _(g):
    r = unmapped(g, g.service(), set())
    r.set(local_name=g.rng.choice(words.OWN_STOCK), price="99999", unit="小时", self_pay="0.55", restricted="1")
    return Case(r, {"C101": "warning"})


@shape("C108", "of-an-ended-code")
def _(g):
    e = g.drug(plain=True)
    e.valid = {"from": None, "to": "2026-08-31"}
    return Case(g.row(e, catalog_code=e.code.lower()), {"C108": "error", "C105": "error"})


@shape("C101", "nobody-verifies-what-is-not-mapped")
def _(g):
    r = unmapped(g, g.service(), set())
    r.set(local_name=g.rng.choice(words.OWN_STOCK), verified_by="", verified_at="")
    return Case(r, {"C101": "warning"})


@shape("C107", "chain-of-withdrawn")
def _(g):
    e = g.drug(plain=True)
    e.versions = {"2025.1"}
    middle = g.sibling(e)
    middle.versions, middle.valid = {"2025.1", "2026.1"}, None
    last = successor(g, e)
    e.replaced = [("replaced-by", None, middle.code)]
    middle.replaced = [("replaced-by", "same-as", last.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": (last.code, True)})


@shape("C107", "one-of-two-is-active")
def _(g):
    e = g.drug(plain=True)
    e.valid = {"status": "inactive"}
    a, b = successor(g, e), successor(g, e)
    a.valid = {"status": "inactive"}
    e.replaced = [("replaced-by", "replaced-by", a.code), ("replaced-by", "replaced-by", b.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": (b.code, True)})


@shape("C109", "name-without-its-salt")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[0] in ("盐酸", "硫酸", "马来酸") and not d[2])
    code = g.edit(e.code, "change")
    if ("drug", code) in g.codes:
        return None
    r = named(g, e, FORMS[e.letter][1].format(e.base), catalog_code=code)
    r.touched |= {"kind"}
    return Case(r, {"C109": "error"}, near=(e, code, 1), fix={"C109": (e.code, False)})


@shape("C110", "facility-on-a-service-code")
def _(g):
    return Case(kind_of(g, g.service(), "facility"), {"C110": "error"})


@shape("C110", "service-on-a-facility-code")
def _(g):
    return Case(kind_of(g, g.service(facility=True), "service"), {"C110": "error"})


# ---- names ----

@shape("N201", "western-for-children")
def _(g):
    e = g.drug(plain=True, letters="TCGL")
    return Case(named(g, e, "小儿" + e.name), {"N201": "error"})


@shape("N201", "herb-raw-and-cooked")
def _(g):
    a, b = g.rng.choice([("生地黄", "熟地黄"), ("熟地黄", "生地黄"), ("炒麦芽", "焦麦芽"), ("酒大黄", "熟大黄"), ("炒山楂", "焦山楂"), ("干姜", "炮姜")])
    return Case(named(g, g.herb(a), b), {"N201": "warning"})


@shape("N201", "service-silences-unit-and-price")
def _(g):
    e, other = g.service(), g.service()
    return Case(named(g, e, other.name, unit="例", price=amounts.num(e.ceilings[0][0] * 9)), {"N201": "warning"})


@shape("N202", "form-words-of-other-forms")
def _(g):
    e = g.drug(plain=True, letters="PLYMOHB")
    e.generic = None
    if any(o.generic == e.salt + e.base + e.suffix for o in g.all if o is not e):
        return None
    return Case(named(g, e, e.salt + e.base + e.suffix), {"N202": "info"})


@shape("N202", "salt-form-and-remark")
def _(g):
    e = g.drug(plain=True, letters="TCFD", want=lambda d: d[0] in ("盐酸", "硫酸", "马来酸", "富马酸") and not d[2])
    return Case(named(g, e, e.base + g.rng.choice(["片", "胶囊"]) + g.rng.choice(["(集采)", "（进口）", e.amount.catalog() if e.amount.kind == "solid" else ""])),
                {"N202": "info"})


# ---- the item ----

@shape("D301", "patent-dispersible")
def _(g):
    e = g.patent_drug(plain=True, letters="T")
    return Case(g.row(e, form=g.rng.choice(["分散片", "肠溶片"])), {"D301": "error"})


@shape("D302", "entry-says-it-in-the-pack")
def _(g):
    e = g.drug(plain=True, letters="TFDECQ", want=lambda d: d[4].kind == "solid")
    e.spec, e.pack = None, g.pack_text(e, "full")
    other, _, severity = e.amount.others(g.rng)
    spec, pack, _ = g.spelled(e, other, g.rng.choice("ABP"))
    return Case(g.row(e, spec=spec, pack=pack), {"D302": severity})


@shape("D302", "of-a-dose-unit")
def _(g):
    e = g.drug(plain=True, letters="TFCDG", want=lambda d: d[4].kind == "solid")
    other, _, severity = e.amount.others(g.rng)
    text = other.catalog()
    return Case(g.row(e, spec=g.rng.choice(["%s/%s" % (text, e.d), "每%s%s" % (e.d, text), "每%s含%s" % (e.d, text)]), pack=""), {"D302": severity})


@shape("D302", "patent-bag")
def _(g):
    e = g.patent_drug(plain=True, letters="G")
    half = amounts.num(e.amount.value / 2000)
    return Case(g.row(e, spec=g.rng.choice(["%sg/袋", "每袋装%sg", "%sg×%d袋/盒", "%s克"]).replace("%d", str(e.q)) % half, pack=""), {"D302": None})


@shape("D304", "ten-times")
def _(g):
    e = g.drug(plain=True, letters="TFCD")
    return Case(g.row(e, factor=str(e.q * 10), unit=e.p), {"D304": "error"})


@shape("D305", "consumable")
def _(g):
    e = g.consumable()
    return Case(g.row(e, manufacturer=g.other_maker(e.maker).full()), {"D305": "error"})


# ---- money ----

@shape("P601", "ten-times-exactly")
def _(g):
    e = packed(g, unit="d")
    return Case(priced(g, e, e.ceilings[0][0] * 10, unit=e.d, factor="1"), {"P601": "error"})


@shape("P601", "split-and-rounded-up-once-more")
def _(g):
    e = packed(g)
    e.q, e.ceilings = 7, [(F(1860, 100), None, None)]
    e.pack = ""
    r = priced(g, e, g.rng.choice(["2.67", "2.7", "2.658", "2.6572"]), unit=e.d, factor="1")
    r.set(pack="", spec=e.amount.catalog())
    return Case(r, {"P601": "error"})


@benign("split-and-rounded")
def _(g):
    e = packed(g)
    e.q, e.ceilings, e.pack = 7, [(F(1860, 100), None, None)], ""
    r = priced(g, e, g.rng.choice(["2.66", "2.657", "2.6571", "2.6", "2.65"]), unit=e.d, factor=g.rng.choice(["1", "7"]))
    r.set(pack="", spec=e.amount.catalog())
    return Case(r)


@shape("P603", "of-a-service-not")
def _(g):
    e = g.service()
    return Case(priced(g, e, e.ceilings[0][0] * 3), {"P601": "error"})


@shape("M802", "too-few-for-a-median")
def _(g):
    e = packed(g)
    e.ceilings = [(F(90), None, None)]
    return Case([priced(g, e, p, unit=e.p) for p in (F(80), F(81), F(82), F(6))], {"M802": "warning"})


@shape("M802", "of-an-unlike-factor-left-out")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings = [(F(90), None, None)]
    rows = [priced(g, e, F(80) + i, unit=e.p) for i in range(3)]
    bad = priced(g, e, F(10), unit=e.p, factor=str(e.q + 5))
    return Case(rows + [bad], [{}] * 3 + [{"D304": "error"}])


@shape("M802", "above-the-ceiling-left-out")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings = [(F(90), None, None)]
    rows = [priced(g, e, F(80) + i, unit=e.p) for i in range(2)]
    return Case(rows + [priced(g, e, F(120), unit=e.p)], [{}] * 2 + [{"P601": "error"}])


@shape("M802", "expired-left-out")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings, e.valid = [(F(90), None, None)], {"from": None, "to": "2026-06-30"}
    return Case([priced(g, e, F(80), unit=e.p), priced(g, e, F(20), unit=e.p)], {"C105": "error"})


@shape("M802", "another-name-left-out")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings = [(F(90), None, None)]
    salt, base, suffix = different_drug(g, e)
    bad = named(g, e, FORMS[e.letter][1].format(salt + base + suffix), price="20", purchase_price="", unit=e.p)
    return Case([priced(g, e, F(80), unit=e.p), bad], [{}, {"N201": "error"}])


@shape("B703", "self-paid-share")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "C", [(None, "1")]
    return Case(g.row(e, pay_class="", self_pay="0.20"), {"B703": "error"})


@shape("B705", "service")
def _(g):
    e = g.service()
    e.limit = {"level": "3"}
    return Case(g.row(e), {"B705": "error"}, level=g.rng.choice([1, 2]))


@shape("M801", "one-code-unknown")
def _(g):
    e = g.drug(plain=True)
    code = e.code[:1] + g.letters(1) + g.digits(2) + g.letters(3) + g.digits(3) + e.code[10:]
    a = g.row(e)
    b = g.row(e, catalog_code=code)
    b["local_code"] = a["local_code"]
    a.touched |= {"kind"}
    return Case([a, b], [{"M801": "error"}, {"M801": "error", "C103": "error"}])


@shape("M801", "and-doubled")
def _(g):
    e, o = two_entries(g)
    a, c = g.row(e), g.row(o)
    b = a.clone().set(form="", brand_name="某牌")
    a.touched |= {"form", "brand_name"}
    c["local_code"] = a["local_code"]
    return Case([a, b, c], [{"M801": "error", "M803": "error"}, {"M801": "error", "M803": "error"}, {"M801": "error"}])


# ---- right rows ----

@benign("out-of-use-in-a-group", 2)
def _(g):
    e, o = two_entries(g)
    a, b = g.row(e), g.row(o, in_use="0")
    b["local_code"] = a["local_code"]
    return Case([a, b] if g.rng.random() < 0.5 else [a, g.row(e, in_use="0", price="0.01", note="旧")])


@benign("services-on-one-code")
def _(g):
    e = g.service()
    return Case([priced(g, e, e.ceilings[0][0] * F(k, 10)) for k in (3, 6, 9)])


@benign("name-in-another-case")
def _(g):
    e = g.service(name=g.rng.choice(words.ORGANS) + g.rng.choice(["CT平扫", "MRI增强扫描", "PET显像", "X线摄影", "DSA造影", "B超检查"]) + g.digits(2))
    return renamed(g, e, g.rng.choice([e.name.lower(), amounts.wide(e.name)]))


@benign("names-all-at-once", 2)
def _(g):
    e = g.drug(letters="TFCD")
    e.brand = e.brand or g.brand()
    return renamed(g, e, g.rng.choice(["(甲)", "▲", "※", ""]) + traditional(e.name) + "（" + e.brand + "）" + g.rng.choice(["", " " + e.amount.catalog() if e.amount.kind == "solid" else ""]))


@benign("number-alone")
def _(g):
    e = g.drug(letters="TFC", want=lambda d: d[4].kind == "solid")
    return Case(g.row(e, spec=g.rng.choice(["0.5", "25", "1"]), pack=""))


@benign("amount-of-a-dose-unit", 2)
def _(g):
    e = g.drug(letters="TFCDG", want=lambda d: d[4].kind == "solid")
    text = e.amount.spellings(g.rng)[0]
    return Case(g.row(e, spec=g.rng.choice(["%s/%s" % (text, e.d), "每%s%s" % (e.d, text), "每%s含%s" % (e.d, text), "%s/%s×%d%s/%s" % (text, e.d, e.q, e.d, e.p)]), pack=""))


@benign("amount-with-a-remark")
def _(g):
    e = g.drug(letters="TFCDGP", want=lambda d: d[4].kind == "solid")
    return Case(g.row(e, spec=e.amount.catalog() + g.rng.choice(["(以%s计)" % e.base, "（按%s计）" % e.base, "(%s)" % e.d]), pack=""))


@benign("entry-says-it-in-the-pack")
def _(g):
    e = g.drug(letters="TFDECQ", want=lambda d: d[4].kind == "solid")
    e.spec, e.pack = None, g.pack_text(e, "full")
    spec, pack, _ = g.spelled(e, e.amount, g.rng.choice("ABCDEP"))
    return Case(g.row(e, spec=spec, pack=pack))


@benign("patent-bag", 2)
def _(g):
    e = g.patent_drug(letters="G")
    n = amounts.num(e.amount.value / 1000)
    return Case(g.row(e, spec=g.rng.choice(["%sg/袋", "每袋装%sg", "%sg×{0}袋/盒", "%s克", "每袋装%s克×{0}袋", "%sg*{0}袋", "%sg*{0}"]).format(e.q) % n, pack=""))


@benign("patent-spec-in-western-words", 2)
def _(g):
    e = g.patent_drug(letters="TCLW")
    text, way = e.amount.spellings(g.rng)
    return Case(g.row(e, spec=text, pack=g.rng.choice(["{0}{1}/{2}", "{0}{1}", "{0}{1}装", "{0}{1}/{2}"]).format(e.q, e.d, e.p)))


@benign("form-is-the-class")
def _(g):
    word = {"T": "口服常释剂型", "F": "口服常释剂型", "C": "口服常释剂型", "S": "口服常释剂型", "D": "口服常释剂型", "R": "缓释控释剂型", "W": "缓释控释剂型",
            "I": "注射剂", "P": "注射剂", "L": "口服液体剂", "G": "颗粒剂", "X": "栓剂"}
    e = g.drug(letters="".join(word))
    mine = g.rng.choice(WORDS[e.letter])
    if g.rng.random() < 0.5:
        e.form = word[e.letter]
        return Case(g.row(e, form=mine), allow={"D308"})
    return Case(g.row(e, form=word[e.letter]), allow={"D308"})


@benign("form-of-the-same-class")
def _(g):
    a, word = g.rng.choice([("M", "软膏剂"), ("O", "乳膏剂"), ("I", "粉针剂"), ("P", "注射液"), ("L", "糖浆剂"), ("R", "缓释胶囊"), ("W", "控释胶囊"), ("L", "口服混悬液"),
                            ("T", "分散片"), ("C", "片剂"), ("N", "缓释片")])
    return Case(g.row(g.drug(letters=a), form=word), allow={"D308"})


@benign("pills-of-another-kind")
def _(g):
    a, word = g.rng.choice([("W", "水蜜丸"), ("w", "大蜜丸"), ("W", "丸剂"), ("N", "丸剂"), ("w", "水丸"), ("W", "丸剂(大蜜丸)"), ("w", "丸剂（水蜜丸）"), ("N", "丸剂(浓缩丸)")])
    return Case(g.row(g.patent_drug(letters=a), form=word), allow={"D308"})


@benign("form-that-says-nothing")
def _(g):
    return Case(g.row(g.drug(), form=g.rng.choice(["其他", "无", "-", "/", "未知"])))


@benign("form-with-a-remark")
def _(g):
    e = g.drug(letters="TCI")
    return Case(g.row(e, form=g.rng.choice(["%s(国产)", "%s（基）", "%s "]) % WORDS[e.letter][0]), allow={"D308"})


@benign("maker-of-another-industry-word", 2)
def _(g):
    e = g.drug() if g.rng.random() < 0.6 else g.patent_drug()
    m = e.maker
    word = g.rng.choice([w for w in ("制药", "药业", "医药", "生物制药", "生物科技", "药业集团") if w != m.industry])
    return Case(g.row(e, manufacturer=g.rng.choice([m.place + m.core + word + m.legal, m.core + word, m.place + m.core + m.industry.replace("集团", "") + "集团" + m.legal,
                                                    m.place + m.core + "制药厂"]), holder=""))


@benign("maker-with-province-and-city", 2)
def _(g):
    e = g.drug() if g.rng.random() < 0.6 else g.patent_drug()
    m = e.maker
    rest = m.core + m.industry + m.legal
    cities = words.PLACES[m.province]
    if not cities:
        return Case(g.row(e, manufacturer=m.place + "市" + rest, holder=""))
    if m.place == m.province:
        return Case(g.row(e, manufacturer=g.rng.choice([m.place + "省" + rest if m.place != "广西" else m.place + rest, g.rng.choice(cities) + rest,
                                                        m.place + g.rng.choice(cities) + rest]), holder=""))
    return Case(g.row(e, manufacturer=g.rng.choice([m.place + "市" + rest, m.province + rest, m.province + m.place + rest,
                                                    (m.province + "省" if m.province != "广西" else m.province) + m.place + "市" + rest]), holder=""))


@benign("maker-foreign-short")
def _(g):
    e = g.drug(plain=True)
    e.maker = g.rng.choice(words.FOREIGN)
    return Case(g.row(_with_text(e), manufacturer=g.rng.choice([e.maker.rsplit(" ", 1)[0], e.maker + ".", e.maker.replace(" ", "  "), e.maker.upper()]), holder=""))


@benign("standard-code-spelled-otherwise")
def _(g):
    e = g.drug(plain=True)
    e.standard_code = g.standard_code(e.maker.number)
    c = e.standard_code
    return Case(g.row(e, standard_code=g.rng.choice([amounts.wide(c), " " + c, c[:7] + " " + c[7:]])))


@benign("hospital-preparation-markup")
def _(g):
    e = g.drug(plain=True)
    e.list_type = "103"
    e.ceilings = [(F(90), None, None)]
    return Case(priced(g, e, F(50), purchase_price="20", purchase_unit=e.unit))


@benign("remapped-from-nothing")
def _(g):
    e = g.any(plain=True)
    r = g.row(e)
    before = r.clone()
    before.update(catalog_code="")
    return Case(r, table="previous", previous=[before])


@benign("renamed-without-salt")
def _(g):
    e = g.drug(plain=True, want=lambda d: d[0] in SALTS[0] and not d[2])
    r = g.row(e)
    before = r.clone()
    before.update(local_name=FORMS[e.letter][1].format(e.base))
    return Case(r, table="previous", previous=[before])


@benign("note-of-two-lines")
def _(g):
    return Case(g.row(g.any(plain=True), note="第一行\n第二行,“引号”\"双\""))


@benign("empty-everywhere")
def _(g):
    e = g.any(plain=True)
    r = g.row(e)
    for field in g.rng.sample(["generic_name", "brand_name", "form", "spec", "pack", "unit", "factor", "manufacturer", "holder", "registration", "model", "approval_no",
                               "standard_code", "purchase_price", "pay_class", "self_pay", "restricted", "kind", "catalog_name"], 8):
        r[field] = ""
    return Case(r)


@benign("group-of-makers-in-brackets")
def _(g):
    e = g.drug(plain=True)
    m = e.maker
    e.maker = Maker(place="", province=m.province, core=m.core + "(" + m.place + ")", industry=m.industry, legal=m.legal, number=m.number)
    return Case(g.row(e, manufacturer=g.rng.choice([m.core + "（" + m.place + "）" + m.industry, m.core + m.industry, m.place + m.core + m.industry + m.legal]), holder=""))


@benign("ceilings-of-owners")
def _(g):
    e = g.service()
    e.ceilings = [(F(10), None, None), (F(20), None, None)]
    return Case(priced(g, e, F(18)))



@benign("everything-at-once", 6)
def _(g):
    e = g.drug(letters="TFCDEQGX", want=lambda d: d[4].kind == "solid") if g.rng.random() < 0.6 else g.patent_drug(letters="TCGLW")
    rng = g.rng
    e.unit, e.ceilings = e.p, [(g.price(20, 200), None, None)]
    e.valid = {"from": "2026-01-01", "to": "2027-12-31"}
    split = rng.random() < 0.4
    places = rng.choice([2, 3, 4]) if split else 2
    price = half_up(e.ceilings[0][0] / (e.q if split else 1), places)
    r = priced(g, e, rng.choice(["", "￥", "¥"]) + "%.*f" % (places, float(price)))
    text, _ = e.amount.spellings(rng)
    short = rng.choice(["{0}{1}/{2}", "{0}{1}", "{0}{1}装"]).format(e.q, e.d, e.p)
    r.set(local_name=rng.choice(["(甲)", "▲", "", "※"]) + traditional(e.name) + rng.choice(["", "（集采）", "　"]), catalog_name=rng.choice([e.name, amounts.wide(e.name), traditional(e.name)]),
          spec=text, pack=rng.choice(["", short]), unit=e.d if split else e.p, factor=rng.choice(["1" if split else "", str(e.q), ""]),
          manufacturer=e.maker.ways(rng)[0], holder="", approval_no=rng.choice(["", "国药准字"]) + e.approvals[0],
          form=rng.choice([r["form"], WORDS[e.letter][0], ""]) if e.code[0] == "X" else r["form"], valid_from=rng.choice(["", "2026-01-01", "2026-05-06"]),
          valid_to=rng.choice(["", "2027-12-31", "2099-12-31"]), quantity=rng.choice(["1,200", "12", ""]), self_pay=rng.choice([r["self_pay"], ""]))
    return Case(r, allow={"D308"})
