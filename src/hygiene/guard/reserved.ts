// Names and addresses that no list may speak for: those of local networks, of the DNS and of protocols, and those that
// stand in documentation. Sources: the IANA registries of special-use names (RFC 6761 and later) and of special-purpose
// addresses (RFC 6890 and later), as of November 2026.

/** Blocking them breaks name resolution or a network at home; all names below share that. */
export const specialNames = [
  'localhost localhost.localdomain localdomain local internal home.arpa arpa',
  // Legacy names of home and office networks (RFC 6762 appendix G).
  'intranet lan home corp private',
].flatMap((line) => line.split(' '));

/** Nobody is there: RFC 2606, 6761. */
export const documentationNames = 'example example.com example.net example.org test invalid'.split(' ');

export const documentationRanges =
  '192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 233.252.0.0/24 2001:db8::/32 3fff::/20'.split(' ');

/** Not `2002::/16` and `2001::/32`: what they carry is somebody's public address. */
export const specialRanges = [
  // This host, private, shared, loopback, link-local, protocols, benchmarks, multicast, reserved.
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16',
  '198.18.0.0/15 224.0.0.0/4 240.0.0.0/4',
  // Unspecified and IPv4-compatible, mapped, NAT64, discard, benchmarks, ORCHID, unique local, link-local, multicast.
  '::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001:2::/48 2001:10::/28 2001:20::/28',
  'fc00::/7 fe80::/10 ff00::/8',
].flatMap((line) => line.split(' '));
