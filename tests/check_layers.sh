#!/usr/bin/env bash
# Checks every #include of ours against layers.txt. Prints each arrow that is not there; exit 1 if there is any.
set -euo pipefail
cd "$(dirname "$0")/.."

find proto services storage clients tests -name node_modules -prune -o \
    \( -name '*.h' -o -name '*.cc' \) -print | sort |
  xargs awk '
    function begins(text, start) { return substr(text, 1, length(start)) == start }
    function folder(path) { sub(/[^\/]*$/, "", path); return path }

    FILENAME == "tests/layers.txt" {
      if (/^#/ || NF == 0) next
      path = $1; sub(/:$/, "", path)
      for (i = 2; i <= NF; ++i) {
        if (path == "kept") kept[$i] = 1
        else if (begins(path, "@")) group[path] = group[path] " " $i
        else {
          count = split($i in group ? group[$i] : $i, names)
          for (j = 1; j <= count; ++j) { from[++arrows] = path; to[arrows] = names[j] }
        }
      }
      next
    }
    /^#include [<"]/ {
      name = $2; sub(/^"/, "", name); gsub(/[">]/, "", name)
      if (begins(name, "<")) {
        restricted = 0
        for (library in kept) if (begins(name, library)) restricted = 1
        if (!restricted) next
      } else if (folder(FILENAME) == folder(name) || folder(name) == "") next
      for (i = 1; i <= arrows; ++i)
        if (begins(FILENAME, from[i]) && (to[i] == "*" || begins(name, to[i]))) next
      print FILENAME ":" FNR ": may not include " name
      bad = 1
    }
    END { exit bad }
  ' tests/layers.txt
