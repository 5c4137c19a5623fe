#!/usr/bin/env python3
"""tests/report/check-formats.py FORMAT FILE: is FILE what FORMAT (sarif, junit, gitlab, github) is said to be? Prints what is not; exit 1
then. FORMAT validated: FILE is what sarif-multitool wrote of another file; is there nothing in it but what we choose to do without?

The part of SARIF 2.1.0 that duima writes is held below as a schema of its own: every member that an object may have, those that it must have,
and what they are. What no schema can say (an index that fits its id, fingerprints that are unique) follows it."""
import json
import re
import sys
from urllib.parse import unquote_to_bytes, urlsplit

faults = []


def fault(where, text):
    faults.append(f"{where}: {text}")


# A type is a Python type, a pattern, a set of words, [type] for an array, or the name of an object in OBJECTS. "!" marks what must be there.
HEX64 = re.compile(r"[0-9a-f]{64}")
ANY = object()
OBJECTS = {
    "log": {"$schema!": re.compile(r"https://\S+sarif-schema-2\.1\.0\.json"), "version!": {"2.1.0"}, "runs!": ["run"]},
    "run": {
        "tool!": "tool", "automationDetails": "automation", "columnKind": {"utf16CodeUnits", "unicodeCodePoints"}, "results!": ["result"],
        "artifacts": ["artifact"], "invocations": ["invocation"], "properties": ANY,
    },
    "tool": {"driver!": "driver"},
    "driver": {
        "name!": str, "fullName": str, "version": str, "semanticVersion": re.compile(r"\d+\.\d+\.\d+([-+].*)?"),
        "language": re.compile(r"[a-z]{2}-[A-Z]{2}"), "rules": ["rule"],
    },
    "rule": {
        "id!": re.compile(r"[A-Za-z][A-Za-z0-9-]*"), "name": re.compile(r"([A-Z][a-z0-9]*)+"), "shortDescription": "message",
        "fullDescription": "message", "help": "message", "defaultConfiguration": "configuration",
    },
    "configuration": {"level": {"none", "note", "warning", "error"}, "enabled": bool},
    "message": {"text!": re.compile(r".*\S.*", re.S)},
    "automation": {"id": re.compile(r"(\S+/)+")},
    "result": {
        "ruleId!": str, "ruleIndex": int, "level": {"note", "warning", "error"}, "message!": "message", "locations": ["location"],
        "partialFingerprints": "fingerprints", "baselineState": {"new", "unchanged"}, "suppressions": ["suppression"], "properties": ANY,
    },
    "fingerprints": {"duima/v1!": re.compile(r"[0-9a-f]{16}"), "primaryLocationLineHash!": re.compile(r"[0-9a-f]{16}:[1-9]\d*")},
    "suppression": {"kind!": {"external"}, "status": {"accepted"}, "justification": str, "properties": ANY},
    "location": {"physicalLocation!": "physical"},
    "physical": {"artifactLocation!": "artifactLocation", "region": "region"},
    "artifactLocation": {"uri!": str, "index": int},
    "region": {"startLine!": int},
    "artifact": {
        "location!": "artifactLocation", "length": int, "roles": [{"analysisTarget"}], "mimeType": re.compile(r"\w+/[\w.+-]+"),
        "encoding": re.compile(r"[A-Za-z][A-Za-z0-9-]*"), "hashes": "hashes",
    },
    "hashes": {"sha-256!": HEX64},
    "invocation": {
        "executionSuccessful!": bool, "toolExecutionNotifications": ["notification"], "toolConfigurationNotifications": ["notification"],
    },
    "notification": {"level": {"note", "error"}, "message!": "message", "locations": ["location"], "associatedRule": "reference"},
    "reference": {"id!": str, "index!": int},
    "issue": {
        "description!": re.compile(r".*\S.*", re.S), "check_name!": str, "fingerprint!": re.compile(r"[0-9a-f]{16}(-[1-9]\d*)?"),
        "severity!": {"info", "minor", "major", "critical", "blocker"}, "location!": "issueLocation",
    },
    "issueLocation": {"path!": re.compile(r"(?!\./).+", re.S), "lines!": "lines"},
    "lines": {"begin!": int},
}


