#!/usr/bin/env python3
"""tests/cli/stopping.py: signals at many moments of an import; TAP. Whatever the moment, the store is as it was, or has the whole new version;
nothing is left behind, nobody runs on, and the shell sees what it should.

    STOP_POINTS=200 stopping.py      more moments (20)"""
import glob, hashlib, os, shutil, signal, subprocess, sys, tempfile, time

program = os.environ["DUIMA"]
points = int(os.environ.get("STOP_POINTS", "20"))
work = tempfile.mkdtemp(prefix="duima-stopping-")
store = os.path.join(work, "duima.db")
temp = os.path.join(work, "tmp")
os.mkdir(temp)
env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "DUIMA_DB"))}
env.update(LC_ALL="C", DUIMA_DB=store, TMPDIR=temp, HOME=work)
number = failed = 0


def result(name, faults):
    global number, failed
    number += 1
    failed += bool(faults)
    print(("not ok" if faults else "ok") + f" {number} - {name}", flush=True)
    for fault in faults:
        print("# " + fault.replace("\n", "\n# "))


def document(version, price, entries=40000):
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<catalog xmlns="urn:duima:catalog:1" region="X" version="{version}">\n'
    entry = '<drug code="D{:08d}"><name>对乙酰氨基酚片</name><manufacturer>某某制药有限公司</manufacturer><ceiling>{}</ceiling></drug>\n'
    return head + "".join(entry.format(i * 7919 % 100000000, price) for i in range(entries)) + "</catalog>\n"


def digest():
    with open(store, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def session(sid):
    """Processes of a session that are still there."""
    there = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path) as f:
                fields = f.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == sid and fields[0] != "Z":
            there.append(path)
    return there


def wait_gone(sid):
    for _ in range(100):  # a child that was just killed may take a moment
        if not session(sid):
            return []
        time.sleep(0.05)
    return session(sid)


def listed():
    return subprocess.run([program, "list"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout


for version, price in ((1, "1.00"), (2, "2.00")):
    path = os.path.join(work, f"{version}.xml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(document(version, price))
subprocess.run([program, "-q", "import", path.replace("2.xml", "1.xml")], env=env, check=True, stdout=subprocess.DEVNULL)
saved = os.path.join(work, "saved")
shutil.copyfile(store, saved)
before, listing = digest(), listed()

began = time.monotonic()
subprocess.run([program, "-q", "import", path], env=env, check=True, stdout=subprocess.DEVNULL)
whole = time.monotonic() - began
complete = listed()
shutil.copyfile(saved, store)
allowed = set(os.listdir(work))

# name, signals, to whom: the program alone, or everybody of its group, as a terminal does it
MANNERS = (("SIGINT", [signal.SIGINT], False), ("SIGTERM", [signal.SIGTERM], False), ("Ctrl-C", [signal.SIGINT], True), ("SIGTERM to all", [signal.SIGTERM], True),
           ("Ctrl-C twice", [signal.SIGINT, signal.SIGINT], True), ("SIGTERM twice at once", [signal.SIGTERM, signal.SIGTERM], False),
           ("SIGHUP", [signal.SIGHUP], False), ("SIGKILL", [signal.SIGKILL], False))
finished = 0
for i in range(points):
    name, signals, group = MANNERS[i % len(MANNERS)]
    moment = whole * ((i * 0.618034) % 1)  # spread evenly, whatever their number
    p = subprocess.Popen([program, "import", path], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(moment)
    twice = name == "Ctrl-C twice"  # by a person, who waits before the second
    for sent, number_of in enumerate(signals):
        time.sleep(0.6 if twice and sent else 0)
        try:
            os.killpg(p.pid, number_of) if group else p.send_signal(number_of)
        except ProcessLookupError:
            pass
    out, said = p.communicate()
    faults = []
    hard = twice or signals[0] == signal.SIGKILL
    if wait_gone(p.pid):
        faults.append(f"still there: {session(p.pid)}")
    if p.returncode == 0:
        finished += 1
        if b"entries: 40000" not in out or listed() != complete:
            faults.append(f"ended well, and the store has\n{listed().decode()}")
    elif p.returncode != -signals[0]:
        faults.append(f"ended with {p.returncode}: {said.decode()}")
    else:
        # a program that was killed may have left a journal, which whoever opens the store next undoes
        if hard and listed() not in (listing, complete):
            faults.append("the list shows something else:\n" + listed().decode())
        if digest() != before and not (hard and listed() == complete):
            faults.append("the store has changed")
        # at the very beginning the program has not said yet what it does with a signal
        if not hard and said != b"duima: stopped; nothing was changed\n" and said != b"":
            faults.append("it said: " + said.decode())
    if hard and p.returncode != 0:  # a journal in which nothing stood yet may be there; the next import is none the worse for it
        again = subprocess.run([program, "import", path], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if again.returncode != 0 or listed() != complete:
            faults.append("the next import: " + again.stdout.decode())
    left = set(os.listdir(work)) - allowed
    if left or os.listdir(temp):
        faults.append(f"left behind: {left} {os.listdir(temp)}")
    result(f"{name} behind {moment / whole:.0%}", faults)
    shutil.copyfile(saved, store)
# timeout(1) sends its signal to the program and to the group, so twice: that is one stop, with its sentence
faults = []
for i in range(10):
    p = subprocess.Popen([program, "import", "-"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    p.stdin.write(document(2, "2.00", 100).encode()[:4000])
    p.stdin.flush()
    time.sleep(0.5)
    p.send_signal(signal.SIGTERM)
    p.send_signal(signal.SIGTERM)
    said = p.stderr.read()
    p.wait()
    if p.returncode != -signal.SIGTERM or said != b"duima: stopped; nothing was changed\n" or digest() != before:
        faults.append(f"ended with {p.returncode}: {said.decode()}")
result("two signals at once are one stop", faults)
print(f"# {points} moments, of which {finished} were too late")
shutil.rmtree(work)
print(f"1..{number}")
sys.exit(failed > 0)
