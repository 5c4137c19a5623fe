#!/bin/sh
# What PostgreSQL needs for the storing alone: fields that something else has read from the XML already, by COPY into one table, and the index on the code.
#
#     import_pg.sh CATALOG.csv
#
# Prints the seconds, without those of starting the server.
set -eu
catalog=$(realpath "$1")
# shellcheck source=bench/peers/pg.sh
. "$(dirname "$(realpath "$0")")/pg.sh"

columns=$(head -n 1 "$catalog" | tr -d '\r' | sed 's/[^,][^,]*/"&" text/g')
sql -c "CREATE TABLE drug ($columns)"
start=$(date +%s%N)
sql -1 -c "COPY drug FROM STDIN WITH (FORMAT csv, HEADER)" -c "CREATE UNIQUE INDEX drug_code ON drug (code)" <"$catalog"
ms=$((($(date +%s%N) - start) / 1000000))
printf '%d.%03d\n' $((ms / 1000)) $((ms % 1000))
