"""Labelled faults of the table itself (T) and of the codes (C), and M808."""
import amounts
import words
from cases import Case, shape
from entries import FORMS


# ---- T102 ----

BAD = {
    "price": ["12,5", "abc", "12.3.4", "十八元六", "面议"], "valid_from": ["2026-02-30", "2026-13-01", "20260231", "去年", "2026/9/31"],
    "valid_to": ["2027-02-29", "长期有效吗", "20271340"], "kind": ["drgu", "药品X", "999"], "factor": ["abc", "x24", "多"],
    "quantity": ["many", "1.2.3"], "in_use": ["maybe", "也许"], "pay_class": ["Z", "丁", "甲乙"], "self_pay": ["ten", "abc"],
    "restricted": ["也许", "maybe"], "purchase_price": ["1.2.3", "abc", "7,5"],
}
for field in BAD:
    def bad_value(g, field=field):
        e = g.drug()
        r = g.row(e)
        r[field] = g.rng.choice(BAD[field])
        return Case(r, {"T102": "error"})
    shape("T102", field)(bad_value)


@shape("T102", "two-fields")
def _(g):
    r = g.row(g.drug(), price="abc", valid_from="2026-02-30")
    return Case(r, {"T102": "error"})


@shape("T102", "and-other-fault")
def _(g):
    e = g.drug(plain=True)
    r = g.row(e, price="12,5", pay_class="B" if e.pay_class == "A" else "A", self_pay="")
    return Case(r, {"T102": "error", "B702": "error"})


# ---- T104, T105 ----

@shape("T104", "more")
def _(g):
    r = g.row(g.any())
    r.ragged = g.rng.choice([1, 2])
    return Case(r, {"T104": "error"})


@shape("T104", "fewer")
def _(g):
    r = g.row(g.any())
    r.ragged = -g.rng.choice([1, 2])
    return Case(r, {"T104": "error"})


@shape("T104", "not-checked-further")
def _(g):
    r = g.row(g.drug(), catalog_code="123", price="abc")
    r.ragged = g.rng.choice([1, -1])
    return Case(r, {"T104": "error"})


@shape("T105", "twice")
def _(g):
    r = g.row(g.any())
    return Case([r, r.clone()], [{}, {"T105": "warning"}])


@shape("T105", "three-times")
def _(g):
    r = g.row(g.any())
    return Case([r, r.clone(), r.clone()], [{}, {"T105": "warning"}, {"T105": "warning"}])


@shape("T105", "of-a-faulty-row")
def _(g):
    r = g.row(g.drug(plain=True))
    r.set(pay_class="B" if r["pay_class"] == "A" else "A", self_pay="")
    return Case([r, r.clone()], [{"B702": "error"}, {"B702": "error", "T105": "warning"}])


# ---- C101 and M808 ----

IDENTITY = {"form", "spec", "pack", "manufacturer", "approval_no", "standard_code"}


def unmapped(g, e, keep=None):
    r = g.row(e)
    for field in ("catalog_code", "catalog_name"):
        r[field] = ""
    if keep is not None:
        for field in IDENTITY | {"generic_name", "brand_name", "holder", "registration", "model"}:
            if field not in keep:
                r[field] = ""
    r.touched = {f for f in IDENTITY | {"local_name", "kind", "generic_name", "brand_name"} if r[f]} | {"catalog_code", "pay_class", "in_use"}
    return r


@shape("C101", "own-stock")
def _(g):
    e = g.service()
    r = unmapped(g, e, set())
    r["local_name"] = g.rng.choice(words.OWN_STOCK)
    return Case(r, {"C101": "warning"})


@shape("C101", "blank-code")
def _(g):
    e = g.service()
    r = unmapped(g, e, set())
    r["local_name"] = g.rng.choice(words.OWN_STOCK)
    r["catalog_code"] = g.rng.choice(["", " ", "  "])
    return Case(r, {"C101": "warning"})


