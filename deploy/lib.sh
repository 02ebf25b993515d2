# What deploy/run and deploy/test share. To be sourced; `top` is the checkout.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive
# npm trusts what the machine trusts, also behind a proxy that looks into TLS.
export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}

# Each step says when it began, in minutes and seconds.
say() { printf '\n== %s  [%d:%02d]\n' "$*" $((SECONDS / 60)) $((SECONDS % 60)); }
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# missing_packages SECTION...: those of deploy/packages.txt that are not here.
missing_packages() {
  local section='' line name thing wanted=" $* "
  while read -r line; do
    line=${line%%#*} line=${line//[[:space:]]/}
    case $line in
      '') ;;
      '['*) section=${line//[\[\]]/} ;;
      *)
        [[ $wanted == *" $section "* ]] || continue
        name=${line%%=*} thing=${line#*=}
        [[ $line == *=* ]] && [[ -e $thing || -n $(command -v "$thing") ]] && continue
        [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == *' installed' ]] || echo "$name"
        ;;
    esac
  done <"$top/deploy/packages.txt"
}

# install_packages SECTION...: asks apt only for what is missing, and nothing when all is here.
install_packages() {
  local missing root=()
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || fail "not root and no sudo; as root: apt-get install ${missing[*]}"
    root=(sudo --preserve-env=DEBIAN_FRONTEND)
  fi
  # The lists are fetched only when apt does not know a package or no longer finds its file.
  "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null 2>&1 && return 0
  "${root[@]}" apt-get update -qq </dev/null
  "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  (
    cd "$top"
    mkdir -p "build/$preset"
    cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || { cat "build/$preset/configure.log"; exit 1; }
    cmake --build --preset "$preset" ${1:+--target "$@"}
  )
}

midstanced=$top/build/release/services/midstanced
midstance=$top/build/release/clients/cli/midstance
checkin=$top/build/release/clients/gateway/midstance-checkin
sample=$top/build/release/clients/story/midstance-sample

# start STATE WORD...: starts the program that says "ready ADDRESS" and returns when it did. The folder STATE keeps its
# process id, its address and its log.
start() {
  local state=$1 word address
  shift
  rm -f "$state/ready"
  mkfifo "$state/ready"
  "$@" >"$state/ready" 2>>"$state/log" </dev/null &
  echo $! >"$state/pid"
  disown $!
  if ! read -r -t 60 word address <"$state/ready" || [[ $word != ready ]]; then
    tail -n 5 "$state/log" >&2
    fail "${1##*/} did not start"
  fi
  echo "$address" >"$state/address"
}

# start_server STATE DATA LISTEN [FLAG...]
start_server() {
  start "$1" "$midstanced" serve --data "$2" --listen "${@:3}"
}

# start_gateway STATE JOIN_FILE LISTEN [FLAG...]
start_gateway() {
  mkdir -p "$1"
  start "$1" "$checkin" serve --join "$2" --listen "${@:3}"
}

# stop STATE [SIGNAL]: returns when the program is gone; nothing when there is none.
stop() {
  local state=$1 signal=${2:-TERM} pid
  [[ -e $state/pid ]] || return 0
  pid=$(<"$state/pid")
  rm -f "$state/pid"
  kill -s "$signal" "$pid" 2>/dev/null || return 0
  timeout 30 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
}
