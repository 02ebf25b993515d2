#!/usr/bin/env bash
# Looks for what never.txt forbids. Prints each place with the reason; exit 1 if there is any.
set -euo pipefail
cd "$(dirname "$0")/.."

bad=0
while IFS= read -r line; do
  [[ -z $line || $line == '#'* ]] && continue
  reason=${line%% | *} allowed=${line##* | } pattern=${line#* | }
  pattern=${pattern% | *}
  read -ra starts <<<"$allowed"
  while IFS= read -r found; do
    for start in "${starts[@]}"; do [[ $found == $start* ]] && continue 2; done
    printf '%s\n    never: %s\n' "$found" "$reason"
    bad=1
  done < <(grep -rnE --include='*.h' --include='*.cc' --include='*.proto' --include=CMakeLists.txt \
    --exclude-dir=node_modules -e "$pattern" CMakeLists.txt proto services storage clients tests || true)
done <tests/never.txt
exit $bad