@shape("C101", "drug-of-another-strength")
def _(g):
    e = g.drug(letters="TFCDQEIP", plain=True)
    r = unmapped(g, e)
    other, _, _ = e.amount.others(g.rng)
    r["spec"], r["pack"], _ = g.spelled(e, other, "A", spell=False)
    return Case(r, {"C101": "warning"})


@shape("C101", "drug-of-another-maker")
def _(g):
    e = g.drug(plain=True)
    r = unmapped(g, e)
    m = g.other_maker(e.maker)
    if (e.name, m.core) in g.taken:
        return None
    g.taken.add((e.name, m.core))        # no later entry gets this maker
    r["manufacturer"] = m.full()
    r["approval_no"] = r["standard_code"] = ""
    return Case(r, {"C101": "warning"})


@shape("C101", "field-that-the-entry-lacks")
def _(g):
    e = g.drug(plain=True)
    e.standard_code = None
    r = unmapped(g, e)
    r["standard_code"] = g.standard_code(e.maker.number)
    return Case(r, {"C101": "warning"})


@shape("C101", "two-entries-agree")
def _(g):
    e = g.drug(letters="TFCDQG", plain=True)
    qs = [q for q in FORMS[e.letter][4] if q != e.q]
    g.sibling(e, q=g.rng.choice(qs), standard_code=None)
    r = unmapped(g, e, {"form", "manufacturer"})
    r["factor"] = ""
    return Case(r, {"C101": "warning"})


@shape("M808", "every-field")
def _(g):
    e = g.drug()
    r = unmapped(g, e)
    spec, pack, _ = g.spelled(e, e.amount, "A", spell=False)
    r.set(spec=spec, pack=pack)
    return Case(r, {"M808": "warning"}, fix={"M808": (e.code, True)})


@shape("M808", "patent-every-field")
def _(g):
    e = g.patent_drug(letters="WwTCGLS")
    r = unmapped(g, e)
    spec, pack, _ = g.spelled(e, e.amount, "A", spell=False)
    r.set(spec=spec, pack=pack)
    return Case(r, {"M808": "warning"}, fix={"M808": (e.code, True)})


@shape("M808", "name-and-maker")
def _(g):
    e = g.drug()
    r = unmapped(g, e, {"manufacturer", "form"})
    return Case(r, {"M808": "warning"}, fix={"M808": (e.code, False)})


@shape("M808", "name-without-salt")
def _(g):
    e = g.drug(want=lambda d: d[0] in ("盐酸", "硫酸", "马来酸", "枸橼酸") and not d[2] and len(d[1]) > 2, letters="TCI", plain=True)
    if sum(x.base == e.base and x.letter == e.letter for x in g.all) > 1:
        return None
    r = unmapped(g, e)
    r["local_name"] = FORMS[e.letter][1].format(e.base)
    r["generic_name"] = ""
    return Case(r, {"M808": "warning"})


@shape("M808", "service")
def _(g):
    e = g.service()
    r = unmapped(g, e, set())
    return Case(r, {"M808": "warning"})


@shape("M808", "sibling-told-by-pack")
def _(g):
    e = g.drug(letters="TFCDQG", plain=True)
    qs = [q for q in FORMS[e.letter][4] if q != e.q]
    g.sibling(e, q=g.rng.choice(qs))
    r = unmapped(g, e)
    spec, pack, _ = g.spelled(e, e.amount, "A", spell=False)
    r.set(spec=spec, pack=pack, standard_code="")
    return Case(r, {"M808": "warning"})


# ---- C102, C103 ----

def unknown(g, rule, e, code, severity="error", **options):
    r = g.row(e, catalog_code=code)
    r.touched |= {"kind", "local_name"}
    return Case(r, {rule: severity}, near=(e, code, 0), **options)


