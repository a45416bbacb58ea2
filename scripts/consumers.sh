#!/usr/bin/env bash
# Installs the resolvers, proxies and packet filters that tests/consumers/ asks whether they obey our lists, and the browser
# that it looks at reports with.
# Debian packages only; nothing is started, now or at boot; quick when all are there.
#   scripts/consumers.sh           install what is missing (needs root)
#   scripts/consumers.sh --list    print the packages, a line each
#   scripts/consumers.sh --missing print those that are not installed
set -euo pipefail

packages=(
  bind9 bind9-utils bind9-dnsutils # named, named-checkzone, dig
  unbound
  dnsmasq-base # the program without the service
  pdns-recursor
  knot-resolver
  luajit # luajit reads what kresd would, without starting it
  squid-openssl               # plain squid does not know ssl::server_name
  squidguard
  e2guardian
  nginx-light
  haproxy
  nftables
  ipset
  curl openssl iproute2 # what the tests ask them with
  libxml2-utils # xmllint, which checks documents against their schema
  jq # takes JSON apart
  hashdeep
  sleuthkit # hfind
  sqlite3
  yara
  clamav # brings freshclam along, which stays off: it would go to the network
  minisign age
  chromium
  zsh fish mandoc # what completions and the manual page are written for
)

if [[ "${1:-}" == --list ]]; then
  printf '%s\n' "${packages[@]}"
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then exit 0; fi
if [[ "${1:-}" == --missing ]]; then
  printf '%s\n' "${missing[@]}"
  exit 0
fi
printf 'installing %s\n' "${missing[*]}"

# 101 means "not allowed": the package scripts then start no service. What stood here before comes back.
policy=/usr/sbin/policy-rc.d
kept="$(mktemp -d)"
restore() {
  rm -f "$policy"
  if [[ -e "$kept/policy-rc.d" ]]; then mv "$kept/policy-rc.d" "$policy"; fi
  rm -rf "$kept"
}
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [[ -e "$policy" ]]; then cp -a "$policy" "$kept/policy-rc.d"; fi
rm -f "$policy"
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null

# The packages also want their services started with the machine.
if [[ -d /run/systemd/system ]]; then
  dpkg -L "${missing[@]}" | sed -n 's|^.*/systemd/system/\([^/]*\.service\)$|\1|p' |
    xargs -r systemctl disable --quiet 2>/dev/null || true
fi
