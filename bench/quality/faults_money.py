"""Labelled faults of services and consumables (S), prices (P), pay classes (B) and of the whole table (M)."""
import amounts
import words
from amounts import F
from cases import Case, shape


def money(value, places=2):
    return amounts.num(F(int(F(value) * 10 ** places), 10 ** places))


def half_up(value, places):
    return F(int(F(value) * 10 ** places + F(1, 2)), 10 ** places)


def priced(g, e, price, **fields):
    fields.setdefault("purchase_price", "")
    return g.row(e, price=price if isinstance(price, str) else amounts.num(price), **fields)


def packed(g, letters="TFDERCSQG", unit="p", **more):
    """A drug with several dose units a pack and one ceiling for the pack or the dose unit."""
    e = g.drug(plain=True, letters=letters, **more)
    e.unit = e.p if unit == "p" else e.d
    e.ceilings = [(g.price(8, 200) if unit == "p" else g.price(1, 12), None, None)]
    return e


# ---- S ----

@shape("S401", "service")
def _(g):
    e = g.service()
    e.unit = "次"
    return Case(g.row(e, unit=g.rng.choice(["小时", "日", "部位", "例"]), price="1.00"), {"S401": "warning"})


@shape("S401", "service-by-day")
def _(g):
    e = g.service()
    e.unit = g.rng.choice(["日", "天"])
    return Case(g.row(e, unit=g.rng.choice(["小时", "次", "人次"]), price="1.00"), {"S401": "warning"})


@shape("S401", "facility")
def _(g):
    e = g.service(facility=True)
    return Case(g.row(e, unit=g.rng.choice(["小时", "次", "间"]), price="1.00"), {"S401": "warning"})


@shape("S401", "consumable")
def _(g):
    e = g.consumable()
    other = g.rng.choice([u for u in ("套", "盒", "包", "台") if u != e.unit])
    return Case(g.row(e, unit=other, price="1.00", purchase_price="", purchase_unit=""), {"S401": "warning"})


@shape("S401", "silences-the-ceiling")
def _(g):
    e = g.service()
    e.unit = "次"
    return Case(g.row(e, unit="日", price=amounts.num(e.ceilings[0][0] * 5)), {"S401": "warning"})


@shape("S402", "in-the-name")
def _(g):
    word = g.rng.choice("止血材料 特殊缝线 引流管 造影导管 对比剂 人工晶体 一次性导管 特殊敷料".split())
    e = g.service(exclusions=g.rng.choice([word, word + "、药物", "药物；" + word, "特殊耗材、%s、防粘连材料" % word]))
    return Case(g.row(e, local_name=e.name + g.rng.choice(["（含%s）", "(%s)", "（%s）"]) % word), {"S402": "warning"})


@shape("S402", "in-the-content")
def _(g):
    word = g.rng.choice("止血材料 特殊缝线 引流管 造影导管 对比剂 人工晶体 一次性导管 特殊敷料".split())
    e = g.service(exclusions=g.rng.choice([word, word + "、药物", "药物；" + word]))
    return Case(g.row(e, content=g.rng.choice(["含%s。", "消毒铺巾，使用%s，术后处理。", "含操作费及%s"]) % word), {"S402": "warning"})


def addon(g):
    base = g.service()
    e = g.service(name=base.name + g.rng.choice(["每增加一个部位加收", "儿童加收", "急诊加收"]))
    del g.codes[(e.kind, e.code)]
    e.code = g._fresh(lambda: base.code[:13] + "%02d" % g.rng.randint(1, 40))
    g.codes[(e.kind, e.code)] = e
    e.addon_of = base.code
    return base, e


@shape("S403", "alone")
def _(g):
    base, e = addon(g)
    return Case(g.row(e), {"S403": "warning"})


@shape("S403", "two-add-ons")
def _(g):
    base, e = addon(g)
    return Case([g.row(e), g.row(e)], {"S403": "warning"})


@shape("S404", "another")
def _(g):
    e = g.consumable()
    r = e.registration
    other = g.rng.choice([r[:-6] + g.digits(6), "国械注准20%s3%s" % (g.digits(2), g.digits(6))])
    return None if other == r else Case(g.row(e, registration=other), {"S404": "error"})


# ---- P601 ----

@shape("P601", "pack-unit")
def _(g):
    e = packed(g)
    by = g.rng.choice([F(101, 100), F(11, 10), F(3, 2), F(3)])
    return Case(priced(g, e, half_up(e.ceilings[0][0] * by + F(1, 100), 2), unit=e.p), {"P601": "error"})


