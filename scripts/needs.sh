# What Candor needs of the machine, and how to get it. Sourced by ./run, ./test and ./dev.

# Prints the directory that holds initdb and postgres: PG_BIN_DIR, else the newest one installed. The
# program looks in the same places (src/base/postgres/binaries.rs).
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

has() { command -v "$1" >/dev/null 2>&1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Whether this script may install packages: only with apt, and only where nobody is asked for a password.
may_install() { has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; }

install() { # packages
  echo "Installing $*" >&2
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    # Else Debian's package makes and starts a server of its own, on port 5432, that nobody asked for.
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Installs packages that we cannot do without, or says how, and stops.
must_install() { # what for, packages
  local what=$1
  shift
  if may_install; then
    install "$@" && return
  fi
  {
    echo "$what is missing. Install it and try again:"
    if has apt-get; then echo "  sudo apt-get install $*"
    elif has dnf; then echo "  sudo dnf install gcc postgresql-server postgresql-contrib"
    elif has brew; then echo "  brew install postgresql@17"
    else echo "  (a C compiler and a PostgreSQL server, version 14 or newer, with its contrib modules)"; fi
  } >&2
  exit 1
}

need_cargo() {
  has cargo || PATH=$PATH:$HOME/.cargo/bin
  has cargo && return
  {
    echo "A Rust toolchain is missing. Install one from https://rustup.rs and try again:"
    echo "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  } >&2
  exit 1
}

# Rust's own linker needs a C compiler, and so does one crate.
need_compiler() { has cc || must_install "A C compiler" gcc libc6-dev; }

need_postgres() { postgres_bin >/dev/null || must_install "A Postgres server" postgresql; }
