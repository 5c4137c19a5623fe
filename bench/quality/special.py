"""Labelled faults that need a table or a region of their own."""
from cases import Case, shape

SNOW = "\u2603BAD\u2603"


def broken(field):
    def case(g):
        r = g.row(g.drug(plain=True))
        r[field] = SNOW
        r.broken = g.rng.choice([b"\xff\xff", b"\xff", b"\xc4\xff"])
        return Case(r, {"T103": "error"}, table="encoding")
    shape("T103", field)(case)


for field in ("note", "local_name", "catalog_code", "price", "form", "manufacturer"):
    broken(field)


@shape("T103", "and-other-fault")
def _(g):
    r = g.row(g.drug(plain=True), note=SNOW)
    r.broken = b"\xff"
    r.set(pay_class="B" if r["pay_class"] == "A" else "A", self_pay="")
    return Case(r, {"T103": "error", "B702": "error"}, table="encoding")


@shape("benign", "beside-broken-rows")
def _(g):
    return Case(g.row(g.any()), table="encoding")


def elsewhere(g, region):
    e = g.drug(plain=True)
    del g.codes[(e.kind, e.code)]
    e.region, e.versions = region, {"2026.2"}
    if region == "ON":
        e.code, e.list_type = g._fresh(lambda: g.digits(8)), None
    g.codes[(e.kind, e.code)] = e
    return e


@shape("C103", "on-a-fragment")
def _(g):
    e = elsewhere(g, "440000")
    code = e.code[:1] + g.letters(1) + g.digits(2) + g.letters(3) + g.digits(3) + e.code[10:]
    return Case(g.row(e, catalog_code=code), {"C103": "info"}, table="fragment", region="440000", near=(e, code, 0))


@shape("benign", "on-a-fragment")
def _(g):
    return Case(g.row(elsewhere(g, "440000")), table="fragment", region="440000")


@shape("C103", "foreign-catalog")
def _(g):
    e = elsewhere(g, "ON")
    code = g.rng.choice([g.digits(8), g.digits(5), "ABC" + g.digits(3), "X" + g.digits(9)])
    r = g.row(e, catalog_code=code)
    r["kind"] = "drug"
    return Case(r, {"C103": "error"}, table="foreign", region="ON", near=(e, code, 0))


@shape("benign", "foreign-catalog")
def _(g):
    r = g.row(elsewhere(g, "ON"))
    r["kind"] = "drug"
    return Case(r, table="foreign", region="ON")