@shape("P601", "one-cent")
def _(g):
    e = packed(g)
    return Case(priced(g, e, e.ceilings[0][0] + F(1, 100), unit=e.p), {"P601": "error"})


@shape("P601", "dose-unit-of-a-pack-ceiling")
def _(g):
    e = packed(g)
    return Case(priced(g, e, half_up(e.ceilings[0][0] / e.q, 2) + F(1, 100), unit=e.d, factor=g.rng.choice([str(e.q), "1"])), {"P601": "error"})


@shape("P601", "dose-unit-with-four-decimals")
def _(g):
    e = packed(g)
    price = half_up(e.ceilings[0][0] / e.q, 4) + F(1, 10000)
    text = amounts.num(price)
    text += "0" * (4 - len(text.partition(".")[2])) if "." in text else ".0000"
    return Case(priced(g, e, text, unit=e.d, factor="1"), {"P601": "error"})


@shape("P601", "pack-of-a-dose-ceiling")
def _(g):
    e = packed(g, unit="d")
    return Case(priced(g, e, e.ceilings[0][0] * e.q + F(1, 100), unit=e.p, factor=g.rng.choice([str(e.q), ""])), {"P601": "error"})


@shape("P601", "patent")
def _(g):
    e = g.patent_drug(plain=True)
    e.unit = e.p
    return Case(priced(g, e, half_up(e.ceilings[0][0] * F(5, 4), 2), unit=e.p), {"P601": "error"})


for level in (1, 2, 3):
    def leveled(g, level=level):
        e = g.service() if g.rng.random() < 0.7 else g.service(facility=True)
        e.ceilings = [(F(10), 1, None), (F(20), 2, None), (F(30), 3, None)]
        return Case(priced(g, e, F(10 * level) + F(g.rng.choice([1, 50, 400]), 100)), {"P601": "error"}, level=level)
    shape("P601", "level-%d" % level)(leveled)


@shape("P601", "no-level-above-all")
def _(g):
    e = g.service()
    e.ceilings = [(F(10), 1, None), (F(20), 2, None), (F(30), 3, None)]
    return Case(priced(g, e, F(30) + F(1, 100)), {"P601": "error"}, level="none")


@shape("P601", "level-without-its-own")
def _(g):
    e = g.service()
    e.ceilings = [(F(20), None, None), (F(30), 3, None)]
    return Case(priced(g, e, F(25)), {"P601": "error"}, level=g.rng.choice([1, 2]))


@shape("P601", "service")
def _(g):
    e = g.service()
    return Case(priced(g, e, half_up(e.ceilings[0][0] * F(6, 5), 2) + F(1, 100)), {"P601": "error"})


@shape("P601", "service-unit-synonym")
def _(g):
    e = g.service()
    e.unit = "次"
    return Case(priced(g, e, e.ceilings[0][0] + F(1), unit=g.rng.choice(["人次", "每次"])), {"P601": "error"})


@shape("P601", "consumable")
def _(g):
    e = g.consumable()
    return Case(priced(g, e, e.ceilings[0][0] + F(1, 2)), {"P601": "error"})


@shape("P601", "herb")
def _(g):
    e = g.herb()
    return Case(priced(g, e, e.ceilings[0][0] * F(13, 10) + F(1, 100)), {"P601": "error"})


@shape("P601", "herb-scaled")
def _(g):
    e = g.herb()
    e.unit, e.ceilings = "kg", [(F(g.rng.randint(60, 400)), None, None)]
    return Case(priced(g, e, e.ceilings[0][0] / 1000 * F(3, 2) + F(1, 10), unit="g"), {"P601": "error"})


@shape("P601", "another-unit-of-the-entry")
def _(g):
    e = packed(g)
    e.unit = "板"
    return Case(priced(g, e, e.ceilings[0][0] + F(2), unit="板"), {"P601": "error"})


@shape("P601", "and-pay-class")
def _(g):
    e = packed(g)
    return Case(priced(g, e, e.ceilings[0][0] + F(2), unit=e.p, pay_class="B" if e.pay_class == "A" else "A", self_pay=""), {"P601": "error", "B702": "error"})


# ---- P602 – P605 ----

@shape("P602", "pack")
def _(g):
    e = packed(g)
    low = half_up(e.ceilings[0][0] * F(1, 2), 2)
    return Case(g.row(e, price=amounts.num(low + F(g.rng.choice([1, 30, 200]), 100)), purchase_price=amounts.num(low), unit=e.p, purchase_unit=g.rng.choice([e.p, e.p])),
                {"P602": "warning"})


