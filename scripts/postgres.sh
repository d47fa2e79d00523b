# Where Postgres is. Sourced by ./run, ./test and ./dev; the program looks in the same places
# (src/base/postgres/binaries.rs).

# Prints the directory that holds initdb and postgres: PG_BIN_DIR, else the newest one installed.
postgres_bin() {
  local dir
  while read -r dir; do
    if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
      printf '%s\n' "$dir"
      return 0
    fi
  done < <(
    printf '%s\n' "${PG_BIN_DIR:-}"
    ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
      /usr/local/opt/postgresql@*/bin 2>/dev/null | sort -Vr
    dirname "$(readlink -f "$(command -v postgres)" 2>/dev/null)" 2>/dev/null
  )
  return 1
}
