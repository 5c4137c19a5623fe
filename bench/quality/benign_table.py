"""Rows that only look different, continued: pay classes, codes, and the table as a whole."""
import amounts
import words
from amounts import F
from benign import benign, traditional
from cases import Case
from faults_code import unmapped
from faults_kind import kind_of
from faults_money import addon, half_up, packed, priced

# ---- pay class ----

@benign("self-paid-unmapped")
def _(g):
    e = g.service()
    r = unmapped(g, e, set())
    r.set(local_name=g.rng.choice(words.OWN_STOCK), pay_class=g.rng.choice(["C"]), self_pay="")
    return Case(r)


@benign("out-of-use", 2)
def _(g):
    e = g.drug(plain=True)
    r = g.row(e, in_use="0")
    r.set(**g.rng.choice([{"catalog_code": ""}, {"catalog_code": "123"}, {"manufacturer": "某某", "price": "99999"}, {"local_name": "别的药"}, {"form": "栓剂"},
                          {"pay_class": "C"}, {"verified_by": ""}, {"price": ""}]))
    return Case(r)


@benign("self-paid-on-self-paid")
def _(g):
    e = g.any(plain=True)
    e.pay_class, e.self_pay = "C", [(None, "1")]
    return Case(g.row(e, self_pay=g.rng.choice(["1", "1.00", ""])))


@benign("share-written-otherwise")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [(g.rng.choice([None, "employee"]), "0.10")]
    return Case(g.row(e, self_pay=g.rng.choice(["0.1", "0.10", "0.100", "0.1000"])))


@benign("two-schemes-none-chosen")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [("employee", "0.10"), ("resident", "0.20")]
    return Case(g.row(e, self_pay=g.rng.choice(["0.10", "0.20"])), table="main")


@benign("scheme-chosen")
def _(g):
    e = g.drug(plain=True)
    e.pay_class, e.self_pay = "B", [("employee", "0.10"), ("resident", "0.20")]
    return Case(g.row(e, self_pay="0.10"), table="scheme")


@benign("restricted-and-said")
def _(g):
    e = g.drug(plain=True)
    e.restriction, e.limit = g.rng.choice(words.RESTRICTIONS), g.rng.choice([None, {"level": "1"}])
    return Case(g.row(e, restricted=g.rng.choice(["1", ""])))


@benign("unrestricted-and-marked")
def _(g):
    return Case(g.row(g.service(), restricted="1"))


@benign("agreement-runs")
def _(g):
    e = g.drug(plain=True)
    e.agreement, e.flags = ("2026-01-01", g.rng.choice(["2026-11-21", "2027-12-31"])), "negotiated"
    return Case(g.row(e))


@benign("level-reached")
def _(g):
    e = g.drug(plain=True)
    e.limit = {"level": "2"}
    return Case(g.row(e), level=g.rng.choice([2, 3, "none"]))


# ---- codes ----

@benign("kind-that-fits")
def _(g):
    if g.rng.random() < 0.4:
        return Case(kind_of(g, g.service(facility=True), "201"))
    if g.rng.random() < 0.5:
        e = g.drug(plain=True)
        e.list_type = None
        return Case(kind_of(g, e, g.rng.choice(["101", "104", "103"])))
    return Case(kind_of(g, g.drug(), "105"))


@benign("dates-inside", 2)
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": "2026-03-01", "to": "2027-12-31"}
    return Case(g.row(e, valid_from=g.rng.choice(["2026-03-01", "2026/3/1", "20260301", "", "2026-09-01"]),
                      valid_to=g.rng.choice(["2027-12-31", "2027/12/31", "20271231", "", "2099-12-31", "9999-12-31", "2026-12-31"])))


@benign("dates-earlier-version")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": "2026-07-01", "to": None}
    e.overrides = {"2026.1": {"valid": {"from": "2025-01-01"}}, "2025.1": {"valid": {"from": "2026-01-01"}}}
    return Case(g.row(e, valid_from=g.rng.choice(["2025-01-01", "2026-01-01", "2026-06-30"])))


@benign("dates-version-that-gives-none")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": "2026-07-01", "to": None}
    e.overrides = {"2025.1": {"valid": None}}
    return Case(g.row(e, valid_from="2019-01-01"))


@benign("last-day-is-today")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": g.rng.choice([None, "2026-11-21"]), "to": g.rng.choice(["2026-11-21", None])}
    return Case(g.row(e))


# ---- whole table ----

@benign("one-after-the-other")
def _(g):
    e = g.drug(plain=True, letters="TFC")
    s = g.sibling(e, q=e.q + 6)
    a = g.row(e, valid_from="2025-01-01", valid_to="2026-06-30")
    b = g.row(s, valid_from="2026-07-01", valid_to="")
    b["local_code"] = a["local_code"]
    return Case([a, b])


@benign("one-code-over-time")
def _(g):
    e = g.drug(plain=True)
    a = g.row(e, valid_from="2025-01-01", valid_to="2026-06-30")
    b = g.row(e, valid_from="2026-07-01", valid_to="2099-12-31")
    b["local_code"] = a["local_code"]
    return Case([a, b])


@benign("prices-near")
def _(g):
    e = packed(g)
    e.ceilings = [(F(100), None, None)]
    return Case([priced(g, e, F(50), unit=e.p), priced(g, e, F(60), unit=e.p), priced(g, e, half_up(F(55) / e.q, 4), unit=e.d, factor="1")])


@benign("herbs-on-one-code")
def _(g):
    e = g.herb()
    return Case([priced(g, e, e.ceilings[0][0] * F(2, 5)), priced(g, e, e.ceilings[0][0])])


@benign("add-on-with-its-base")
def _(g):
    base, e = addon(g)
    rows = [g.row(e), g.row(base)]
    g.rng.shuffle(rows)
    return Case(rows)


@benign("exclusions-not-named")
def _(g):
    e = g.service(exclusions=g.rng.choice(["止血材料、特殊缝线", "导管；导丝"]))
    return Case(g.row(e, content=g.rng.choice(["消毒铺巾，操作，观察，记录。", "含操作费"])))


@benign("mapped-and-verified")
def _(g):
    return Case(g.row(g.any(), mapped_by="李 强", verified_by="王芳"))


@benign("previous-the-same")
def _(g):
    e = g.any(plain=True)
    r = g.row(e)
    before = r.clone()
    before.update(local_name=g.rng.choice([traditional(e.name), e.name + "▲", amounts.wide(e.name), e.name]), price="1.00")
    return Case(r, table="previous", previous=[before] if g.rng.random() < 0.8 else [])


@benign("centre-the-same")
def _(g):
    r = g.row(g.any(plain=True))
    there = r.clone()
    there.update(price="1", note="")
    return Case(r, table="centre", centre=[there])
