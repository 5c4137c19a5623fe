"""Questions to suggest: rows without a code whose names have an edit or two, are a brand, or lack a salt."""
import collections
import csv
import json
import os

from cases import COLUMNS
from entries import FORMS, NOW, SALTS

GOALS = (0.95, 0.99)
CALIBRATED = 950        # of what is shown with this score or a better one, 95 % are right
FAMILIAR = "酸氨氯西林素霉沙平胶囊片颗粒液注射钠钾甲苯丙丁乙双复方清热解毒止咳丸散检查测定切除修补术置管导针膜"


def edited(g, name, edits):
    """The name after so many edits: a character changed, missing, added, or two neighbours swapped."""
    for _ in range(edits):
        new = g.edit(name, g.rng.choice(["change", "missing", "added", "swapped"] if len(name) > 3 else ["change", "added"]), FAMILIAR)
        name = new or name
    return name


def distance(a, b, most):
    """Edits between two names, swapped neighbours counting one; above `most` anything above it."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, row = None, list(range(len(b) + 1))
    for i, c in enumerate(a, 1):
        older, before, row = before, row, [i] + [0] * len(b)
        for j, d in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (c != d))
            if older is not None and j > 1 and c == b[j - 2] and a[i - 2] == d:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


class Question:
    def __init__(self, kind, entry, row, edits=0):
        self.kind, self.entry, self.row, self.edits = kind, entry, row, edits


def blank(g, e, keep):
    r = g.row(e)
    for field in set(COLUMNS) - set(keep) - {"local_code", "local_name", "kind", "pay_class", "in_use"}:
        r[field] = ""
    return r


KEEP = ["form", "spec", "pack", "manufacturer", "unit", "factor", "price"]


def questions(g, count):
    """count of each kind. The row has form, spec, pack and maker, which one entry alone has under that name, or only a name."""
    rng, asked = g.rng, []

    def drug(**want):
        return (g.drug(plain=True, **want) if want or rng.random() < 0.6 else g.patent_drug(plain=True))

    for edits in (1, 2):
        for _ in range(count):
            e = drug()
            r = blank(g, e, KEEP)
            r["local_name"] = edited(g, e.name, edits)
            asked.append(Question("names with %s" % ("an edit" if edits == 1 else "two edits"), e, r, edits))
        for _ in range(count // 2):
            e = g.service()
            r = blank(g, e, [])
            r["local_name"] = edited(g, e.name, edits)
            asked.append(Question("only a name, %s" % ("an edit" if edits == 1 else "two edits"), e, r, edits))
    for _ in range(count):
        e = drug()
        e.brand = e.brand or g.brand()
        r = blank(g, e, KEEP)
        r["local_name"] = e.brand
        asked.append(Question("brand names", e, r))
    for _ in range(count):
        e = drug(want=lambda d: (d[0] in SALTS[0]) != (d[2] in ("钠", "钾")))
        r = blank(g, e, KEEP)
        r["local_name"] = FORMS[e.letter][1].format(e.base)
        asked.append(Question("names without their salt", e, r))
    for _ in range(count):
        e = drug()
        r = blank(g, e, ["spec", "pack", "manufacturer"])
        r["local_name"] = edited(g, e.name, 1)
        r["spec"], r["pack"], _ = g.spelled(e, e.amount, "A" if e.amount.kind == "herb" else g.rng.choice("ABD"))
        r["manufacturer"] = e.maker.ways(rng)[0]
        asked.append(Question("an edit, no form, all spelled otherwise", e, r, 1))
    for _ in range(count // 2):
        e = drug()
        e.brand = e.brand or g.brand()
        r = blank(g, e, [])
        r["local_name"] = e.brand + rng.choice(["", "片", "(" + e.name + ")"])
        asked.append(Question("only a brand name", e, r))
    for _ in range(count):
        e = drug(letters="TFCDEQG") if rng.random() < 0.6 else g.patent_drug(plain=True, letters="TCGLW")
        r = blank(g, e, KEEP + ["approval_no", "standard_code", "generic_name"])
        r["spec"], r["pack"], _ = g.spelled(e, e.amount, "A", spell=False)
        other = rng.random()
        if other < 0.5:        # one field is another item's: never safe
            field = rng.choice(["approval_no", "manufacturer", "pack"])
            r[field] = {"approval_no": "国药准字" + g.approval("H"), "manufacturer": g.other_maker(e.maker).full(), "pack": "%d%s/%s" % (e.q + 7, e.d, e.p)}[field]
        asked.append(Question("every field" if other >= 0.5 else "every field, one of them wrong", e, r))
    for edits in (1, 2):
        for _ in range(count // 2):
            e = drug()
            r = blank(g, e, [])
            r["local_name"] = edited(g, e.name, edits)
            asked.append(Question("only a name of a drug, %s" % ("an edit" if edits == 1 else "two edits"), e, r, edits))
    return asked


def unclear(q, names):
    """A name alone that another name of the catalog is as near to asks for something else."""
    if len(q.entry.name) < 2 + q.edits * 2:
        return True        # too little is left of it
    return q.kind.startswith("only a name") and any(n != q.entry.name and distance(q.row["local_name"], n, q.edits) <= q.edits for n in names)


def measure(duima, folder, g, asked, show):
    """[(name, right, asked, goal)], or nothing where there is no suggest."""
    if not duima.has("suggest", "--top"):
        return []
    names = {e.name for e in g.all if NOW in e.versions} | {e.generic for e in g.all if e.generic}
    asked = [q for q in asked if not unclear(q, names)]
    path = os.path.join(folder, "questions.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(COLUMNS)
        for q in asked:
            writer.writerow([q.row[c] for c in COLUMNS])
    out = duima.run("suggest", "--catalog", "430000", "--as-of", "2026-11-21", "--top", "5", "--format", "ndjson", path)
    answers, by_code = {}, {e.code: e.name for e in g.all}
    for line in out.splitlines():
        answer = json.loads(line)
        answers[answer["local_code"]] = answer.get("candidates", [])
    first, five, total, wrong = (collections.Counter() for _ in range(4))
    sure = sure_right = safe = safe_right = 0
    for q in asked:
        codes = [s["catalog_code"] for s in answers.get(q.row["local_code"], [])]
        if q.kind.startswith("only a name of a drug"):        # many makers have it: each of its entries is right
            codes = [q.entry.code if by_code.get(c) == q.entry.name else c for c in codes]
        total[q.kind] += 1
        first[q.kind] += codes[:1] == [q.entry.code]
        five[q.kind] += q.entry.code in codes[:5]
        for s in answers.get(q.row["local_code"], []):
            right = s["catalog_code"] == q.entry.code or q.kind.startswith("only a name of a drug") and by_code.get(s["catalog_code"]) == q.entry.name
            if s["score"] >= CALIBRATED / 1000:
                sure, sure_right = sure + 1, sure_right + right
            if s.get("safe"):
                safe, safe_right = safe + 1, safe_right + (right and not q.kind.endswith("wrong"))
        if codes[:1] != [q.entry.code]:
            wrong[q.kind] += 1
            if wrong[q.kind] <= show:
                print("== suggest, %s: %s" % (q.kind, "; ".join("%s=%s" % (c, v) for c, v in q.row.items() if v and c not in ("pay_class", "in_use"))))
                print("   entry %s %s %s %s %s" % (q.entry.code, q.entry.name, q.entry.spec, q.entry.pack, q.entry.maker.full() if q.entry.maker else ""))
                for s in answers.get(q.row["local_code"], []):
                    print("   %s" % json.dumps(s, ensure_ascii=False))
    lines = []
    for where, counter, goal in (("suggest right at 1", first, GOALS[0]), ("suggest right at 5", five, GOALS[1])):
        lines.append((where, sum(counter.values()), sum(total.values()), goal))
        lines += [("  " + kind, counter[kind], total[kind], goal) for kind in total]
    lines.append(("suggest of a score >= 0.95 right", sure_right, sure, 0.95))
    lines.append(("suggest called safe right", safe_right, safe, 1.0))
    return lines
