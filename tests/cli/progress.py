#!/usr/bin/env python3
"""tests/cli/progress.py: the line that tells how far an import is, on a pseudo-terminal; TAP. No time is asserted, only that what is
drawn fits, is taken away before anything else is written, and is not there where it should not be."""
import fcntl, gzip, hashlib, os, pty, re, signal, struct, subprocess, sys, tempfile, termios, time, unicodedata, zipfile

program = os.environ["DUIMA"]
work = tempfile.mkdtemp(prefix="duima-progress-")
number = failed = 0


def result(name, good, more=""):
    global number, failed
    number += 1
    failed += not good
    print(("ok" if good else "not ok") + f" {number} - {name}", flush=True)
    for line in more.splitlines() if not good else ():
        print("# " + line)


def document(entries, note=lambda i: ""):
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<catalog xmlns="urn:duima:catalog:1" region="430000" version="1">\n'
    entry = '<drug code="X{:09d}"><name>对乙酰氨基酚片</name><form>片剂</form><spec>0.5g</spec><manufacturer>某某制药有限公司</manufacturer>{}</drug>\n'
    return (head + "".join(entry.format(i, note(i)) for i in range(entries)) + "</catalog>\n").encode()


def environment(**more):
    env = {k: v for k, v in os.environ.items() if not re.match(r"LC_|LANG|COLUMNS|TERM|NO_COLOR|DUIMA_DB", k)}
    env.update({"LC_ALL": "C", "TERM": "xterm", "NO_COLOR": "1", "HOME": work, "DUIMA_DB": os.path.join(work, "duima.db")}, **more)
    return {k: v for k, v in env.items() if v}


def run(arguments, columns=80, feed=None, env=None, then=None):
    """Runs duima with a terminal as standard error; what it wrote there, on standard output, and how it ended. `feed` is written to its
    standard input slowly; `then` is called with the process a moment after its start."""
    if os.path.exists(os.path.join(work, "duima.db")):
        os.unlink(os.path.join(work, "duima.db"))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with open(os.path.join(work, "out"), "wb") as out:
        p = subprocess.Popen([program] + arguments, stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=out, stderr=slave,
                             env=env or environment())
    os.close(slave)
    if os.fork() == 0:  # what feeds it, and what is done to it
        try:
            if then:
                then(p.pid, master)
            for at in range(0, len(feed or b""), 1 << 20):
                p.stdin.write(feed[at:at + (1 << 20)])
                p.stdin.flush()
                time.sleep(0.15)
        except (BrokenPipeError, ProcessLookupError):
            pass
        os._exit(0)
    if feed:
        p.stdin.close()
    seen = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    status = p.wait()
    os.wait()
    return seen.decode().replace("\r\n", "\n"), open(os.path.join(work, "out"), encoding="utf-8").read(), status


def lines_of(seen):
    """What was drawn, each without its escape sequences."""
    return [m.group(1) for m in re.finditer("\r([^\r\n\033]+)\033\\[K", seen)]


def left_over(seen):
    """What stands on the screen in the end: a line that was drawn and never taken away shows."""
    screen = []
    for line in seen.split("\n"):
        at = line.rfind("\r\033[K")
        screen.append(line[at + 4:] if at >= 0 else line.split("\r")[-1])
    return "\n".join(screen)


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def halt(pid, master):
    """Gives the clock time to run while the program does not."""
    time.sleep(0.1)
    os.kill(pid, signal.SIGSTOP)
    time.sleep(0.6)
    os.kill(pid, signal.SIGCONT)


big = document(120000)
path = os.path.join(work, "某某省医保药品目录二〇二六年第二版.xml")
open(path, "wb").write(big)

seen, out, status = run(["import", path], then=halt)
drawn = lines_of(seen)
result("a file of known size: a bar", status == 0 and any(re.search(r"\d+% \[#*\.*\] \d+ records", x) for x in drawn), seen)
result("... the result on standard output", out == "430000/drug@1: entries: 120000; the first version; staged\n", out)
result("... and nothing of it is left", left_over(seen) == "duima: what was staged is not in force yet; to put it in force: duima publish 430000@1\n",
       repr(left_over(seen)))

