#!/usr/bin/env bash
# check_rows.sh BUILD [--update]: a test that ctest lists names every row of rows.txt, and ROWS.md says which. Fails when
# a row has none, and when ROWS.md is not what --update would write.
set -euo pipefail
build=$(cd "$1" && pwd)
cd "$(dirname "$0")"
written=$(mktemp)
trap 'rm -f "$written"' EXIT

{
  cat <<'HEAD'
# Clinical rows and their tests

The rows of the clinical tables that the product follows, each with the first test that names it. Written by
`check_rows.sh`, which ctest runs: a row without a test fails it.
HEAD
  ctest --test-dir "$build" -N | sed -n 's/^ *Test *#[0-9]*: //p' | sed 's/ *# GetParam.*//' |
    awk -F'|' '
      NR == FNR { tests[++count] = $0; next }
      /^#/ || NF == 0 { next }
      {
        first = ""; others = 0
        for (i = 1; i <= count; ++i)
          if (tests[i] ~ $4) { if (first == "") first = tests[i]; else ++others }
        if (first == "") { print "no test names \"" $2 "\" of \"" $1 "\": " $4 > "/dev/stderr"; bad = 1; next }
        if ($1 != table) { table = $1; print "\n## " table "\n\n| Row | What | Test |\n|---|---|---|" }
        print "| " $2 " | " $3 " | `" first "`" (others ? ", " others " more" : "") " |"
      }
      END { exit bad }
    ' - rows.txt
} >"$written"

if [[ ${2:-} == --update ]]; then
  cp "$written" ROWS.md
elif ! diff -u ROWS.md "$written" >&2; then
  echo "tests/clinical/ROWS.md is not up to date: tests/clinical/check_rows.sh BUILD --update" >&2
  exit 1
fi
