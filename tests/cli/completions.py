#!/usr/bin/env python3
# tests/cli/completions.py: the completions in the shells themselves: lines are typed into bash, zsh and fish on a terminal of their own, with TAB,
# and what comes of them is looked at. A shell that is not installed is skipped. TAP on standard output.
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

src, program = os.environ['top_srcdir'], os.environ['DUIMA']
scripts = src + '/share/completions'
tests = []


def say(ok, what, detail=''):
    tests.append(ok)
    print(('ok' if ok else 'not ok'), len(tests), '-', what)
    if not ok:
        for line in detail.splitlines():
            print('#', repr(line))
    sys.stdout.flush()


def skip(what, why):
    tests.append(True)
    print('ok', len(tests), '-', what, '# SKIP', why)


class Shell:
    """A shell on a terminal. Every command line ends with an echo of a mark, which is waited for."""

    def __init__(self, argv, folder, start):
        self.n = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            env = dict(os.environ, PATH=folder + '/bin:' + os.environ['PATH'], HOME=folder, TERM='dumb', LC_ALL='C.UTF-8', DUIMA_DB=folder + '/store.db')
            for name in ('LANGUAGE', 'LANG', 'INPUTRC', 'ZDOTDIR'):
                env.pop(name, None)
            os.execvpe(argv[0], argv, env)
        os.set_blocking(self.fd, False)
        for line in start:
            self.line(line)

    def read(self, until, seconds=30):
        text, end = '', time.monotonic() + seconds
        while until not in text and time.monotonic() < end:
            if not select.select([self.fd], [], [], 0.1)[0]:
                continue
            try:
                text += os.read(self.fd, 65536).decode('utf-8', 'replace')
            except OSError:
                break
        return text

    def line(self, typed, pause=''):
        """Types a line, reads what it says. `pause` must appear before the rest is typed."""
        self.n += 1
        text = ''
        parts = typed.split('\0')
        for i, part in enumerate(parts):
            os.write(self.fd, part.encode())
            if i + 1 < len(parts):
                text += self.read(pause)
        os.write(self.fd, f"; echo mark''{self.n}\n".encode())
        return text + self.read(f'mark{self.n}\r')

    def end(self):
        os.write(self.fd, b'exit\n')
        self.read('\0', 2)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def scene():
    folder = os.path.realpath(tempfile.mkdtemp())
    os.mkdir(folder + '/bin')
    os.symlink(program, folder + '/bin/duima')
    open(folder + '/只有一张表.csv', 'w').close()
    env = dict(os.environ, DUIMA_DB=folder + '/store.db', LC_ALL='C', HOME=folder)
    for n in '12':
        subprocess.run([program, 'import', '-q', '--publish', f'{src}/tests/cli/data/catalog-{n}.xml'], env=env, check=True, stdout=subprocess.DEVNULL)
    return folder


# typed (TAB as it is), what must come of it, what it is about
LINES = [
    ('duima expla\tstrength-mis\t', 'D302 strength-mismatch', 'a verb and a rule'),
    ('duima --show-conf\t', 'no file of options', 'an option'),
    ('duima check --fail-on nev\t--show-config', r'fail-on +never +command line', 'a value'),
    ('duima check --fail-on=nev\t--show-config', r'fail-on +never +command line', 'a value behind ='),
    ('duima check --select C,strength-mis\t--show-config', r'select +C,strength-mismatch +command line', 'the last of a list'),
    ('duima export 430000/fac\t', 'region="430000" version="2026.1"', 'a version of the store'),
    ('duima export 430000/drug@2026.2\t', 'region="430000" version="2026.2"', 'a version behind @'),
    ('duima find --catalog=430000/fac\t--show-config', r'catalog +430000/facility +command line', 'a catalog behind ='),
    ('duima check --columns 只\t--show-config', r'columns +只有一张表.csv +command line', 'a file'),
    ('duima check --columns=只\t--show-config', r'columns +只有一张表.csv +command line', 'a file behind ='),
    ('duima check --share-dir bi\t --show-config', r'share-dir +bin/? +command line', 'a folder'),
]


def try_lines(name, shell):
    for typed, wanted, what in LINES:
        said = shell.line(typed)
        say(re.search(wanted, said), f'{name}: {what}', said)


def bash(folder):
    shell = Shell(['bash', '--norc', '--noprofile', '-i'], folder, ["PS1='> '", f'source {scripts}/bash/duima'])
    try_lines('bash', shell)
    shell.end()
    said = subprocess.run(['bash', '--norc', '-c', 'eval "$(duima completions bash)"; complete -p duima'], capture_output=True, text=True,
                          env=dict(os.environ, PATH=folder + '/bin:' + os.environ['PATH'])).stdout
    say('_duima duima' in said, 'bash: duima completions bash', said)


def zsh(folder):
    start = ["PROMPT='> '", f'fpath=({scripts}/zsh $fpath)', "zstyle ':completion:*' insert-tab false", 'autoload -U compinit',
             'compinit -u -d $HOME/dump']
    shell = Shell(['zsh', '-f', '-i', '+o', 'PROMPT_SP'], folder, start)
    try_lines('zsh', shell)
    said = shell.line('duima explain D30\t\0' + '2', 'D308')
    say('the strength differs' in said, 'zsh: descriptions', said)
    shell.end()
    shell = Shell(['zsh', '-f', '-i', '+o', 'PROMPT_SP'], folder, start[2:] + ['source =(duima completions zsh)'])
    said = shell.line(LINES[0][0])
    say(re.search(LINES[0][1], said), 'zsh: duima completions zsh', said)
    shell.end()


def fish(folder):
    env = dict(os.environ, PATH=folder + '/bin:' + os.environ['PATH'], HOME=folder, DUIMA_DB=folder + '/store.db', LC_ALL='C.UTF-8')
    env.pop('XDG_CONFIG_HOME', None)

    def ask(line, source=f'source {scripts}/fish/duima.fish'):
        return subprocess.run(['fish', '--no-config', '-c', f"{source}; complete -C '{line}'"], cwd=folder, env=env, capture_output=True, text=True).stdout

    for line, wanted in (('duima expla', 'explain\tone rule: why it matters, what fires it, what does not'), ('duima check --fail-on nev', 'never'),
                         ('duima check --fail-on=nev', '--fail-on=never'), ('duima check --select C,D302', 'C,D302\tthe strength differs'),
                         ('duima export 430000/drug@2026.2', '430000/drug@2026.2\tpublished 2026-07-01'),
                         ('duima check 只', '只有一张表.csv'), ('duima check --columns=只', '--columns=只有一张表.csv'), ('duima check --share-dir bi', 'bin/')):
        said = ask(line)
        say(any(got == wanted or got.startswith(wanted + '\t') for got in said.splitlines()), f'fish: {line}', said)
    say('只' not in ask('duima explain '), 'fish: no files where none belong')
    say('strength' in ask('duima explain streng', 'duima completions fish | source'), 'fish: duima completions fish')


folder = scene()
try:
    for name, run in (('bash', bash), ('zsh', zsh), ('fish', fish)):
        if shutil.which(name):
            run(folder)
        else:
            skip(name, name + ' is not installed')
finally:
    shutil.rmtree(folder, ignore_errors=True)
print(f'1..{len(tests)}')
sys.exit(0 if all(tests) else 1)
