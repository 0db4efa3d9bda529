#!/bin/sh
# Find what docs/hosting.md tells of, for the tests of `make test-release`, or install it the ordinary way.
missing=""
for pair in nginx:nginx-light caddy:caddy systemd-analyze:systemd bwrap:bubblewrap; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing$missing for the tests of hosting..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null && exit 0
fi
echo "The tests of hosting need$missing (names of Debian and Ubuntu). Install them first." >&2
exit 1
