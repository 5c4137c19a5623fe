# shellcheck shell=sh
# bench/peers/pg.sh: sourced by those that measure PostgreSQL. Starts a private cluster with a socket in a temporary folder and no port, and takes everything
# away again at the end. sql ARGUMENTS is psql on it. PostgreSQL refuses to run as root: as root, it runs as the user nobody.
bin=$(pg_config --bindir 2>/dev/null || true)
for dir in /usr/lib/postgresql/*/bin; do # Debian keeps the server's programs there
    [ -x "$bin/initdb" ] || bin=$dir
done
[ -x "$bin/initdb" ] || { echo "pg.sh: no PostgreSQL server here" >&2; exit 77; }

home=$(mktemp -d)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown nobody "$home"
    as() { setpriv --reuid=nobody --clear-groups --inh-caps=-all "$@"; }
fi
cd "$home" || exit
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
