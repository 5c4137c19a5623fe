#!/bin/sh
# The check that a bureau's database person writes: both files into PostgreSQL with COPY, and one join.
#
#     check_pg.sh CATALOG.csv TABLE.csv
#
# Measures loading and joining, prints the answer and then the seconds.
set -eu
catalog=$(realpath "$1") table=$(realpath "$2")

# shellcheck source=bench/peers/pg.sh
. "$(dirname "$(realpath "$0")")/pg.sh"

columns=$(head -n 1 "$table" | tr -d '\r' | sed 's/[^,][^,]*/"&" text/g')
sql -c "CREATE TABLE catalog (code text, name text, generic text, form text, spec text, manufacturer text, approval text,
            pay_class text, ceiling numeric)" -c "CREATE TABLE hospital ($columns)"
start=$(date +%s%N)
sql -c "COPY catalog FROM STDIN WITH (FORMAT csv, HEADER)" <"$catalog"
sql -c "COPY hospital FROM STDIN WITH (FORMAT csv, HEADER)" <"$table"
sql -t -A -F ' ' -c "SELECT count(*), count(*) FILTER (WHERE h.\"医保编码\" IS NOT NULL),
        count(*) FILTER (WHERE h.\"医保编码\" IS NOT NULL AND c.code IS NULL),
        count(*) FILTER (WHERE h.\"医保名称\" <> c.name), count(*) FILTER (WHERE h.\"剂型\" <> c.form)
    FROM hospital h LEFT JOIN catalog c ON c.code = h.\"医保编码\""
ms=$((($(date +%s%N) - start) / 1000000))
printf '%d.%03d\n' $((ms / 1000)) $((ms % 1000))
