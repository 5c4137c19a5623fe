"""Rows that only look different: no error and no warning may come."""
import amounts
import words
from amounts import F
from cases import Case, shape
from entries import FORMS, SALTS, Maker
from faults_item import WORDS
from faults_maker import _with_text
from faults_money import half_up, packed, priced


def benign(name, weight=1):
    return shape("benign", name, weight)


def traditional(text):
    return "".join(words.TRADITIONAL.get(c, c) for c in text)


@benign("as-the-catalog", 6)
def _(g):
    return Case(g.row(g.any()))


# ---- names ----

def renamed(g, e, name, **fields):
    r = g.row(e, local_name=name, generic_name="", **fields)
    r["brand_name"] = ""
    return Case(r)


@benign("name-wide")
def _(g):
    e = g.any()
    return renamed(g, e, amounts.wide(e.name) if g.rng.random() < 0.5 else e.name[:1] + "　" + e.name[1:])


@benign("name-traditional", 2)
def _(g):
    e = g.any()
    name = traditional(e.name)
    return renamed(g, e, name) if name != e.name else None


@benign("name-marks", 2)
def _(g):
    e = g.any()
    mark = g.rng.choice(["(甲)", "(乙)", "(集)", "(基)", "※", "▲", "★", "◇", "□", "（甲）", "（乙）"])
    return renamed(g, e, mark + e.name if g.rng.random() < 0.7 else e.name + mark)


@benign("name-blanks-and-dots")
def _(g):
    e = g.any()
    i = g.rng.randrange(1, len(e.name))
    return renamed(g, e, e.name[:i] + g.rng.choice([" ", "·", "-", "、", "  ", "."]) + e.name[i:])


@benign("name-is-the-brand")
def _(g):
    e = g.drug()
    e.brand = e.brand or g.brand()
    return renamed(g, e, e.brand)


@benign("name-is-an-alias")
def _(g):
    e = g.drug()
    e.alias = [g.brand() + "片"]
    return renamed(g, e, e.alias[0])


@benign("name-is-the-generic")
def _(g):
    e = g.drug()
    return renamed(g, e, e.generic)


@benign("name-is-house-slang")
def _(g):
    e = g.drug()
    return Case(g.row(e, local_name=g.rng.choice(["大输液", "消炎药", "门诊", "急诊科"]) + g.digits(3) + g.rng.choice(["号", "型"]), generic_name=e.generic))


@benign("name-with-brand", 2)
def _(g):
    e = g.drug()
    e.brand = e.brand or g.brand()
    return renamed(g, e, g.rng.choice([e.name + "(" + e.brand + ")", "（" + e.brand + "）" + e.name, e.name + "（" + e.brand + "）", e.name + "[" + e.brand + "]"]))


@benign("name-with-remark")
def _(g):
    e = g.any()
    return renamed(g, e, e.name + g.rng.choice(["(进口)", "（集采）", "(新)", "(儿科)", "[外购]"]))


@benign("name-without-salt", 2)
def _(g):
    e = g.drug(want=lambda d: (d[0] in SALTS[0]) != (d[2] in ("钠", "钾", "钙")))
    return renamed(g, e, FORMS[e.letter][1].format(e.base))


@benign("name-with-salt-of-its-own")
def _(g):
    e = g.drug(want=lambda d: not d[0] and not d[2] and d[1] in "阿奇霉素 罗红霉素 左氧氟沙星 奥氮平 法莫替丁 西格列汀 利培酮 托拉塞米".split())
    return renamed(g, e, FORMS[e.letter][1].format("盐酸" + e.base))


@benign("name-with-strength")
def _(g):
    e = g.drug(letters="TFCDEQIP", want=lambda d: d[4].kind in ("solid", "liquid") and not d[1][-1].isdigit())
    return renamed(g, e, e.name + g.rng.choice(["", " "]) + e.amount.catalog())


@benign("catalog-name-spelled-otherwise", 2)
def _(g):
    e = g.any()
    return Case(g.row(e, catalog_name=g.rng.choice([traditional(e.name), amounts.wide(e.name), "(甲)" + e.name, e.name + "▲", e.name + " ", e.name[:1] + " " + e.name[1:]])))


@benign("roman-numeral")
def _(g):
    name = g.rng.choice(words.ORGANS) + "重建术" + g.rng.choice("ⅠⅡⅢ") + "期"
    if ("service", name) in g.used:
        return None
    e = g.service(name=name)
    return renamed(g, e, name.replace("Ⅰ", "I").replace("Ⅱ", "II").replace("Ⅲ", "III"))


# ---- forms ----

