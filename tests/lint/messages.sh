#!/bin/sh
# messages.sh SOURCE_DIR - every text that a user can meet has its Chinese translation, and none is left over as fuzzy.
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find src include -name '*.[ch]' -o -name '*.def' | sort >"$work/files"
xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --files-from="$work/files" \
    -o "$work/nonet.pot"
msgcmp --use-untranslated data/locale/zh_CN.po "$work/nonet.pot" 2>&1
msgcmp data/locale/zh_CN.po "$work/nonet.pot"
