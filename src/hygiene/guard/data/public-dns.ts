// Addresses that name resolution of very many people hangs on. Kept by hand: they are few, and change once in years.
// Root servers: IANA, https://www.iana.org/domains/root/servers (b.root as renumbered on 2023-11-27), as of November 2026.
// Resolvers: as each operator publishes its main service (Google Public DNS, Cloudflare 1.1.1.1, Quad9, OpenDNS), as of
// November 2026. Written as networks, because an address is one of a single member.

export const rootServers: string = `
198.41.0.4/32 170.247.170.2/32 192.33.4.12/32 199.7.91.13/32 192.203.230.10/32 192.5.5.241/32 192.112.36.4/32
198.97.190.53/32 192.36.148.17/32 192.58.128.30/32 193.0.14.129/32 199.7.83.42/32 202.12.27.33/32
2001:503:ba3e::2:30/128 2801:1b8:10::b/128 2001:500:2::c/128 2001:500:2d::d/128 2001:500:a8::e/128 2001:500:2f::f/128
2001:500:12::d0d/128 2001:500:1::53/128 2001:7fe::53/128 2001:503:c27::2:30/128 2001:7fd::1/128 2001:500:9f::42/128
2001:dc3::35/128
`;

export const publicResolvers: string = `
8.8.8.8/32 8.8.4.4/32 2001:4860:4860::8888/128 2001:4860:4860::8844/128
1.1.1.1/32 1.0.0.1/32 2606:4700:4700::1111/128 2606:4700:4700::1001/128
9.9.9.9/32 149.112.112.112/32 2620:fe::fe/128 2620:fe::9/128
208.67.222.222/32 208.67.220.220/32 2620:119:35::35/128 2620:119:53::53/128
`;