def hold(value, kind, where):
    if kind is ANY:
        return
    if isinstance(kind, list):
        if not isinstance(value, list):
            return fault(where, "is no array")
        for i, one in enumerate(value):
            hold(one, kind[0], f"{where}[{i}]")
    elif isinstance(kind, set):
        if value not in kind:
            fault(where, f"{value!r} is none of {sorted(kind)}")
    elif isinstance(kind, re.Pattern):
        if not isinstance(value, str) or not kind.fullmatch(value):
            fault(where, f"{value!r} does not fit {kind.pattern}")
    elif isinstance(kind, str):
        hold_object(value, OBJECTS[kind], where)
    elif type(value) is not kind:
        fault(where, f"{value!r} is no {kind.__name__}")
    elif kind is int and value < 0:
        fault(where, f"{value} is below 0")


def hold_object(value, members, where):
    if not isinstance(value, dict):
        return fault(where, "is no object")
    names = {name.rstrip("!"): kind for name, kind in members.items()}
    for name in members:
        if name.endswith("!") and name[:-1] not in value:
            fault(where, f"lacks {name[:-1]}")
    for name, one in value.items():
        if name not in names:
            fault(where, f"{name} is not known")
        else:
            hold(one, names[name], f"{where}.{name}")


def no_doubles(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        fault("json", f"a member occurs twice: {names}")
    return dict(pairs)


def no_controls(value, where):
    """Texts for people hold no control characters."""
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", value):
        fault(where, f"control characters: {value!r}")


def uri(text, where):
    parts = urlsplit(text)
    if not re.fullmatch(r"[A-Za-z0-9._~%/:-]+", text) or re.search(r"%(?![0-9A-F]{2})", text):
        fault(where, f"{text!r} is not escaped")
    if parts.scheme not in ("", "file") or (parts.scheme == "file" and not parts.path.startswith("/")):
        fault(where, f"{text!r} is no path")
    if not parts.scheme and ":" in text:
        fault(where, f"{text!r} could be read as a scheme")
    return unquote_to_bytes(parts.path)


def sarif(data):
    log = json.loads(data, object_pairs_hook=no_doubles)
    hold(log, "log", "log")
    if faults:
        return
    for n, run in enumerate(log["runs"]):
        rules = run["tool"]["driver"]["rules"]
        ids = [rule["id"] for rule in rules]
        artifacts = [a["location"]["uri"] for a in run["artifacts"]]
        if len(set(ids)) != len(ids):
            fault(f"runs[{n}]", "a rule id occurs twice")
        if len(set(artifacts)) != len(artifacts):
            fault(f"runs[{n}]", "an artifact occurs twice")
        seen = set()
        places = []
        for i, result in enumerate(run["results"]):
            where = f"runs[{n}].results[{i}]"
            if ids[result["ruleIndex"]] != result["ruleId"]:
                fault(where, "ruleIndex is of another rule")
            if run["tool"]["driver"]["rules"][result["ruleIndex"]].get("defaultConfiguration", {}).get("enabled", True) is False:
                fault(where, "of a rule that is turned off")
            no_controls(result["message"]["text"], where)
            key = (result["ruleId"], result["partialFingerprints"]["primaryLocationLineHash"])
            if key in seen:
                fault(where, f"{key} occurred before")
            seen.add(key)
            if len(result.get("locations", [])) != 1:
                fault(where, "GitHub wants a location")
            if ("suppressions" in result) != (result.get("baselineState") == "unchanged") and "baselineState" in result:
                fault(where, "accepted, but not unchanged")
            places += [(where, place) for place in result.get("locations", [])]
        if len({"baselineState" in result for result in run["results"]}) > 1:
            fault(f"runs[{n}]", "some results have a baselineState, others do not")
        invocation = run["invocations"][0]
        unread = invocation.get("toolExecutionNotifications", [])
        if invocation["executionSuccessful"] == bool(unread):
            fault("invocation", "successful, and yet a table could not be read, or the reverse")
        for i, one in enumerate(unread + invocation.get("toolConfigurationNotifications", [])):
            places += [(f"notification {i}", place) for place in one["locations"]]
            if "associatedRule" in one and ids[one["associatedRule"]["index"]] != one["associatedRule"]["id"]:
                fault(f"notification {i}", "its index is of another rule")
        for where, place in places:
            location = place["physicalLocation"]["artifactLocation"]
            uri(location["uri"], where)
            if artifacts[location["index"]] != location["uri"]:
                fault(where, "its index is of another artifact")
            if place["physicalLocation"].get("region", {}).get("startLine", 1) < 1:
                fault(where, "lines count from 1")


def gitlab(data):
    issues = json.loads(data, object_pairs_hook=no_doubles)
    hold(issues, ["issue"], "issues")
    if faults:
        return
    seen = set()
    for i, issue in enumerate(issues):
        key = (issue["check_name"], issue["fingerprint"])
        if key in seen:
            fault(f"issues[{i}]", f"{key} occurred before: GitLab would drop it")
        seen.add(key)
        no_controls(issue["description"], f"issues[{i}]")


def github(data):
    """Read as GitHub's runner reads a log: a command is a line that begins with two colons."""
    for n, line in enumerate(data.split("\n")[:-1], 1):
        no_controls(line, f"line {n}")
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.+)", line)
        if not command:
            if line.startswith("::") or line.startswith("##["):
                fault(f"line {n}", f"another command: {line!r}")
            continue
        properties = dict(part.split("=", 1) for part in command[2].split(","))
        if set(properties) - {"file", "line", "title"} or "title" not in properties:
            fault(f"line {n}", f"properties: {properties}")
        if not re.fullmatch(r"[1-9]\d*", properties.get("line", "1")):
            fault(f"line {n}", "line is no number")
        for text in list(properties.values()) + [command[3]]:
            if re.search(r"%(?!25|0D|0A|3A|2C)", text):
                fault(f"line {n}", f"a per cent sign is not escaped: {text!r}")
    if not data.endswith("\n"):
        fault("end", "no line end")


