#!/bin/sh
# The formats for CI against what the formats are said to be: our own schema of the part we write (check-formats.py), a RELAX NG grammar
# (junit.rng, by xmllint), and Microsoft's validator, which ./bootstrap check fetches with npm. TAP.
# shellcheck disable=SC2154 # make gives top_srcdir and top_builddir
n=0
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/#   /' said; fi; }
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
here=$top_srcdir/tests/report
if ! command -v python3 >/dev/null 2>&1; then
    echo "1..1"
    echo "ok 1 - formats for CI # SKIP no python3"
    exit 0
fi
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
LC_ALL=C.UTF-8 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export LC_ALL DOTNET_SYSTEM_GLOBALIZATION_INVARIANT DOTNET_CLI_TELEMETRY_OPTOUT

# whether addresses can be reached is not asked: no test goes out
cat >validator.xml <<'END'
<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" />
  </Properties>
</Properties>
END
multitool=$top_builddir/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
[ ! -f "$multitool" ] || chmod u+x "$multitool"

multitool() { "$multitool" validate "$1.sarif" -c validator.xml -o "$1.validated" --log ForceOverwrite --rule-kind 'Sarif;Ghas' >said 2>&1; }

# validate NAME: NAME.sarif by Microsoft's validator, with its rules for GitHub too
validate() {
    if [ ! -x "$multitool" ]; then
        skip "$1 by sarif-multitool" "no sarif-multitool: ./bootstrap check fetches it"
        return
    fi
    multitool "$1" && python3 "$here/check-formats.py" validated "$1.validated" >>said 2>&1 # its own exit code says little
    say $? "$1 by sarif-multitool"
}

# grammar NAME: NAME.junit by xmllint
grammar() {
    if ! command -v xmllint >/dev/null 2>&1; then
        skip "$1 by junit.rng" "no xmllint"
        return
    fi
    xmllint --noout --relaxng "$here/junit.rng" "$1.junit" >said 2>&1
    say $? "$1 by junit.rng"
}

# held FORMAT NAME: NAME.FORMAT by our schema
held() {
    python3 "$here/check-formats.py" "$1" "$2.$1" >said 2>&1
    say $? "$2: $1 is what it should be"
}

refused() { # refused FORMAT FILE WHAT: our schema must say no, in words
    python3 "$here/check-formats.py" "$1" "$2" >said 2>&1
    [ $? = 1 ] && [ -s said ] && ! grep -q Traceback said
    say $? "refused: $3"
}

# --- from notes made by hand, with texts that would break a format
if [ -x "$top_builddir/tests/report/test-note-formats" ]; then
    "$top_builddir/tests/report/test-note-formats" "$dir" >said 2>&1
    say $? "notes in every format"
    for format in sarif junit gitlab github; do
        mv $format.out hard.$format
        held $format hard
    done
    grammar hard
    validate hard

    # what is held against can say no
    sed 's/"ruleId":"D302","ruleIndex":0/"ruleId":"D302","ruleIndex":1/' hard.sarif >bad
    refused sarif bad "a rule's index"
    if [ -x "$multitool" ]; then
        sed 's/%20/ /' hard.sarif >wrong.sarif
        multitool wrong
        refused validated wrong.validated "a blank in an address, by sarif-multitool"
    fi
    sed 's/"version":"2.1.0"/"version":"2.1"/' hard.sarif >bad
    refused sarif bad "a version"
    sed 's/"level":"warning","message"/"level":"warn","message"/' hard.sarif >bad
    refused sarif bad "a level"
    sed 's/"startLine":12/"startColumn":12/' hard.sarif >bad
    refused sarif bad "a region without a line"
    sed 's/00000000000000ab:2/00000000000000ab:1/' hard.sarif >bad
    refused sarif bad "a fingerprint that occurs twice"
    sed 's/%20/ /' hard.sarif >bad
    refused sarif bad "a blank in an address"
    sed 's/00000000000000ab-2/00000000000000ab/' hard.gitlab >bad
    refused gitlab bad "a fingerprint that occurs twice"
    sed 's/"severity":"minor"/"severity":"warning"/' hard.gitlab >bad
    refused gitlab bad "a severity"
    sed 's/ (2)"/"/' hard.junit >bad
    refused junit bad "a name that occurs twice"
    sed '2s/tests="[0-9]*"/tests="0"/' hard.junit >bad
    refused junit bad "a wrong count"
    printf '::error file=a,line=1,title=x::a\n::set-env name=x::y\n' >bad
    refused github bad "another command"
    printf '::error file=a,line=1,title=x::50%%\n' >bad
    refused github bad "a bare per cent sign"
else
    skip "notes in every format" "test-note-formats is not built"
fi
# --- the verbs on the samples, and on a table that would break a format
samples=$top_srcdir/share/samples
cp "$samples"/sample-catalog-*.xml "$samples/sample-hospital.csv" .
DUIMA_DB=$dir/store.db SOURCE_DATE_EPOCH=1795219200 HOME=$dir # 2026-11-21
export DUIMA_DB SOURCE_DATE_EPOCH HOME
"$DUIMA" import -q --publish sample-catalog-2026.1.xml >said 2>&1 && "$DUIMA" import -q --publish sample-catalog-2026.2.xml >>said 2>&1
say $? "the catalogs of the samples"
mkdir 'a b,c:d%'
{
    printf '院内编码,院内名称,医保编码,规格\n'
    printf 'Y1::error::x,"对乙酰\r\n::error::氨基酚片",XN02BEA012A001010190001,\033[31m0.25g]]>%%0A\n'
    printf 'Y\0012,\377\376<b>&amp;</b>,XN02BEA012A001010190001,"0.3g\002""quoted"""\n'
    printf 'Y\0012,\377\376<b>&amp;</b>,XN02BEA012A001010190001,"0.3g\002""quoted"""\n'
    printf ',,XN02BEA012A00101019000X,\n'
} >'a b,c:d%/药.csv'

# every VERB ARGUMENT…: the verb in every format at once, in both languages
every() {
    verb=$1
    shift
    for lang in en zh; do
        name=$verb-$lang
        "$DUIMA" "$verb" -q --lang $lang "$@" --format sarif -o "$name.sarif" --format junit -o "$name.junit" --format gitlab -o "$name.gitlab" \
            --format github -o "$name.github" sample-hospital.csv './a b,c:d%/药.csv' >said 2>&1
        [ $? -le 1 ] && [ -s "$name.sarif" ]
        say $? "$name ends as it should"
        for format in sarif junit gitlab github; do
            held $format "$name"
        done
        grammar "$name"
    done
    validate "$verb-zh"
}
every check --hospital-level 3
every suggest
every impact --from 430000@2026.1 --to 430000@2026.2
every coverage --list
echo "1..$n"
