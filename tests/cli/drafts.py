#!/usr/bin/env python3
"""tests/cli/drafts.py: how many fields of real documents `duima profile new` guesses, held against the profiles that people wrote for them. Prints TAP, and
the table as comments. A field counts where the written profile maps it and the document has a value for it: right (the same field from one of the same
places), wrong (the field from another place), or not guessed. Skipped where the files are absent."""
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SHARED = os.environ.get("DUIMA_SHARED", "") + "/data/"
# profile, file, fields that must be right at least, fields that may be wrong at most
WANTED = [
    ("on-odb", "ontario-odb/data_extract_20080930.xml", 9, 1),
    ("on-odb", "ontario-odb/data_extract_20100422.xml", 9, 1),
    ("on-odb", "ontario-odb/data_extract_20110804.xml", 9, 1),
    ("rs-1632", "rs-samples/sample_1632_three_catalogs.xml", 33, 0),
    ("rs-903", "rs-samples/sample_903_drug_catalog.xml", 11, 0),
    ("rs-904", "rs-samples/sample_904_service_catalog.xml", 9, 0),
    ("uk-dmd-vmp", "uk-dmd/f_vmp2_3010419.xml", 5, 0),
    ("uk-dmd-amp", "uk-dmd/f_amp2_3010419.xml", 4, 0),
    ("uk-dmd-vtm", "uk-dmd/f_vtm2_3010419.xml", 6, 0),
    ("uk-dmd-ingredient", "uk-dmd/f_ingredient2_3010419.xml", 5, 0),
    ("ch-bag", "ch-bag/Preparations.xml", 10, 1),
]
NS = "{urn:duima:profile:1}"


def local(tag):
    return tag.rsplit("}", 1)[-1]


def alternatives(text):
    return ["/".join(part.strip() for part in a.strip().split("/")) for a in text.split("|")]


def fields_of(profile):
    """(record path or "", kind or "", field, parts) -> places"""
    root = ET.parse(profile).getroot()
    out = []

    def add(node, record, kind):
        places = node.get("from")
        if places is None:
            return
        places = alternatives(places)
        if node.get("each"):
            places = [node.get("each") if p == "." else node.get("each") + "/" + p for p in places]
        parts = tuple((k, node.get(k)) for k in ("level", "type", "scheme") if node.get(k))
        out.append((record, kind, local(node.tag), parts, places))
        if local(node.tag) == "pages" and node.get("this"):
            out.append((record, kind, "page", (), [node.get("this")]))

    for node in root:
        if local(node.tag) == "catalog":
            for field in node:
                add(field, "", "")
        if local(node.tag) == "record":
            for path in alternatives(node.get("path")):
                for field in node:
                    if local(field.tag) == "kind":
                        for inner in field:
                            add(inner, path, field.get("is"))
                    else:
                        add(field, path, "")
    return out


class Document:
    def __init__(self, file):
        self.root = ET.parse(file).getroot()
        self.above = {child: parent for parent in self.root.iter() for child in parent}

    def has_value(self, record, path):
        """In any record; None: there is no such record."""
        return any(self.value(node, path) for node in (self.root.iterfind(record) if record else [self.root]))

    def value(self, node, path):
        nodes = [node]
        for step in path.split("/"):
            if step == "..":
                nodes = [self.above[n] for n in nodes if n in self.above]
            elif step.startswith("@"):
                return any((n.get(step[1:]) or "").strip() for n in nodes)
            elif step != ".":
                nodes = [c for n in nodes for c in n if local(c.tag) == step]
        return any((n.text or "").strip() for n in nodes)


def judge(written, draft, document):
    right, wrong, missing = [], [], []
    for record, kind, field, parts, places in written:
        filled = [p for p in places if document.has_value(record, p)]
        if not filled:
            continue
        name = (record.rsplit("/", 1)[-1] + " " if record else "") + field + "".join(" " + v for _, v in parts) + (" [%s]" % kind if kind else "")
        same = [d for d in draft if d[0] == record and d[2] == field and d[3] == parts and (not kind or not d[1] or d[1] == kind)]
        if any(p in d[4] for d in same for p in places):
            right.append(name)
        elif same:
            wrong.append(name)
        else:
            missing.append(name)
    return right, wrong, missing


def main():
    duima, src = os.environ["DUIMA"], os.environ["top_srcdir"]
    there = [w for w in WANTED if os.path.exists(SHARED + w[1])]
    if not there:
        print("1..0 # SKIP no documents in DUIMA_SHARED")
        return 0
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for n, (profile, file, least, most) in enumerate(there, 1):
            made = "%s/%d.xml" % (folder, n)
            subprocess.run(duima.split() + ["profile", "new", "-q", "-o", made, SHARED + file], stdout=subprocess.DEVNULL, check=True)
            draft = fields_of(made)
            right, wrong, missing = judge(fields_of("%s/share/profiles/%s.xml" % (src, profile)), draft, Document(SHARED + file))
            tried = subprocess.run(duima.split() + ["profile", "test", "-q", "--profile", made, SHARED + file], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            good = len(right) >= least and len(wrong) <= most and tried.returncode == 0
            bad += not good
            print("%sok %d - %s" % ("" if good else "not ", n, file))
            print("#   right %d, wrong %d, not guessed %d; read by the draft: exit %d" % (len(right), len(wrong), len(missing), tried.returncode))
            for word, names in (("wrong", wrong), ("not guessed", missing)):
                if names:
                    print("#     %s: %s" % (word, ", ".join(names)))
            if tried.returncode:
                print("".join("#   " + line + "\n" for line in tried.stderr.decode().split("\n")[:5]), end="")
    print("1..%d" % len(there))
    return 1 if bad else 0


sys.exit(main())
