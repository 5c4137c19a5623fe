#!/bin/sh
# share/ci: the workflows' commands are run in a repository as they describe it, and what they write is held against the formats; the hook is run by
# git. TAP.
# shellcheck disable=SC2154 # make gives top_srcdir
n=0
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/#   /' "$dir/said"; fi; }
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
: >"$dir/said"
ci=$top_srcdir/share/ci
samples=$top_srcdir/share/samples
mkdir "$dir/bin" "$dir/home" || exit 1
ln -s "$DUIMA" "$dir/bin/duima"
unset DUIMA_DB LANGUAGE XDG_CONFIG_HOME XDG_DATA_HOME GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
PATH=$dir/bin:$PATH HOME=$dir/home LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1795219200 # 2026-11-21
GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org GIT_CONFIG_NOSYSTEM=1
export PATH HOME LC_ALL SOURCE_DATE_EPOCH GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_CONFIG_NOSYSTEM
sound='院内编码,院内名称,医保编码,剂型,规格
Y1,对乙酰氨基酚片,XN02BEA012A001010190001,片剂,0.5g×24片/盒
'
wrong='院内编码,院内名称,医保编码,剂型,规格
Y1,对乙酰氨基酚片,XN02BEA012A001010190001,片剂,0.25g×24片/盒
'

# --- the workflows
if command -v shellcheck >/dev/null 2>&1; then
    shellcheck "$ci/pre-commit" >"$dir/said" 2>&1
    say $? "the hook by shellcheck"
else
    skip "the hook by shellcheck" "no shellcheck"
fi

# repository NAME: a folder as the workflows describe it, with the sample catalogs and a table of them
repository() {
    mkdir -p "$dir/$1/catalog" "$dir/$1/tables" && cd "$dir/$1" || exit 1
    cp "$samples"/sample-catalog-*.xml catalog
    cp "$samples/sample-hospital.csv" tables
    printf 'hospital-level = 3\n[check]\nselect = D, P601\n' >.duimarc
}

held() { # held FORMAT FILE
    python3 "$top_srcdir/tests/report/check-formats.py" "$1" "$2" >"$dir/said" 2>&1
    say $? "$3 writes $1"
}

if python3 -c 'import yaml' >/dev/null 2>&1; then
    for file in github.yml gitlab-ci.yml pre-commit-config.yaml; do
        python3 "$top_srcdir/tests/cli/ci-commands.py" "$ci/$file" shape >"$dir/said" 2>&1 && [ ! -s "$dir/said" ]
        say $? "$file has its shape"
    done

    repository github
    python3 "$top_srcdir/tests/cli/ci-commands.py" "$ci/github.yml" commands >"$dir/commands"
    DUIMA_DB=duima.db sh -e "$dir/commands" >"$dir/log" 2>"$dir/said"
    [ $? = 1 ] && grep -q '^::error file=tables/sample-hospital.csv,line=[0-9]*,title=D302 ' "$dir/log"
    say $? "github.yml: findings end the job and stand beside their lines"
    grep -q '430000/drug@2026.2' "$dir/log" 2>>"$dir/said" || grep -q '2026\.2' "$dir/log"
    say $? "github.yml: the catalogs are listed"
    held sarif duima.sarif github.yml
    held junit duima.xml github.yml
    printf '%s' "$sound" >tables/sample-hospital.csv
    rm -f duima.db
    DUIMA_DB=duima.db sh -e "$dir/commands" >"$dir/log" 2>"$dir/said"
    say $? "github.yml: a sound table passes"

    repository gitlab
    python3 "$top_srcdir/tests/cli/ci-commands.py" "$ci/gitlab-ci.yml" commands >"$dir/commands"
    # signed catalogs instead
    (
        cd catalog && printf 'a long password\n' >password && chmod 600 password && DUIMA_DB=bureau.db && export DUIMA_DB &&
            duima import -q --publish sample-catalog-2026.1.xml && duima key new -q bureau.key --password-file password &&
            duima pack -q 430000@2026.1 --first -o 2026.1.pack --key bureau.key --password-file password &&
            rm -f bureau.db bureau.key password sample-catalog-2026.1.xml sample-catalog-2026.2.xml
    ) >"$dir/said" 2>&1
    say $? "a signed catalog"
    DUIMA_DB=duima.db bash -eo pipefail "$dir/commands" >"$dir/log" 2>"$dir/said"
    [ $? = 1 ] && grep -q D302 "$dir/log"
    say $? "gitlab-ci.yml: findings end the job and stand in the log"
    held gitlab gl-code-quality.json gitlab-ci.yml
    held junit duima.xml gitlab-ci.yml
    printf 'x' >>catalog/2026.1.pack
    rm -f duima.db
    DUIMA_DB=duima.db bash -eo pipefail "$dir/commands" >"$dir/log" 2>"$dir/said"
    [ $? = 4 ]
    say $? "gitlab-ci.yml: a changed pack ends the job"
else
    skip "the workflows" "python3 has no yaml"
fi

