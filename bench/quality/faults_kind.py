"""Labelled faults of kinds and dates (C110, C111)."""
from cases import Case, shape
from faults_code import too_dear

# ---- C110, C111 ----

def kind_of(g, e, kind, **fields):
    r = g.row(e, kind=kind, **fields)
    r.raw_kind = True
    return r


@shape("C110", "service-on-a-drug-code")
def _(g):
    return Case(kind_of(g, g.drug(plain=True), g.rng.choice(["service", "201", "诊疗"])), {"C110": "error"})


@shape("C110", "consumable-on-a-drug-code")
def _(g):
    return Case(kind_of(g, g.drug(plain=True), g.rng.choice(["consumable", "301", "耗材"])), {"C110": "error"})


@shape("C110", "drug-on-a-service-code")
def _(g):
    return Case(kind_of(g, g.service(), g.rng.choice(["drug", "101", "药品"])), {"C110": "error"})


@shape("C110", "drug-on-a-consumable-code")
def _(g):
    return Case(kind_of(g, g.consumable(), g.rng.choice(["drug", "101", "药品"])), {"C110": "error"})


@shape("C110", "list-type")
def _(g):
    e = g.drug(plain=True) if g.rng.random() < 0.6 else g.herb()
    e.list_type = g.rng.choice(["101", "102", "103", "104", "106"])
    return Case(kind_of(g, e, g.rng.choice([t for t in ("101", "102", "103", "104", "106") if t != e.list_type])), {"C110": "error"})


@shape("C110", "silences-the-rest")
def _(g):
    e = g.drug(plain=True)
    r = too_dear(g, e, kind_of(g, e, "201", local_name="静脉输液", generic_name="", manufacturer=g.other_maker(e.maker).full()))
    return Case(r, {"C110": "error"})


@shape("C111", "from-too-early")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": "2026-03-01", "to": None}
    return Case(g.row(e, valid_from=g.rng.choice(["2026-02-28", "2026-01-01", "2025/12/1", "20200101"])), {"C111": "warning"})


@shape("C111", "to-too-late")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": None, "to": g.rng.choice(["2026-12-31", "2027-06-30"])}
    return Case(g.row(e, valid_to=g.rng.choice(["2027-07-01", "2028/1/31", "20981231"])), {"C111": "warning"})


@shape("C111", "earliest-of-the-versions")
def _(g):
    e = g.any(plain=True)
    e.valid = {"from": "2026-07-01", "to": None}
    e.overrides = {"2026.1": {"valid": {"from": "2026-02-01"}}, "2025.1": {"valid": {"from": "2026-02-01"}}}
    return Case(g.row(e, valid_from="2026-01-31"), {"C111": "warning"})


@shape("C111", "and-other-fault")
def _(g):
    e = g.drug(plain=True)
    e.valid = {"from": "2026-03-01", "to": "2027-12-31"}
    return Case(g.row(e, valid_from="2026-01-01", manufacturer=g.other_maker(e.maker).full(), holder=""), {"C111": "warning", "D305": "error"})