@benign("form-synonym", 3)
def _(g):
    same = {"T": ["片剂", "片"], "C": ["胶囊", "胶囊剂", "硬胶囊", "硬胶囊剂"], "G": ["颗粒", "颗粒剂", "冲剂"], "I": ["注射液", "注射剂", "针剂"],
            "P": ["注射用无菌粉末", "粉针", "粉针剂"], "X": ["栓", "栓剂"], "Y": ["滴眼液", "滴眼剂"], "M": ["乳膏", "乳膏剂"], "O": ["软膏", "软膏剂"],
            "S": ["软胶囊", "软胶囊剂", "胶丸"], "L": ["口服溶液", "口服溶液剂", "口服液"], "Z": ["散", "散剂"], "D": ["分散片"], "E": ["肠溶片"],
            "R": ["缓释片", "缓释片剂"]}
    e = g.drug(letters="".join(same))
    form = g.rng.choice(same[e.letter])
    return Case(g.row(e, form=g.rng.choice([form, form, form + "　", traditional(form)])))


@benign("form-within-a-family")
def _(g):
    a, b = g.rng.choice(["TF", "FT", "TU"])
    return Case(g.row(g.drug(letters=a), form=WORDS[b][0]))


@benign("patent-form-synonym")
def _(g):
    same = {"T": ["片剂", "片"], "C": ["胶囊", "胶囊剂", "硬胶囊"], "G": ["颗粒", "颗粒剂"], "L": ["口服液"], "Y": ["糖浆", "糖浆剂"], "Z": ["散剂", "散"], "W": ["大蜜丸"]}
    e = g.patent_drug(letters="".join(same))
    return Case(g.row(e, form=g.rng.choice(same[e.letter])))


# ---- amounts ----

def amount_case(name, make, weight=1, styles="ABCDEP"):
    def case(g):
        e = make(g)
        spec, pack, way = g.spelled(e, e.amount, g.rng.choice(styles))
        return Case(g.row(e, spec=spec, pack=pack))
    shape("benign", "amount-" + name, weight)(case)


amount_case("solid", lambda g: g.drug(letters="TFDERNCSQWGXZ"), 5)
amount_case("powder", lambda g: g.drug(letters="P"), 2)
amount_case("liquid", lambda g: g.drug(letters="ILYVH"), 5)
amount_case("units-of-activity", lambda g: g.drug(want=lambda d: d[4].unit == "IU"), 3)
amount_case("cream", lambda g: g.drug(letters="OMJ"), 3)
amount_case("compound", lambda g: g.drug(want=lambda d: d[4].kind == "compound"), 1, "AD")
amount_case("patent", lambda g: g.patent_drug(letters="WwTCSGLYJZI"), 5, "ABCD")
amount_case("infusion", lambda g: g.drug(want=lambda d: d[1] in ("氯化钠", "葡萄糖") and d[3] == "V"), 2, "AD")


@benign("amount-compound-unit")
def _(g):
    e = g.drug(want=lambda d: d[4].kind == "compound")
    return Case(g.row(e, spec=e.amount.text.replace("mg", "毫克"), pack=""))


@benign("amount-salt-water")
def _(g):
    e = g.drug(want=lambda d: d[1] == "氯化钠")
    v = int(e.amount.volume)
    return Case(g.row(e, spec=g.rng.choice(["0.9%% %dml" % v, "%dml:%sg" % (v, amounts.num(F(v) * 9 / 1000)), "%dml 0.9%%" % v, "0.9%%×%dml" % v, "%dml(0.9%%)" % v, "9mg/ml"]),
                      pack=""))


@benign("amount-no-unit-or-nothing")
def _(g):
    e = g.drug()
    return Case(g.row(e, spec=g.rng.choice(["", "无", "/", "-"]), pack=""))


@benign("amount-activity-against-mass")
def _(g):
    e = g.drug(want=lambda d: d[4].unit == "IU" and d[4].kind == "solid")
    return Case(g.row(e, spec=g.rng.choice(["0.1g", "100mg", "50mg"]), pack=""))


@benign("amount-small-pills")
def _(g):
    e = g.patent_drug(letters="W")
    e.amount = amounts.Amount("text", text="每10丸重%sg" % g.rng.choice(["2", "1", "2.5"]))
    e.spec, e.pack, e.q, e.d, e.p = e.amount.text, "", 200, "丸", "瓶"
    e.unit = "瓶"
    one = amounts.num(F(e.amount.text[5:-1]) / 10)
    return Case(g.row(e, spec=g.rng.choice([one + "g", "每丸重" + one + "g", e.spec]), pack="200丸/瓶", factor="200"))


