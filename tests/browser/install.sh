#!/bin/sh
# Sees to it that the browser tests find a Chromium; says nothing when one is there.
set -u

for candidate in "${CHROMIUM:-}" chromium google-chrome; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
        exit 0
    fi
done

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    as_root="nobody"
fi

if [ "$as_root" != nobody ] && command -v apt-get >/dev/null 2>&1; then
    if { $as_root apt-get install -y -q chromium || { $as_root apt-get update -q && $as_root apt-get install -y -q chromium; }; } >/dev/null 2>&1; then
        exit 0
    fi
fi

echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM to the path of one." >&2
exit 1