def malformed(g, e):
    rng = g.rng
    if e.kind == "drug" and e.list_type == "102":
        return rng.choice(["T" + g.digits(6), "T" + g.digits(12), "TX" + g.digits(8)])
    if e.kind == "drug":
        return rng.choice(["X" + g.digits(8), "YP" + g.digits(5), g.digits(9), e.code[:12], e.code + g.digits(4), g.letters(23), "X" + g.letters(22),
                           "YY" + g.digits(4)])
    if e.kind == "consumable":
        return rng.choice(["C" + g.digits(12), "HC" + g.digits(6), "C" + g.digits(15)])
    return rng.choice([g.digits(9), g.digits(11), "F" + g.digits(8), g.digits(18), e.code[:9]])


for kind in ("western", "patent", "herb", "service", "consumable"):
    def c102(g, kind=kind):
        e = {"western": g.drug, "patent": g.patent_drug, "herb": g.herb, "service": g.service, "consumable": g.consumable}[kind]()
        return unknown(g, "C102", e, malformed(g, e))
    shape("C102", kind)(c102)

    def c103(g, kind=kind):
        e = {"western": g.drug, "patent": g.patent_drug, "herb": g.herb, "service": g.service, "consumable": g.consumable}[kind]()
        code = "".join(str(g.rng.randint(0, 9)) if c.isdigit() else c if i == 0 else g.letters(1) for i, c in enumerate(e.code))
        if e.kind == "service":
            code = g.rng.choice(["00", "43"]) + code[2:]
        return None if (e.kind, code) in g.codes else unknown(g, "C103", e, code)
    shape("C103", kind)(c103)


@shape("C103", "neighbour-of-another-name")
def _(g):
    e, other = g.drug(plain=True), None
    while other is None or (other.base or "") in e.name or (e.base or "") in other.name:
        other = g.drug(plain=True)
    code = g.edit(other.code, "change")
    return None if ("drug", code) in g.codes else Case(g.row(e, catalog_code=code, generic_name=e.generic), {"C103": "error"}, near=(other, code, 1),
                                                      needs={"kind", "local_name"})


@shape("C102", "neighbour-of-another-name")
def _(g):
    e, other = g.drug(plain=True), None
    while other is None or (other.base or "") in e.name or (e.base or "") in other.name:
        other = g.drug(plain=True)
    return Case(g.row(e, catalog_code=g.edit(other.code, "missing")), {"C102": "error"}, near=(other, None, 1), needs={"kind", "local_name"})


@shape("C103", "neighbour-of-a-withdrawn-code")
def _(g):
    e = g.drug(plain=True)
    e.versions = {"2025.1", "2026.1"}
    code = g.edit(e.code, "change")
    return None if ("drug", code) in g.codes else unknown(g, "C103", e, code)


@shape("C103", "silences-the-rest")
def _(g):
    e = g.drug(plain=True)
    code = e.code[:4] + g.letters(3) + g.digits(3) + e.code[10:13] + g.digits(1) + e.code[14:]
    other = different = g.drug(plain=True)
    r = g.row(e, catalog_code=code, manufacturer=different.maker.full(), price="99999", pay_class="C", form="注射液", spec="99g", factor="999")
    return Case(r, {"C103": "error"}, near=(e, code, 0), needs={"kind", "local_name"})


# ---- C104 – C107 ----

def later(g):
    e = g.drug(plain=True) if g.rng.random() < 0.7 else g.patent_drug(plain=True)
    return e


@shape("C104", "later-version")
def _(g):
    e = later(g)
    e.versions = {"2027.1"}
    return Case(g.row(e), {"C104": "error"})


@shape("C104", "valid-from-later")
def _(g):
    e = later(g)
    e.valid = {"from": g.rng.choice(["2026-11-22", "2026-12-15", "2027-01-01", "2027-06-01"]), "to": None}
    return Case(g.row(e), {"C104": "error"})


@shape("C104", "and-strength")
def _(g):
    e = g.drug(letters="TFCDIP", plain=True)
    e.versions = {"2027.1"}
    other, _, severity = e.amount.others(g.rng)
    spec, pack, _ = g.spelled(e, other, "A", spell=False)
    return Case(g.row(e, spec=spec, pack=pack), {"C104": "error", "D302": severity})


