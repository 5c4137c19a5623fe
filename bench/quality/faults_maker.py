"""Labelled faults of makers, approval numbers and standard codes (D305 to D307)."""
from types import SimpleNamespace

import words
from cases import Case, shape


@shape("D305", "another-maker", 2)
def _(g):
    e = g.drug(plain=g.rng.random() < 0.5)
    others = [m for m in g.makers if m.full() in (e.holder, e.repacker)]
    return Case(g.row(e, manufacturer=g.other_maker(e.maker, *others).full(), holder=""), {"D305": "error"})


@shape("D305", "another-place")
def _(g):
    e = g.drug(plain=True) if g.rng.random() < 0.6 else g.patent_drug(plain=True)
    place = g.rng.choice([p for p in words.PLACES if p != e.maker.province])
    m = e.maker
    return Case(g.row(e, manufacturer=g.rng.choice([place + m.core + m.industry + m.legal, place + m.core, place + m.core + m.industry]), holder=""), {"D305": "error"})


@shape("D305", "another-city")
def _(g):
    e = g.drug(plain=True)
    province = g.rng.choice([p for p, c in words.PLACES.items() if p != e.maker.province and c])
    m = e.maker
    return Case(g.row(e, manufacturer=g.rng.choice(words.PLACES[province]) + m.core + m.industry + m.legal, holder=""), {"D305": "error"})


@shape("D305", "abbreviation-of-another")
def _(g):
    e = g.drug(plain=True)
    o = g.other_maker(e.maker)
    return Case(g.row(e, manufacturer=g.rng.choice([o.core, o.core + o.industry, o.province + o.core]), holder=""), {"D305": "error"})


@shape("D305", "same-place-other-word")
def _(g):
    e = g.drug(plain=True)
    o = g.other_maker(e.maker)
    return Case(g.row(e, manufacturer=e.maker.place + o.core + e.maker.industry + e.maker.legal, holder=""), {"D305": "error"})


@shape("D305", "foreign")
def _(g):
    e = g.drug(plain=True)
    a, b = g.rng.sample(words.FOREIGN, 2)
    e.maker_text = e.maker
    e.maker = a
    e.standard_code = None
    r = g.row(_with_text(e), manufacturer=b, holder="")
    return Case(r, {"D305": "error"})


def _with_text(e):
    """A row is made of a maker in words."""
    copy = SimpleNamespace(**e.__dict__)
    copy.maker = SimpleNamespace(full=lambda: e.maker)
    return copy


@shape("D305", "patent")
def _(g):
    e = g.patent_drug(plain=True)
    return Case(g.row(e, manufacturer=g.other_maker(e.maker).full(), holder=""), {"D305": "error"})


@shape("D305", "silences-approval-and-code")
def _(g):
    e = g.drug(plain=True)
    o = g.other_maker(e.maker)
    return Case(g.row(e, manufacturer=o.full(), holder="", approval_no="国药准字" + g.approval("H"), standard_code=g.standard_code(o.number)), {"D305": "error"})


@shape("D306", "another-number")
def _(g):
    e = g.drug(plain=True) if g.rng.random() < 0.6 else g.patent_drug(plain=True)
    return Case(g.row(e, approval_no=g.rng.choice(["国药准字", ""]) + g.approval(e.approvals[0][0])), {"D306": "error"})


@shape("D306", "digits-swapped")
def _(g):
    e = g.drug(plain=True)
    a = e.approvals[0]
    i = g.rng.randrange(4, 8)
    if a[i] == a[i + 1 if i < 8 else i - 1]:
        return None
    b = a[:i] + a[i + 1] + a[i] + a[i + 2:]
    return Case(g.row(e, approval_no="国药准字" + b), {"D306": "error"})


@shape("D306", "another-letter")
def _(g):
    e = g.drug(plain=True)
    return Case(g.row(e, approval_no="国药准字" + g.rng.choice("SJZ") + e.approvals[0][1:]), {"D306": "error"})


@shape("D306", "of-several")
def _(g):
    e = g.drug(plain=True)
    e.approvals.append(g.approval("H"))
    return Case(g.row(e, approval_no="国药准字" + g.approval("H")), {"D306": "error"})


@shape("D306", "malformed")
def _(g):
    e = g.drug(plain=True)
    a = e.approvals[0]
    return Case(g.row(e, approval_no=g.rng.choice(["国药准字" + a[:-1], a + "7", "国药准字" + a[1:], "国药准字X" + a[1:], a[:4]])), {"D306": "warning"})


@shape("D307", "differs")
def _(g):
    e = g.drug(plain=True)
    e.standard_code = g.standard_code(e.maker.number)
    other = g.standard_code(e.maker.number)
    return Case(g.row(e, standard_code=other), {"D307": "error"}) if other != e.standard_code else None


@shape("D307", "digits-swapped")
def _(g):
    e = g.drug(plain=True)
    e.standard_code = c = g.standard_code(e.maker.number)
    i = g.rng.randrange(8, 12)
    return Case(g.row(e, standard_code=c[:i] + c[i + 1] + c[i] + c[i + 2:]), {"D307": "error"}) if c[i] != c[i + 1] else None


@shape("D307", "check-digit")
def _(g):
    e = g.drug(plain=True)
    e.standard_code = None
    return Case(g.row(e, standard_code=g.standard_code(e.maker.number, right=False)), {"D307": "error"})


@shape("D307", "maker-digits")
def _(g):
    e = g.drug(plain=True) if g.rng.random() < 0.6 else g.patent_drug(plain=True)
    e.standard_code = None
    while True:
        number = g.digits(5)
        if number != e.maker.number:
            return Case(g.row(e, standard_code=g.standard_code(number)), {"D307": "warning"})
