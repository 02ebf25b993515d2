# What deploy/run and deploy/test share. To be sourced; `top` is the checkout.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive

say() { printf '\n== %s\n' "$*"; }
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