def too_dear(g, e, r):
    """Faults of P and B that must stay quiet."""
    r.set(price=amounts.num(e.ceilings[0][0] * 3), pay_class="C", self_pay="1")
    r.set(purchase_price="", purchase_unit="")
    return r


@shape("C105", "last-day-passed")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": None, "to": g.rng.choice(["2026-11-20", "2026-10-31", "2026-07-31", "2025-12-31"])}
    return Case(g.row(e), {"C105": "error"})


@shape("C105", "inactive")
def _(g):
    e = g.any(plain=True)
    e.valid = {"status": "inactive", "to": g.rng.choice([None, "2027-12-31"])}
    return Case(g.row(e), {"C105": "error"})


@shape("C105", "price-and-class-quiet")
def _(g):
    e = later(g)
    e.valid = {"from": None, "to": "2026-09-30"}
    return Case(too_dear(g, e, g.row(e)), {"C105": "error"})


@shape("C105", "and-maker")
def _(g):
    e = later(g)
    e.valid = {"status": "inactive"}
    return Case(g.row(e, manufacturer=g.other_maker(e.maker).full(), holder=""), {"C105": "error", "D305": "error"})


@shape("C106", "gone")
def _(g):
    e = g.any(plain=True)
    e.versions = g.rng.choice([{"2025.1", "2026.1"}, {"2025.1"}, {"2026.1"}])
    return Case(g.row(e), {"C106": "error"})


@shape("C106", "gone-and-back-later")
def _(g):
    e = g.any(plain=True)
    e.versions = {"2025.1", "2026.1", "2027.1"}
    return Case(g.row(e), {}, allow={"C104", "C106"})        # two sentences fit: only that nothing else is raised counts


@shape("C106", "price-and-class-quiet")
def _(g):
    e = later(g)
    e.versions = {"2025.1", "2026.1"}
    return Case(too_dear(g, e, g.row(e)), {"C106": "error"})


@shape("C106", "and-form")
def _(g):
    e = g.drug(letters="TCFD", plain=True)
    e.versions = {"2026.1"}
    return Case(g.row(e, form=g.rng.choice(["注射液", "栓剂", "缓释片"])), {"C106": "error", "D301": "error"})


def successor(g, e, **change):
    new = g.sibling(e, **change)
    new.replaced, new.valid = [], None
    new.versions = {"2026.2", "2027.1"}
    return new


def ended(g):
    e = later(g)
    if g.rng.random() < 0.5:
        e.versions = {"2025.1", "2026.1"}
    else:
        e.valid = g.rng.choice([{"from": None, "to": "2026-06-30"}, {"status": "inactive"}])
    return e


for how in ("replaced-by", "same-as", "no-type"):
    def c107(g, how=how):
        e = ended(g)
        new = successor(g, e)
        e.replaced = [("replaced-by", None if how == "no-type" else how, new.code)]
        return Case(g.row(e), {"C107": "error"}, fix={"C107": (new.code, True)})
    shape("C107", how)(c107)


