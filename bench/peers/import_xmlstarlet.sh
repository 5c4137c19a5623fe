#!/bin/sh
# What one would type in a shell: xmlstarlet makes lines of the fields, sqlite3 imports them, and an index on the code.
#
#     import_xmlstarlet.sh CATALOG.xml OUT.db
#
# A peer to measure against; xmlstarlet keeps the whole document in memory.
set -eu
command -v xmlstarlet >/dev/null && command -v sqlite3 >/dev/null || exit 77
tab=$(printf '\t')
set -- "$1" "$2" -v @code
for field in @list-type @policy-code @local-code name generic brand form spec pack manufacturer holder approval standard-code category pay-class self-pay unit \
    ceiling restriction note; do
    case $field in @*) set -- "$@" -o "$tab" -v "$field" ;; *) set -- "$@" -o "$tab" -v "string(d:$field)" ;; esac
done
xml=$1 db=$2
shift 2
{
    echo 'CREATE TABLE drug (code, list_type, policy_code, local_code, name, generic, brand, form, spec, pack, manufacturer, holder, approval, standard_code,
        category, pay_class, self_pay, unit, ceiling, restriction, note);'
} | sqlite3 "$db"
xmlstarlet sel -T -N d=urn:duima:catalog:1 -t -m /d:catalog/d:drug "$@" -n "$xml" |
    sqlite3 -cmd '.mode tabs' "$db" '.import /dev/stdin drug'
sqlite3 "$db" 'CREATE UNIQUE INDEX drug_code ON drug (code)'