# --- the hook, by git
DUIMA_DB=$dir/hook.db
export DUIMA_DB
duima import -q --publish "$samples/sample-catalog-2026.1.xml" >"$dir/said" 2>&1
mkdir "$dir/hook" && cd "$dir/hook" || exit 1
git init -q . && cp "$ci/pre-commit" .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit
mkdir -p tables 'tables/药 房' other
commit() { git commit -qm x >"$dir/said" 2>&1; }
refused() { ! commit && grep -q 'nothing was committed' "$dir/said"; }

printf '%s' "$sound" >tables/a.csv
printf '%s' "$wrong" >other/b.csv
git add . && commit
say $? "hook: a sound table is committed, another file is not looked at"
printf '%s' "$wrong" >'tables/药 房/b [1].csv'
git add . && refused && grep -q 'tables/药 房/b \[1\].csv:2' "$dir/said" && grep -q D302 "$dir/said"
say $? "hook: findings refuse the commit, with the names as they are"
(LC_ALL=zh_CN.UTF-8 && export LC_ALL && ! commit) && grep -q '^duima: 未提交' "$dir/said" && grep -q '错误 *D302' "$dir/said"
say $? "hook: in Chinese"
printf '%s' "$sound" >'tables/药 房/b [1].csv'
refused
say $? "hook: what is staged counts, not what lies in the folder"
git add . && commit
say $? "hook: mended, it is committed"
printf '%s\n' "$sound" >tables/a.csv && git add . && printf '%s' "$wrong" >tables/a.csv
commit
say $? "hook: what lies in the folder and is not staged does not count"
[ "$(git status --porcelain --ignored)" = ' M tables/a.csv' ]
say $? "hook: it leaves nothing behind"
printf 'ignore = D\n' >.duimarc && git add tables/a.csv && printf '\n' >>tables/a.csv && commit
say $? "hook: .duimarc is found for what is staged"
rm .duimarc && printf 'ignore = D\n' >'tables/药 房/.duimarc' && printf '%s' "$wrong" >'tables/药 房/b [1].csv' && git checkout -q tables/a.csv &&
    git add 'tables/药 房/b [1].csv' && printf '\n' >>'tables/药 房/b [1].csv' && commit && [ -z "$(find . -name '.duima-staged*')" ]
say $? "hook: and the nearest one"
git config duima.options '--select N' && printf '%s\n' "$wrong" >tables/a.csv && git add tables/a.csv && commit
say $? "hook: duima.options"
git config --unset duima.options && git config duima.tables 'other/*.csv tables/a.csv' && printf '%s\n' "$wrong" >other/b.csv && git add other && refused
say $? "hook: duima.tables"
git config --unset duima.tables && git rm -q --cached other/b.csv && git rm -qf tables/a.csv && commit
say $? "hook: a table that goes is none"
printf '%s' "$sound" >'tables/a"b.csv' && git add . && refused && git reset -q && rm 'tables/a"b.csv'
say $? "hook: a name that it cannot read is said"
mkdir sub && printf '%s' "$wrong" >tables/c.csv && git add tables/c.csv && (cd sub && ! git commit -qm x >"$dir/said" 2>&1)
say $? "hook: from a folder below"
git commit -q --no-verify -m x >"$dir/said" 2>&1
say $? "hook: --no-verify"
printf '%s' "$sound" >tables/c.csv && git add . && ! DUIMA_DB=$dir/none.db git commit -qm x >"$dir/said" 2>&1
say $? "hook: no catalog is said"
mkdir "$dir/bare" && for tool in git sh dirname mktemp rm env; do ln -s "$(command -v $tool)" "$dir/bare/$tool"; done
! PATH=$dir/bare git commit -qm x >"$dir/said" 2>&1 && grep -q 'duima is not here' "$dir/said"
say $? "hook: no duima is said"
cp "$samples/sample-hospital.csv" tables/gbk.csv && git add . && refused && grep -q 'tables/gbk.csv:' "$dir/said"
say $? "hook: a GBK table, byte for byte"

# the same by the framework's entry, as it would call it
if python3 -c 'import yaml' >/dev/null 2>&1; then
    python3 "$top_srcdir/tests/cli/ci-commands.py" "$ci/pre-commit-config.yaml" entry >"$dir/entry"
    entry=$(sed -n 1p "$dir/entry")
    pattern=$(sed -n 2p "$dir/entry")
    printf '%s\n' tables/gbk.csv tables/c.csv known.csv | python3 -c 'import re, sys
print(*[line for line in sys.stdin.read().split() if re.search(sys.argv[1], line)])' "$pattern" >"$dir/files"
    [ "$(cat "$dir/files")" = "tables/gbk.csv tables/c.csv" ]
    say $? "pre-commit-config.yaml takes tables only"
    # shellcheck disable=SC2046 # names without blanks
    $entry $(cat "$dir/files") >"$dir/said" 2>&1
    [ $? = 1 ] && grep -q 'tables/gbk.csv:' "$dir/said"
    say $? "pre-commit-config.yaml: its entry finds"
fi
echo "1..$n"