@shape("C107", "replaces-of-the-new-entry")
def _(g):
    e = ended(g)
    new = successor(g, e)
    new.replaced = [("replaces", None, e.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": (new.code, True)})


@shape("C107", "chain")
def _(g):
    e = ended(g)
    middle = successor(g, e)
    middle.versions, middle.valid = {"2026.1", "2026.2", "2027.1"}, {"from": None, "to": "2026-09-30"}
    last = successor(g, e)
    e.replaced = [("replaced-by", "replaced-by", middle.code)]
    middle.replaced = [("replaced-by", "replaced-by", last.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": (last.code, True)})


@shape("C107", "possibly")
def _(g):
    e = ended(g)
    new = successor(g, e)
    e.replaced = [("replaced-by", "possibly", new.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": ("*", False)})


@shape("C107", "two-targets")
def _(g):
    e = ended(g)
    a, b = successor(g, e), successor(g, e)
    e.replaced = [("replaced-by", "replaced-by", a.code), ("replaced-by", "replaced-by", b.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": ("*", False)})


@shape("C107", "circle")
def _(g):
    e = later(g)
    e.valid = {"status": "inactive"}
    new = successor(g, e)
    new.valid = {"status": "inactive"}
    e.replaced = [("replaced-by", None, new.code)]
    new.replaced = [("replaced-by", None, e.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": ("*", False)})


@shape("C107", "dead-end")
def _(g):
    e = ended(g)
    new = successor(g, e)
    new.valid = {"from": None, "to": "2026-08-31"}
    e.replaced = [("replaced-by", None, new.code)]
    return Case(g.row(e), {"C107": "error"}, fix={"C107": ("*", False)})


# ---- C108, C109 ----

def written_otherwise(g, code):
    way = g.rng.choice(["lower", "wide", "blank", "lower-blank", "wide-part"] if code[0].isalpha() else ["wide", "blank", "wide-part"])
    i = g.rng.randrange(2, len(code) - 1)
    return {"lower": code.lower(), "wide": amounts.wide(code), "blank": code[:i] + g.rng.choice([" ", "　"]) + code[i:],
            "lower-blank": code[:i].lower() + " " + code[i:].lower(), "wide-part": amounts.wide(code[:i]) + code[i:]}[way]


@shape("C108", "folded", 2)
def _(g):
    e = g.any()
    return Case(g.row(e, catalog_code=written_otherwise(g, e.code)), {"C108": "error"}, fix={"C108": (e.code, True)})


@shape("C108", "and-pay-class")
def _(g):
    e = g.drug(plain=True)
    return Case(g.row(e, catalog_code=written_otherwise(g, e.code), pay_class="B" if e.pay_class == "A" else "A", self_pay=""),
                {"C108": "error", "B702": "error"})


@shape("C108", "and-maker")
def _(g):
    e = g.drug(plain=True)
    return Case(g.row(e, catalog_code=written_otherwise(g, e.code), manufacturer=g.other_maker(e.maker).full(), holder=""),
                {"C108": "error", "D305": "error"})


for how in ("change", "missing", "added", "swapped"):
    def c109(g, how=how):
        e = g.any(plain=True)
        code = g.edit(e.code, how)
        if code is None or any((k, code) in g.codes for k in ("drug", "service", "facility", "consumable")):
            return None
        r = g.row(e, catalog_code=code)
        r.touched |= {"local_name", "kind"}
        return Case(r, {"C109": "error"}, near=(e, code, 1), fix={"C109": (e.code, False)})
    shape("C109", how)(c109)


@shape("C109", "lower-case-too")
def _(g):
    e = g.drug(plain=True)
    code = g.edit(e.code, "change")
    if ("drug", code) in g.codes:
        return None
    r = g.row(e, catalog_code=code.lower())
    r.touched |= {"local_name", "kind"}
    return Case(r, {"C109": "error"}, near=(e, code, 1), fix={"C109": (e.code, False)})


@shape("C109", "silences-the-rest")
def _(g):
    e = g.drug(plain=True)
    code = g.edit(e.code, "change")
    if ("drug", code) in g.codes:
        return None
    r = too_dear(g, e, g.row(e, catalog_code=code, manufacturer=g.other_maker(e.maker).full(), form="栓剂" if e.letter != "X" else "注射液"))
    r.touched |= {"local_name", "kind"}
    return Case(r, {"C109": "error"}, near=(e, code, 1))


@shape("C109", "several")
def _(g):
    e = g.drug(letters="TCF", plain=True)
    s = g.sibling(e, q=e.q + 1)
    if sum(a != b for a, b in zip(e.code, s.code)) != 1:
        return None
    i = next(i for i in range(len(e.code)) if e.code[i] != s.code[i])
    code = next((e.code[:i] + c + e.code[i + 1:] for c in "0123456789" if ("drug", e.code[:i] + c + e.code[i + 1:]) not in g.codes), None)
    if code is None:
        return None
    r = g.row(e, catalog_code=code)
    r.touched |= {"local_name", "kind"}
    return Case(r, {"C109": "error"}, near=(e, code, 2), fix={"C109": (None, False)})
