#!/bin/sh
# Find a Chromium for the browser tests, or install one the ordinary way.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -n "${LEVELKIT_CHROMIUM:-}" ] && [ -x "$LEVELKIT_CHROMIUM" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing chromium for the browser tests..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
cat >&2 <<'TEXT'
The browser tests need Chromium and found none. Install it, for example:
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  macOS:           brew install --cask chromium
or set LEVELKIT_CHROMIUM to the path of a Chromium or Chrome.
TEXT
exit 1
