"""Rows and labelled cases of bench/quality: what a hospital writes for an entry, and the register of shapes."""
import random

import amounts
import entries

COLUMNS = ("local_code local_name kind catalog_name catalog_code generic_name brand_name form spec pack unit factor manufacturer holder registration "
           "model approval_no standard_code price purchase_price purchase_unit quantity in_use pay_class self_pay restricted content exclusions "
           "valid_from valid_to mapped_by mapped_at verified_by verified_at note").split()
PEOPLE = "张敏 李强 王芳 刘洋 陈静 杨帆 赵磊 黄婷 周杰 吴娟".split()

SHAPES = []     # (rule or "benign", shape, function, options)


class Row(dict):
    """Canonical column → text. What is written after the row was made is `touched`: the table must then have that column."""

    def __init__(self, *given):
        super().__init__(*given)
        self.touched, self.entry, self.ragged, self.broken, self.raw_kind = set(), None, 0, None, False

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.touched.add(key)

    def set(self, **fields):
        for key, value in fields.items():
            self[key] = value
        return self

    def clone(self):
        new = Row(self)
        new.touched, new.entry, new.raw_kind = set(self.touched), self.entry, self.raw_kind
        return new


class Case:
    """rows, and for each what must be found ({rule: severity or None}); allow: rules that are neither wanted nor wrong there."""

    def __init__(self, rows, expect=None, **options):
        self.rows = rows if isinstance(rows, list) else [rows]
        self.expect = expect if isinstance(expect, list) else [expect or {}] * len(self.rows)
        self.allow = options.pop("allow", set())
        self.needs = options.pop("needs", set())        # columns beside those that were touched
        self.level = options.pop("level", None)         # hospital level of the table: 1, 2, 3, "none", or None for any
        self.table = options.pop("table", "main")
        self.fix = options.pop("fix", {})               # rule → (value, safe) that the finding must offer; value None: no fix
        self.near = options.pop("near", None)           # (code, entries): that many codes in force one edit away, of that kind
        self.previous = options.pop("previous", None)
        self.centre = options.pop("centre", None)
        self.forbid = options.pop("forbid", set())      # info findings that must not come either
        self.region = options.pop("region", entries.REGION)
        self.rule = self.shape = None
        self.lines = []
        assert not options, options


def shape(rule, name, weight=1):
    def register(function):
        SHAPES.append((rule, name, function, weight))
        return function
    return register


