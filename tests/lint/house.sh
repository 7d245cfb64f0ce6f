#!/bin/sh
# house.sh SOURCE_DIR - the rules of the house that a machine can check. Prints each breach; fails on any.
#
# Rules: who may include what, where SQL may stand, how long files and functions may grow, no mutable
# file-level state, no sleeping tests, every file opens with what it is for.
set -u
cd "$1" || exit 2
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

say() { printf '%s\n' "$*" >>"$breaches"; }

each_source() { find src include -name '*.[ch]' | sort; }

# A layer may include itself and what stands below it (include/nonet/ has one header a module).
allowed_for() {
    case "$1" in
    base) echo "base message" ;;
    text) echo "base message text" ;;
    store) echo "base message store live" ;;
    canvas) echo "base message text store live data template value reader tips canvas group timeline diff amount review" ;;
    workshop) echo "base message text store live data template value reader tips canvas group timeline diff amount review workshop confine invitation" ;;
    exchange) echo "base message text store live data template value reader tips canvas group timeline diff amount review exchange" ;;
    tui | cli) echo "base message text store live data template value reader tips canvas group timeline diff amount review workshop confine invitation exchange tui" ;;
    esac
}

for layer in base text store canvas workshop exchange tui cli; do
    [ -d "src/$layer" ] || continue
    allowed=" $(allowed_for "$layer") "
    for file in $(find "src/$layer" -name '*.[ch]' | sort); do
        for header in $(sed -n 's,^#include "nonet/\([a-z_]*\)\.h".*,\1,p' "$file"); do
            case "$allowed" in
            *" $header "*) ;;
            *) say "$file: src/$layer may not include nonet/$header.h" ;;
            esac
        done
        if grep -nE '^#include "(\.\./|src/)' "$file" >/dev/null; then
            say "$file: includes another folder's private header"
        fi
    done
done

# Views know no terminal: they are driven by tests in memory.
grep -rl '^#include "terminal/' src/tui | grep -v '^src/tui/loop\.c$' | while read -r file; do
    say "$file: only the loop knows src/tui/terminal"
done

# One library, one place.
restrict() { # header regex, allowed files regex, what it is
    for file in $(each_source | xargs grep -lE "^#include <($1)>" | grep -vE "$2"); do
        say "$file: $3"
    done
}
restrict 'sqlite3\.h' '^src/store/' "sqlite3.h belongs to src/store"
restrict '(n?curses|term|ncursesw/.*)\.h' '^src/tui/(terminal/[a-z_]*|screen|theme)\.c$' \
    "curses belongs to src/tui/terminal, screen.c and theme.c"
restrict 'uni(str|gbrk|width|ctype|norm|case|lbrk|wbrk|stdio|types|name|conv)\.h' '^src/text/' "libunistring belongs to src/text"
restrict 'jansson\.h' '^src/(exchange/|cli/)' "jansson belongs to exchange and the command line"
restrict '(cairo|pango).*\.h' '^src/exchange/poster/picture\.c$' \
    "cairo and pango belong to src/exchange/poster/picture.c"

# SQL only in the store and in *_sql.c of the canvas and the workshop.
for file in $(each_source | grep -vE '^src/store/|^src/(canvas|workshop)/([a-z]*/)?[a-z_]*_sql\.c$'); do
    grep -nE '"[^"]*(SELECT [a-z*(]|INSERT (OR [A-Z]+ )?INTO |UPDATE [a-z_]+ SET |DELETE FROM |CREATE (TABLE|INDEX)|BEGIN IMMEDIATE|PRAGMA )' \
        "$file" | while IFS=: read -r line rest; do
        say "$file:$line: SQL outside src/store and *_sql.c"
    done
done

# Sizes. A function's body runs from a brace in the first column to the next one.
for file in $(each_source) $(find tests -name '*.[ch]' | sort); do
    lines=$(wc -l <"$file")
    [ "$lines" -le 600 ] || say "$file: $lines lines (at most 600)"
    awk -v file="$file" -v out="$breaches" '
        /^{/ { start = NR }
        /^}/ { if (start && NR - start - 1 > 80)
                   printf "%s:%d: function of %d lines (at most 80)\n", file, start, NR - start - 1 >> out
               start = 0 }' "$file"
    head -n 1 "$file" | grep -q '^/\*' || say "$file: opens without saying what it is for"
done

# No mutable state outside functions, but for the places where the system leaves no other way.
for file in $(each_source | grep '\.c$' | grep -vE '^src/(tui/terminal/(terminal_signals|ncurses_output)|store/forget)\.c$'); do
    awk -v file="$file" -v out="$breaches" '
        /^static / && !/[(]/ && !/const/ && /[=;]/ { printf "%s:%d: mutable file-level state\n", file, NR >> out }
        /^[ \t]+static / && !/const/ && !/[(]/ { printf "%s:%d: static variable\n", file, NR >> out }' "$file"
done

# Tests wait for a state, never for a time.
grep -rnE '\b(usleep|nanosleep|sleep) ?\(' tests --include='*.c' --include='*.h' | while IFS= read -r line; do
    say "$line: a test that sleeps"
done

# Every command is in the manual, with its name.
if [ -f src/tui/commands.def ] && [ -f data/man/nonet.1 ]; then
    for name in $(sed -n 's/^COMMAND([A-Z0-9_]*, "\([a-z0-9-]*\)".*/\1/p' src/tui/commands.def); do
        case "$name" in block-[2-9]) continue ;; esac
        sed 's/\\-/-/g' data/man/nonet.1 | grep -qw -- "$name" || say "data/man/nonet.1: command “$name” is missing"
    done
fi

# Plain file names: what a test leaves behind by mistake has others.
find . -path ./.git -prune -o -path ./build -prune -o -print | LC_ALL=C grep '[^A-Za-z0-9_./+-]' |
    grep -v '^\./tests/samples/' | while read -r name; do say "$name: a file name of plain letters, please"; done

if [ -s "$breaches" ]; then
    cat "$breaches"
    exit 1
fi