@shape("P602", "dose-unit")
def _(g):
    e = packed(g, unit="d")
    low = half_up(e.ceilings[0][0] * F(1, 2), 2)
    return Case(g.row(e, price=amounts.num(low + F(2, 100)), purchase_price=amounts.num(low), unit=e.d, purchase_unit=e.d), {"P602": "warning"})


@shape("P602", "patent")
def _(g):
    e = g.patent_drug(plain=True)
    low = half_up(e.ceilings[0][0] * F(1, 2), 2)
    return Case(g.row(e, price=amounts.num(low + F(5, 100)), purchase_price=amounts.num(low)), {"P602": "warning"})


@shape("P603", "pack-price-for-a-dose-unit")
def _(g):
    e = packed(g, letters="TCF")
    if e.q < 14:
        return None
    return Case(priced(g, e, half_up(e.ceilings[0][0] * F(95, 100), 2), unit=e.d, factor=g.rng.choice(["1", str(e.q)])), {"P603": "warning"})


@shape("P603", "twelve-times")
def _(g):
    e = packed(g)
    return Case(priced(g, e, e.ceilings[0][0] * 12, unit=e.p), {"P603": "warning"})


@shape("P603", "dose-ceiling")
def _(g):
    e = packed(g, unit="d")
    return Case(priced(g, e, e.ceilings[0][0] * 11, unit=e.d, factor="1"), {"P603": "warning"})


@shape("P603", "median")
def _(g):
    e = packed(g)
    e.ceilings = [(F(90), None, None)]
    rows = [priced(g, e, F(80) + F(i, 2), unit=e.p) for i in range(g.rng.choice([5, 6, 8]))]
    return Case(rows + [priced(g, e, F(g.rng.choice([79, 60, 7]), 10), unit=e.p)], [{}] * len(rows) + [{"P603": "warning"}])


@shape("P603", "median-in-another-unit")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings = [(F(90), None, None)]
    rows = [priced(g, e, F(80) + F(i, 2), unit=e.p) for i in range(6)]
    low = half_up(F(6) / e.q, 4)
    return Case(rows + [priced(g, e, low, unit=e.d, factor="1")], [{}] * len(rows) + [{"P603": "warning"}])


@shape("P604", "nought")
def _(g):
    e = g.any(plain=True)
    return Case(g.row(e, price=g.rng.choice(["0", "0.00", "0.0000"])), {"P604": "info"})


@shape("P604", "empty")
def _(g):
    return Case(g.row(g.any(plain=True), price=""), {"P604": "info"}, needs={"price"})


@shape("P605", "payment-standard")
def _(g):
    e = packed(g)
    top = e.ceilings[0][0]
    e.ceilings = [(top, None, None), (half_up(top * F(7, 10), 2), None, "payment")]
    return Case(priced(g, e, half_up(top * F(9, 10), 2), unit=e.p), {"P605": "info"})


@shape("P605", "dose-unit")
def _(g):
    e = packed(g)
    top = e.ceilings[0][0]
    e.ceilings = [(top, None, None), (half_up(top * F(6, 10), 2), None, "payment")]
    return Case(priced(g, e, half_up(top * F(9, 10) / e.q, 2), unit=e.d, factor="1"), {"P605": "info"}) if top / e.q > 1 else None


@shape("P605", "only-a-payment-standard")
def _(g):
    e = packed(g)
    e.ceilings = [(e.ceilings[0][0], None, "payment")]
    return Case(priced(g, e, e.ceilings[0][0] + F(1), unit=e.p), {"P605": "info"})


for by in ("agreement", "flag", "both"):
    def agreed(g, by=by):
        e = packed(g)
        top = e.ceilings[0][0]
        e.ceilings = [(top, None, None), (half_up(top * F(7, 10), 2), None, "payment")]
        if by != "flag":
            e.agreement = ("2026-01-01", "2027-12-31")
        if by != "agreement":
            e.flags = "negotiated"
        return Case(priced(g, e, half_up(top * F(9, 10), 2), unit=e.p), {"P605": "error"})
    shape("P605", "agreement-drug-by-" + by)(agreed)


# ---- B ----

@shape("B701", "self-paid", 2)
def _(g):
    e = g.any(plain=True)
    return Case(g.row(e, pay_class="C", self_pay=g.rng.choice(["", "1", "1.00"])), {"B701": "error"})


@shape("B701", "restricted")
def _(g):
    e = g.drug(plain=True)
    if g.rng.random() < 0.5:
        e.restriction = g.rng.choice(words.RESTRICTIONS)
    else:
        e.limit = {"age_max": "14"}
    return Case(g.row(e, pay_class="C", self_pay="1"), {"B701": "warning"})