def junit(data):
    """What tests/report/junit.rng cannot say."""
    import xml.etree.ElementTree as tree

    root = tree.fromstring(data)
    names = set()
    for case in root.iter("testcase"):
        name = (case.get("classname"), case.get("name"))
        if name in names:
            fault("testcase", f"{name} occurred before: GitLab would drop it")
        names.add(name)
    for suite in [root] + list(root):
        for count, path in (("tests", ".//testcase"), ("failures", ".//failure"), ("errors", ".//error"), ("skipped", ".//skipped")):
            if int(suite.get(count)) != len(suite.findall(path)):
                fault(suite.get("name"), f"{count} says {suite.get(count)}, there are {len(suite.findall(path))}")


# SARIF2005: no informationUri, since there is no address yet. SARIF2017: a row of a workbook is no region of a text.
DONE_WITHOUT = {"SARIF2005", "SARIF2017"}


def validated(data):
    for run in json.loads(data)["runs"]:
        for result in run.get("results", []):
            if result.get("level", "warning") == "error" or result["ruleId"] not in DONE_WITHOUT:
                fault(result["ruleId"], json.dumps(result["message"], ensure_ascii=False))


with open(sys.argv[2], "rb") as file:
    text = file.read().decode("utf-8-sig" if sys.argv[1] == "validated" else "utf-8")
{"sarif": sarif, "junit": junit, "gitlab": gitlab, "github": github, "validated": validated}[sys.argv[1]](text)
for line in faults[:20]:
    print(line)
sys.exit(1 if faults else 0)
