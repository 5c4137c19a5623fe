#!/bin/sh
# The check that a bureau's database person writes: both files into PostgreSQL with COPY, and one join.
#
#     check_pg.sh CATALOG.csv TABLE.csv
#
# Starts a private cluster with a socket in a temporary folder and no port, measures loading and joining, prints the answer and
# then the seconds, and takes everything away again. PostgreSQL refuses to run as root: as root, it runs as the user nobody.
set -eu
catalog=$(realpath "$1") table=$(realpath "$2")

bin=$(pg_config --bindir 2>/dev/null || true)
for dir in /usr/lib/postgresql/*/bin; do # Debian keeps the server's programs there
    [ -x "$bin/initdb" ] || bin=$dir
done
[ -x "$bin/initdb" ] || { echo "check_pg.sh: no PostgreSQL server here" >&2; exit 77; }

home=$(mktemp -d)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown nobody "$home"
    as() { setpriv --reuid=nobody --clear-groups --inh-caps=-all "$@"; }
fi
cd "$home"
finish() {
    as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
    cd /
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM

as "$bin/initdb" -D "$home/data" -E UTF8 --locale=C -A trust -U bench >/dev/null
as "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" -o "-c listen_addresses='' -c unix_socket_directories='$home'" start >/dev/null
sql() { as psql -X -q -v ON_ERROR_STOP=1 -h "$home" -U bench -d postgres "$@"; }

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