@shape("B702", "class", 2)
def _(g):
    e = g.any(plain=True)
    return Case(g.row(e, pay_class="B" if e.pay_class == "A" else "A", self_pay=""), {"B702": "error"})


@shape("B702", "reimbursed-here-not-there")
def _(g):
    e = g.any(plain=True)
    e.pay_class, e.self_pay = "C", [(None, "1")]
    return Case(g.row(e, pay_class=g.rng.choice("AB"), self_pay=""), {"B702": "error"})


@shape("B703", "share", 2)
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [(None, g.rng.choice(["0.10", "0.20", "0.30"]))]
    return Case(g.row(e, self_pay=g.rng.choice(["0.05", "0.15", "0.25"]), pay_class=g.rng.choice(["B", ""])), {"B703": "error"})


@shape("B703", "tenfold")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [(None, "0.10")]
    return Case(g.row(e, self_pay="0.01"), {"B703": "error"})


@shape("B703", "one-scheme-only")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [("employee", "0.10")]
    return Case(g.row(e, self_pay="0.20"), {"B703": "error"})


@shape("B703", "scheme-chosen")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [("employee", "0.10"), ("resident", "0.20")]
    return Case(g.row(e, self_pay="0.20"), {"B703": "error"}, table="scheme")


@shape("B704", "text")
def _(g):
    e = g.any(plain=True)
    e.restriction = g.rng.choice(words.RESTRICTIONS)
    return Case(g.row(e, restricted="0"), {"B704": "warning"})


@shape("B704", "limit")
def _(g):
    e = g.drug(plain=True)
    e.limit = g.rng.choice([{"sex": "F"}, {"age_max": "14"}, {"visit": "inpatient"}, {"level": "1"}])
    return Case(g.row(e, restricted="0"), {"B704": "warning"})


@shape("B705", "level", 2)
def _(g):
    e = g.drug(plain=True)
    needed = g.rng.choice([2, 3])
    e.limit = {"level": str(needed)}
    return Case(g.row(e), {"B705": "error"}, level=g.rng.randint(1, needed - 1))


@shape("B706", "approval")
def _(g):
    e = g.any(plain=True)
    e.limit = {"approval": "true"}
    return Case(g.row(e), {"B706": "info"})


@shape("B708", "ended")
def _(g):
    e = g.drug(plain=True)
    e.agreement = ("2024-01-01", g.rng.choice(["2025-12-31", "2026-11-20", "2026-06-30"]))
    e.flags = g.rng.choice([None, "negotiated"])
    return Case(g.row(e), {"B708": "warning"})


# ---- M ----

def two_entries(g):
    e = g.drug(plain=True, letters="TFCDG")
    while True:
        o = g.drug(plain=True, base=e.base, letters=e.letter)
        if o.name == e.name:
            return e, o


@shape("M801", "two-codes")
def _(g):
    e, o = two_entries(g)
    a, b = g.row(e), g.row(o)
    b["local_code"] = a["local_code"]
    return Case([a, b], {"M801": "error"})


@shape("M801", "three-codes")
def _(g):
    e, o = two_entries(g)
    p = g.sibling(o, q=o.q + 6)
    a, b, c = g.row(e), g.row(o), g.row(p)
    b["local_code"] = c["local_code"] = a["local_code"]
    return Case([a, b, c], {"M801": "error"})


@shape("M801", "dates-overlap")
def _(g):
    e, o = two_entries(g)
    a = g.row(e, valid_from="2025-01-01", valid_to=g.rng.choice(["2026-06-30", "2026-12-31"]))
    b = g.row(o, valid_from=g.rng.choice(["2026-06-30", "2026-01-01"]), valid_to="")
    b["local_code"] = a["local_code"]
    return Case([a, b], {"M801": "error"})


@shape("M802", "prices-apart")
def _(g):
    e = packed(g) if g.rng.random() < 0.6 else g.patent_drug(plain=True)
    e.unit, e.ceilings = e.p, [(F(100), None, None)]
    rows = [priced(g, e, price, unit=e.p) for price in g.rng.choice([(F(50), F(61)), (F(40), F(40), F(90)), (F(30), F(45), F(60))])]
    return Case(rows, {"M802": "warning"})


@shape("M802", "units-apart")
def _(g):
    e = packed(g)
    e.ceilings = [(F(100), None, None)]
    rows = [priced(g, e, F(40), unit=e.p), priced(g, e, half_up(F(90) / e.q, 2), unit=e.d, factor="1")]
    return Case(rows, {"M802": "warning"})