@benign("amount-weight-against-herb-equivalent")
def _(g):
    e = g.patent_drug(letters="N")
    return Case(g.row(e, spec="每8丸重1.44g", pack=""))


@benign("pack-of-boards")
def _(g):
    e = g.drug(letters="TFDCEQ", want=lambda d: d[4].kind == "solid")
    for boards in (2, 3, 4):
        if e.q % boards == 0:
            return Case(g.row(e, spec=e.amount.catalog(), pack="%d%s×%d板/%s" % (e.q // boards, e.d, boards, e.p)))
    return None


@benign("pack-of-a-case")
def _(g):
    e = g.drug(letters="TFDC", want=lambda d: d[4].kind == "solid")
    return Case(g.row(e, spec="%s×%d%s×%d%s/件" % (e.amount.catalog(), e.q, e.d, g.rng.choice([50, 100, 200, 400]), e.p), pack=""))


@benign("pack-with-maker-glued-behind")
def _(g):
    e = g.drug(letters="TCI", want=lambda d: d[4].kind in ("solid", "liquid"))
    full = e.maker.full()
    return Case(g.row(e, spec="%s*%d%s" % (e.amount.catalog(), e.q, g.rng.choice(["", ".", " "]) + full[:g.rng.choice([4, 5, 6])]), pack=""))


@benign("pack-reversed-spelling")
def _(g):
    e = g.drug(letters="TFDCG", want=lambda d: d[4].kind == "solid")
    sign = g.rng.choice(["*", "×", "x", "X", "＊", "*"])
    return Case(g.row(e, spec="", pack="%s%s%d%s%s%s" % (e.amount.catalog(), sign, e.q, e.d, g.rng.choice(["/", "／"]), e.p)))


# ---- factor and units ----

@benign("split-sale", 3)
def _(g):
    e = packed(g)
    return Case(priced(g, e, half_up(e.ceilings[0][0] / e.q, 2), unit=e.d, factor=g.rng.choice(["1", "1", str(e.q), ""])))


@benign("split-sale-four-decimals")
def _(g):
    e = packed(g)
    return Case(priced(g, e, half_up(e.ceilings[0][0] / e.q, 4), unit=e.d, factor="1"))


@benign("pack-of-a-dose-ceiling")
def _(g):
    e = packed(g, unit="d")
    return Case(priced(g, e, e.ceilings[0][0] * e.q, unit=e.p, factor=g.rng.choice(["", str(e.q)])))


@benign("factor-written-otherwise")
def _(g):
    e = g.drug()
    return Case(g.row(e, factor=g.rng.choice(["%d.0", "%d.00", " %d"]) % e.q))


@benign("unit-unknown")
def _(g):
    e = packed(g)
    return Case(priced(g, e, e.ceilings[0][0] * 20, unit=g.rng.choice(["箱", "件"])))


@benign("unit-of-its-own")
def _(g):
    e = packed(g)
    e.unit = "板"
    return Case(priced(g, e, e.ceilings[0][0] * 5, unit=e.p))


@benign("service-unit", 2)
def _(g):
    e = g.service(facility=g.rng.random() < 0.3)
    if e.kind == "service":
        e.unit = g.rng.choice(["次", "日"])
    same = {"次": ["次", "人次", "每次"], "日": ["日", "天", "床日"], "床日": ["床日", "日", "天"]}[e.unit]
    return Case(g.row(e, unit=g.rng.choice(same)))


@benign("herb-unit", 2)
def _(g):
    e = g.herb()
    size = {"g": 1, "克": 1, "10g": 10, "100g": 100, "kg": 1000, "千克": 1000}
    unit = g.rng.choice(list(size))
    price = half_up(e.ceilings[0][0] * size[unit] / {"g": 1, "10g": 10, "kg": 1000}[e.unit] * F(g.rng.randint(70, 99), 100), 4)
    if price < F(1, 1000):
        return None
    return Case(priced(g, e, price, unit=unit))


# ---- makers, numbers ----

@benign("maker-spelled-otherwise", 6)
def _(g):
    e = g.drug() if g.rng.random() < 0.6 else g.patent_drug() if g.rng.random() < 0.7 else g.consumable()
    text, way = e.maker.ways(g.rng)
    if g.rng.random() < 0.2:
        text = traditional(text)
    return Case(g.row(e, manufacturer=text, holder=""))


@benign("maker-is-the-holder")
def _(g):
    e = g.drug(plain=True)
    holder = g.other_maker(e.maker)
    field = g.rng.choice(["holder", "repacker"])
    setattr(e, field, holder.full())
    return Case(g.row(e, manufacturer=g.rng.choice([holder.full(), holder.ways(g.rng)[0]]), holder=""))


@benign("maker-abbreviated-group")
def _(g):
    e = g.drug(plain=True)
    group = g.rng.choice(words.MAKER_FIRST) + "药集团"
    m = e.maker
    e.maker = Maker(place="", province=None, core=group + m.core, industry="药业", legal="有限公司", number=m.number)
    short = g.rng.choice([group[:2] + m.core, group + m.core, group[:2] + m.core])
    return Case(g.row(e, manufacturer=short, holder=""))


@benign("maker-foreign-case")
def _(g):
    e = g.drug(plain=True)
    e.maker = g.rng.choice(words.FOREIGN)
    name = e.maker
    return Case(g.row(_with_text(e), manufacturer=g.rng.choice([name.upper(), name.lower(), amounts.wide(name.replace(" ", "")), name.replace(".", ""), name]), holder=""))


@benign("approval-spelled-otherwise", 3)
def _(g):
    e = g.drug() if g.rng.random() < 0.6 else g.patent_drug()
    a = g.rng.choice(e.approvals)
    return Case(g.row(e, approval_no=g.rng.choice([a, "国药准字" + a, "国药准字 " + a, "國藥準字" + a, amounts.wide("国药准字" + a), a.lower(), "(国药准字)" + a, " " + a])))


@benign("approval-of-several")
def _(g):
    e = g.drug(plain=True)
    e.approvals += [g.approval("H"), g.approval("H")]
    return Case(g.row(e, approval_no=g.rng.choice(["", "国药准字"]) + g.rng.choice(e.approvals)))


@benign("standard-code")
def _(g):
    e = g.drug(plain=True)
    if g.rng.random() < 0.5:
        e.standard_code = None
        return Case(g.row(e, standard_code=g.standard_code(e.maker.number)))
    e.standard_code = g.standard_code("12345", right=g.rng.random() < 0.5)       # equal to the entry's: nothing, whatever it is
    return Case(g.row(e))


@benign("registration-spelled-otherwise")
def _(g):
    e = g.consumable()
    return Case(g.row(e, registration=g.rng.choice([amounts.wide(e.registration), " " + e.registration, e.registration.replace("注准", "注准 "), traditional(e.registration)])))


# ---- money ----

@benign("price-with-signs", 2)
def _(g):
    e = g.any(plain=True)
    if e.list_type in ("102", "106"):
        return None
    e.ceilings = [(F(5000), None, None)]
    price = F(g.rng.randint(1000 * 100, 4999 * 100), 100)
    whole, _, cents = ("%.2f" % float(price)).partition(".")
    text = g.rng.choice(["￥", "¥", ""]) + "%s,%s.%s" % (whole[:-3], whole[-3:], cents)
    r = priced(g, e, text)
    r["unit"] = e.unit
    return Case(r)


@benign("price-is-the-ceiling", 2)
def _(g):
    e = packed(g) if g.rng.random() < 0.5 else g.service()
    price = e.ceilings[0][0]
    return Case(priced(g, e, g.rng.choice(["%.2f", "%.4f", "%.3f"]) % float(price), unit=e.unit))


@benign("payment-standard-is-no-ceiling")
def _(g):
    e = packed(g)
    e.ceilings = [(e.ceilings[0][0], None, "payment")]
    return Case(priced(g, e, e.ceilings[0][0] * 2, unit=e.p))


@benign("ceilings-of-levels")
def _(g):
    e = g.service()
    e.ceilings = [(F(10), 1, None), (F(20), 2, None), (F(30), 3, None)]
    return Case(priced(g, e, F(30)), level=g.rng.choice(["none", 3]))


@benign("level-has-its-own-ceiling")
def _(g):
    e = g.service()
    e.ceilings = [(F(20), None, None), (F(30), 3, None)]
    return Case(priced(g, e, F(25)), level=3)


@benign("markup-of-herbs")
def _(g):
    e = g.herb()
    return Case(g.row(e, purchase_price=amounts.num(half_up(e.ceilings[0][0] * F(1, 2), 4)), purchase_unit=e.unit))


@benign("purchase-in-another-unit")
def _(g):
    e = packed(g)
    price = half_up(e.ceilings[0][0] / e.q * F(9, 10), 2)
    if price < F(1, 10):
        return None
    return Case(priced(g, e, price, unit=e.d, factor="1", purchase_price=amounts.num(half_up(price * e.q, 2)), purchase_unit=e.p))


@benign("a-few-cheap-rows")
def _(g):
    e = packed(g)
    e.ceilings = [(F(90), None, None)]
    return Case([priced(g, e, F(80) + F(i, 2), unit=e.p) for i in range(g.rng.choice([4, 5, 7]))])
