# What the tests that speak the command line share. Sourced by a test with its arguments, MIDSTANCED MIDSTANCE
# [--update], after it has set `here`, the folder beside whose expected/ it is compared.
set -euo pipefail
midstanced=$(realpath "$1") midstance=$(realpath "$2") update=${3:-}
folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill -KILL "$server" 2>/dev/null; rm -rf "$folder"' EXIT
export LC_ALL=C.UTF-8 NO_COLOR=1
unset TERM COLUMNS MIDSTANCE_FORMAT MIDSTANCE_DEMO_TIME MIDSTANCE_TOKEN
status=0 shown=cat

fail() {
  printf '%s: %s\n' "$(basename "$here")" "$*" >&2
  exit 1
}
wrong() {
  printf '%s: %s\n' "$(basename "$here")" "$*" >&2
  status=1
}

# Which file the words that follow are written to, and in which format data is shown.
chapter() { transcript=$folder/$1.txt format=$2; }
# The first line, whatever the width of what stands below it.
first_words() { head -n 1 "$1" | tr -s ' ' | sed -E 's/^(HOLD|VERSION) [0-9.]+$/\1 .../'; }
# Whose session the next words are of.
as() { export MIDSTANCE_PROFILE=$folder/$1.json; }

# The words as they are shown.
typed() { echo "\$ midstance ${*//"$folder/"/}"; }

# ends_with CODE WORD...: runs the command line and writes down what was said and shown.
ends_with() {
  local wanted=$1 code=0
  shift
  "$midstance" "$@" --format "$format" >"$folder/out" 2>"$folder/err" </dev/null || code=$?
  {
    typed "$@"
    sed 's/^/! /' "$folder/err"
    $shown "$folder/out"
    echo
  } >>"$transcript"
  if [[ $format == json && -s $folder/out ]]; then
    python3 -m json.tool "$folder/out" >/dev/null || wrong "midstance $* shows no JSON"
  fi
  [[ $code == "$wanted" ]] && return
  wrong "midstance $* ends with $code, not $wanted"
  cat "$folder/err" >&2
}
does() { ends_with 0 "$@"; }
# Of what depends on the shipped rules or on the time of day only the first line is compared.
begins() {
  local shown=first_words
  does "$@"
}
mentions() { grep -qF -- "$1" "$folder/out" || wrong "'$1' is not shown"; }
# The name of what was written last, by its collection.
name_of() { grep -oE "patients/[a-z0-9-]+(/cases/[a-z0-9]+)?/$1/[a-z0-9]+" "$folder/out" | head -n 1; }

# begin_clinic TIME [ADMIN]: sets up a clinic with its administrator, ada unless told, and starts its server with a clock that stands at TIME.
begin_clinic() {
  (umask 077 && echo 'a long password for tests' >"$folder/password")
  "$midstanced" init --data "$folder/clinic" --clinic harbour --clinic-name 'Harbour Running Clinic' \
    --admin "${2:-ada}" --admin-password-file "$folder/password" >/dev/null
  local word
  mkfifo "$folder/ready"
  "$midstanced" serve --data "$folder/clinic" --listen 127.0.0.1:0 \
    --demo-clock "$(date -u -d "$1" +%s)000000" >"$folder/ready" 2>"$folder/log" </dev/null &
  server=$!
  read -r -t 60 word address <"$folder/ready" && [[ $word == ready ]] || fail 'the server did not start'
  sed -E "s/(\"address\": \")[^\"]*/\1$address/" "$folder/clinic/join.json" >"$folder/join.json"
}

# stop_server: and it must end in peace.
stop_server() {
  kill "$server"
  wait "$server" || fail "the server ended with $?"
  server=
}

sign_in() {
  as "$1"
  does sign-in --join "$folder/join.json" --user "$1" --password-file "$folder/password"
}

# Ids are numbered as they come, in their own width, by which tables are laid out; the clock of the server stands, so
# that of times only that of `init` differs.
plain() {
  sed -E "s/$address/ADDRESS/g; s/m[cr]l1_[A-Za-z0-9_-]+/TOKEN/g; s#auditEntries/[0-9]+#auditEntries/N#g
    s/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/00000000-0000-0000-0000-000000000000/g; s/(.session.:.)[0-9a-f]{8}\\b/\\1SESSION/; s/[0-9T:-]+\.[0-9]{6}Z/TIME/g
    s/\b[a-f0-9]{64}\b/DIGEST/g; s/rules\[[0-9]+\]/rules[N]/g" |
    perl -pe 's/\b01[0-9a-hjkmnp-tv-z]{24}\b/sprintf "%026d", $number{$&} \/\/= ++$count/ge'
}

# compare CHAPTER...: with what is expected, as `alike` says it; or writes it there. Ends the test.
compare() {
  mkdir -p "$here/expected"
  for name in "$@"; do
    alike <"$folder/$name.txt" >"$folder/plain"
    if [[ $update == --update ]]; then
      cp "$folder/plain" "$here/expected/$name.txt"
    else
      diff -u "$here/expected/$name.txt" "$folder/plain" || status=1
    fi
  done
  exit $status
}