for columns in 30, 47, 100:
    seen, out, status = run(["import", path], columns=columns, then=halt)
    wide = [x for x in lines_of(seen) if width(x) >= columns]
    result(f"{columns} columns: it fits", lines_of(seen) and not wide, "\n".join(wide))

seen, out, status = run(["--lang", "zh", "import", path], then=halt, env=environment(LC_ALL="C.UTF-8"))
result("in Chinese", status == 0 and any(re.search(r"\d+ 条记录", x) for x in lines_of(seen)), seen)

seen, out, status = run(["import", "-"], feed=big)
drawn = lines_of(seen)
result("standard input: bytes and records, no share", status == 0 and drawn and any(re.search(r"standard input: .*B.*\d+ records", x) for x in drawn), seen)
reading = [x for x in drawn if "storing" not in x and "sorting" not in x]
result("... no percent sign while it is read", not any("%" in x for x in reading), "\n".join(reading))

# packed: what of the file was read, not what came out of it. Notes that hardly pack, so that there are many pieces of it; the records tell how far
# it really is, since all entries are as long.
count = 120000
noted = document(count, lambda i: "<note>" + hashlib.sha256(str(i).encode()).hexdigest() + "</note>")
packed = os.path.join(work, "packed.xml.gz")
open(packed, "wb").write(gzip.compress(noted, 1))
zipped = os.path.join(work, "packed.zip")
with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
    z.writestr("packed.xml", noted)
for name, file in (("gzip", packed), ("ZIP", zipped)):
    seen, out, status = run(["import", file], then=halt)
    bars = [re.search(r"packed\S* +(\d+)% \[#*\.*\] (\d+) records", x) for x in lines_of(seen)]
    far = [(int(m.group(1)), int(m.group(2)) * 100 // count) for m in bars if m]
    result(f"{name}: a bar", status == 0 and far, seen)
    result("... of the file's bytes", far and all(abs(share - records) <= 15 for share, records in far), f"{os.path.getsize(file)} of {len(noted)}: {far}")
seen, out, status = run(["import", "-"], feed=open(packed, "rb").read())
figures = [re.match(r"standard input: ([\d.]+) (B|KB|MB)\b", x) for x in lines_of(seen)]
read = [float(m.group(1)) * {"B": 1, "KB": 1e3, "MB": 1e6}[m.group(2)] for m in figures if m]
result("... and from standard input the bytes that came", status == 0 and read and max(read) <= os.path.getsize(packed) * 1.01, f"{os.path.getsize(packed)}: {read}")

unknown = big.replace(b"</catalog>", b"<gadget/></catalog>")
seen, out, status = run(["import", "-"], feed=unknown)
result("it is taken away before a message", status == 0 and "duima: warning: standard input:" in left_over(seen), repr(seen[-600:]))

for name, arguments, env in (("-q", ["-q", "import", "-"], environment()), ("TERM=dumb", ["import", "-"], environment(TERM="dumb")),
                             ("no TERM", ["import", "-"], environment(TERM=""))):
    seen, out, status = run(arguments, feed=big, env=env)
    result(name + ": nothing is drawn", status == 0 and not lines_of(seen) and "\033" not in seen, repr(seen[:300]))

piped = subprocess.run([program, "import", path, "--dry-run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
result("no terminal: nothing is drawn", piped.returncode == 0 and piped.stderr == b"", repr(piped.stderr))


def interrupt(pid, master):
    halt(pid, master)
    os.kill(pid, signal.SIGINT)


seen, out, status = run(["import", path], then=interrupt)
result("Ctrl-C: it is taken away, and one sentence stays", status in (-signal.SIGINT, 0) and
       left_over(seen).splitlines()[0] in ("duima: stopped; nothing was changed",
                                           "duima: what was staged is not in force yet; to put it in force: duima publish 430000@1"), repr(seen[-300:]))

subprocess.run(["rm", "-r", work])
print(f"1..{number}")
sys.exit(failed > 0)