@shape("M802", "faulty-row-left-out")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings = [(F(100), None, None)]
    bad = priced(g, e, F(90), unit=e.p, manufacturer=g.other_maker(e.maker).full(), holder="")
    return Case([priced(g, e, F(50), unit=e.p), priced(g, e, F(51), unit=e.p), bad], [{}, {}, {"D305": "error"}])


@shape("M802", "left-out-and-two-remain")
def _(g):
    e = packed(g, letters="TCF")
    e.ceilings = [(F(100), None, None)]
    bad = priced(g, e, F(100), unit=e.p, manufacturer=g.other_maker(e.maker).full(), holder="")
    return Case([priced(g, e, F(50), unit=e.p), priced(g, e, F(75), unit=e.p), bad], [{"M802": "warning"}, {"M802": "warning"}, {"D305": "error"}])


@shape("M803", "fields-differ")
def _(g):
    e = g.drug()
    e.brand = e.brand or g.brand()
    a = g.row(e)
    b = g.row(e, local_name=e.brand, quantity=a["quantity"])
    b["local_code"] = a["local_code"]
    b.update(price=a["price"], purchase_price=a["purchase_price"])
    a.touched.add("local_name")
    return Case([a, b], {"M803": "error"})


@shape("M803", "maker-named-once")
def _(g):
    e = g.drug(plain=True)
    a = g.row(e, holder="")
    b = a.clone().set(manufacturer="")
    a.touched.add("manufacturer")
    return Case([a, b], {"M803": "error"})


@shape("M803", "only-the-price")
def _(g):
    e = g.drug(plain=True)
    a = g.row(e)
    b = a.clone().set(price=amounts.num(half_up(F(a["price"]) * F(95, 100), 2)))
    return Case([a, b], {"M803": "warning"}) if a["price"] != b["price"] else None


@shape("M803", "quantity-note-persons")
def _(g):
    e = g.any(plain=True)
    a = g.row(e)
    b = a.clone()
    field = g.rng.choice(["quantity", "note", "mapped_by", "verified_at"])
    b[field] = {"quantity": a["quantity"] + "1", "note": "第二次登记", "mapped_by": "孙悦", "verified_at": "2026-09-30"}[field]
    return Case([a, b], {"M803": "warning"})


@shape("M803", "dates-overlap")
def _(g):
    e = g.drug(plain=True)
    a = g.row(e, valid_from="2025-01-01", valid_to="2026-12-31")
    b = a.clone().set(valid_from="2026-03-01", valid_to="")
    return Case([a, b], {"M803": "warning"})


@shape("M806", "not-verified")
def _(g):
    return Case(g.row(g.any(plain=True), verified_by="", verified_at=""), {"M806": "warning"}, needs={"verified_by", "mapped_by"})


@shape("M806", "same-person")
def _(g):
    r = g.row(g.any(plain=True))
    r["verified_by"] = r["mapped_by"]
    r.touched |= {"mapped_by"}
    return Case(r, {"M806": "warning"})


@shape("M804", "pointed-elsewhere")
def _(g):
    e, o = two_entries(g)
    r = g.row(e)
    before = r.clone()
    before.update(catalog_code=o.code, manufacturer=o.maker.full(), catalog_name=o.name)
    return Case(r, {"M804": "warning"}, table="previous", previous=[before])


@shape("M805", "another-item")
def _(g):
    from cases import different_drug
    from entries import FORMS
    e = g.drug(plain=True)
    salt, base, suffix = different_drug(g, e)
    r = g.row(e, generic_name="")
    before = r.clone()
    before.update(local_name=FORMS[e.letter][1].format(salt + base + suffix))
    return Case(r, {"M805": "error"}, table="previous", previous=[before])


@shape("M805", "another-service")
def _(g):
    e, o = g.service(), g.service()
    r = g.row(e)
    before = r.clone()
    before.update(local_name=o.name)
    return Case(r, {"M805": "error"}, table="previous", previous=[before])


@shape("M807", "another-code")
def _(g):
    e, o = two_entries(g)
    r = g.row(e)
    there = r.clone()
    there.update(catalog_code=o.code)
    return Case(r, {"M807": "error"}, table="centre", centre=[there])


@shape("M807", "lacks-the-row")
def _(g):
    return Case(g.row(g.any(plain=True)), {"M807": "error"}, table="centre", centre=[])


@shape("M807", "one-more")
def _(g):
    e, o = g.any(plain=True), g.any(plain=True)
    r, more = g.row(e), g.row(o)
    case = Case(r, {}, table="centre", centre=[r.clone(), more])
    case.elsewhere = {"M807": more["local_code"]}
    return case