class World(entries.Entries):
    """The catalogs and the hospital that maps onto them."""

    def __init__(self, seed):
        super().__init__(seed)
        self.serial = 0
        self.letter = random.Random("local %s" % seed).choice("YHPXNDK")

    def local(self):
        self.serial += 1
        return "%s%06d" % (self.letter, self.serial)

    def spec_pack(self, e, style=None, amount=None, q=None):
        """What stands in spec and pack for this amount and number of dose units."""
        q = q or e.q
        style = style or self.rng.choice("ABBDE")
        short = "%d%s/%s" % (q, e.d, e.p) if e.d != e.p else "%d%s" % (q, e.d)
        if style == "A":
            return amount, short
        if style == "B":
            return "%s×%s" % (amount, short), ""
        if style == "C":
            return amount, "%s×%s" % (amount, short)
        if style == "D":
            return amount, ""
        if style == "E":
            return "%s*%d" % (amount, q), ""
        return "", "%s×%s" % (amount, short)        # P: all in pack

    def plain_amount(self, amount):
        """The amount without 每…装, to be followed by a number of dose units."""
        if amount.kind in ("weight", "fill"):
            return amounts.num(amount.value / 1000) + "g"
        return amounts.num(amount.volume) + "ml" if amount.kind == "volume" else amount.catalog()

    def row(self, e, **fields):
        """A row that says of this entry what is right, as most hospitals write it."""
        rng = self.rng
        low = min(c[0] for c in e.ceilings) if e.ceilings else amounts.F(10)
        price = max(amounts.F(int(low * rng.randint(60, 99)), 100), amounts.F(1, 100))
        if e.list_type in ("102", "106"):
            price = amounts.F(int(low * 100 * rng.randint(60, 99)), 10000)
        r = Row({c: "" for c in COLUMNS})
        name = e.name
        r.update(local_code=self.local(), local_name=name, kind=e.list_type or {"drug": "101", "consumable": "301"}.get(e.kind, "201"), catalog_name=e.name,
                 catalog_code=e.code, generic_name=e.generic or "", brand_name=e.brand or "", form=e.form or "", unit=e.unit or "",
                 factor=str(e.q) if e.q else "", holder=e.holder or "", registration=e.registration or "", model=e.model or "",
                 manufacturer=e.maker.full() if e.maker else "", approval_no="国药准字" + e.approvals[0] if e.approvals else "",
                 standard_code=e.standard_code or "", price=amounts.num(price), quantity=str(rng.randint(1, 900)), in_use="1", pay_class=e.pay_class,
                 self_pay=e.self_pay[0][1] if len(e.self_pay) == 1 else "", restricted="1" if e.restriction or e.limit else "0",
                 mapped_by=PEOPLE[self.serial % 5], verified_by=PEOPLE[5 + self.serial % 5], mapped_at="2026-07-%02d" % rng.randint(1, 28),
                 verified_at="2026-08-%02d" % rng.randint(1, 28), note=rng.choice(["", "", "常备", "集采", "备注,含逗号", "见“通知”"]))
        if e.kind in ("drug", "consumable") and e.list_type not in ("102", "106"):
            r.update(purchase_price=r["price"], purchase_unit=r["unit"])
        if e.amount:
            style = rng.choice("AABBCD")
            r["spec"], r["pack"] = self.spec_pack(e, style, e.amount.catalog() if style in "ACD" and e.amount.kind != "herb" or style == "D"
                                                  else self.plain_amount(e.amount) if e.amount.kind != "herb" else e.amount.catalog())
            if e.amount.kind == "herb":
                r["spec"], r["pack"] = e.amount.catalog(), "%d%s/%s" % (e.q, e.d, e.p)
        if rng.random() < 0.15:
            r["holder"] = ""
        r.touched = set()
        for key, value in fields.items():
            r[key] = value
        r.entry = e
        return r

    def spelled(self, e, amount, style=None, q=None, spell=True):
        """spec and pack of another amount or number, in this entry's manner; the way it was spelled."""
        style = style or self.rng.choice("ABD")
        if amount.kind in ("weight", "fill", "volume") and style not in "AD":
            text, way = self.plain_amount(amount), "plain"
        else:
            text, way = amount.spellings(self.rng) if spell else (amount.catalog(), "usual")
        if style in "BCEP" and way in ("bracket", "wide", "volume-alone", "value-alone", "per-ml", "total-alone", "percent", "percent-volume", "percent-both", "percent-total", "slash"):
            style = "A" if style != "P" else "P"
            if style == "P":
                text, way = amount.catalog(), "usual"
        spec, pack = self.spec_pack(e, style, text, q)
        return spec, pack, way

    # one edit on a code or a name

    def edit(self, text, how=None, alphabet=None):
        rng = self.rng
        how = how or rng.choice(["change", "missing", "added", "swapped"])
        for _ in range(200):
            i = rng.randrange(1, len(text)) if len(text) > 1 else 0
            c = text[i]
            pool = alphabet or ("0123456789" if c.isdigit() else "ABCDEFGHJKLMNPRSTVWX")
            new = {"change": text[:i] + rng.choice(pool) + text[i + 1:], "missing": text[:i] + text[i + 1:],
                   "added": text[:i] + rng.choice(pool) + text[i:], "swapped": text[:i - 1] + text[i] + text[i - 1] + text[i + 1:]}[how]
            if new != text:
                return new
        return None

    def neighbours(self, kind, code):
        """Entries of now in force one edit from a code."""
        chars = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
        near = {code[:i] + code[i + 1:] for i in range(len(code))}
        near |= {code[:i] + code[i + 1] + code[i] + code[i + 2:] for i in range(len(code) - 1)}
        for c in chars:
            near |= {code[:i] + c + code[i + 1:] for i in range(len(code))} | {code[:i] + c + code[i:] for i in range(len(code) + 1)}
        near.discard(code)
        return [self.codes[(k, n)] for n in near for k in ("drug", "service", "facility", "consumable")
                if (k, n) in self.codes and entries.NOW in self.codes[(k, n)].versions]


def different_drug(g, e):
    """A drug of the list whose name shares nothing with the entry's: no base within the other."""
    while True:
        salt, base, suffix, letter, amount = g.rng.choice(g.western)
        if base not in e.name and (e.base or "?") not in base and not set(base[:2]) & set((e.base or "")[:2]):
            return salt, base, suffix
