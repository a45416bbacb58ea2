// The formats, in the order of their ids. Adding one is a file, a line here, and a folder of fixtures.
import { abuseCh } from './abuse-ch.ts';
import { adblock } from './adblock.ts';
import { canonical } from './canonical.ts';
import { caseUco } from './case-uco.ts';
import { checkpointCsv } from './checkpoint-csv.ts';
import { checksumFile } from './checksum-file.ts';
import { ciscoFeed } from './cisco-feed.ts';
import { clamav } from './clamav.ts';
import { clamavGdb } from './clamav-gdb.ts';
import { csv } from './csv.ts';
import { defangedText } from './defanged-text.ts';
import { dfxml } from './dfxml.ts';
import { dnsmasq } from './dnsmasq.ts';
import { domainList } from './domain-list.ts';
import { e2guardianIps } from './e2guardian-ips.ts';
import { e2guardianSites } from './e2guardian-sites.ts';
import { e2guardianUrls } from './e2guardian-urls.ts';
import { encaseHash } from './encase-hash.ts';
import type { Format } from './format.ts';
import { fortigateFeed } from './fortigate-feed.ts';
import { haproxyMap } from './haproxy-map.ts';
import { hashPrefixes } from './hash-prefixes.ts';
import { hashdeep } from './hashdeep.ts';
import { hashkeeper } from './hashkeeper.ts';
import { hostsFile } from './hosts-file.ts';
import { icseCsv } from './icse-csv.ts';
import { ilook } from './ilook.ts';
import { ipList } from './ip-list.ts';
import { ipedCsv } from './iped-csv.ts';
import { ipset } from './ipset.ts';
import { jsonLines } from './json-lines.ts';
import { knotPolicy } from './knot-policy.ts';
import { mispCsv } from './misp-csv.ts';
import { mispEvent } from './misp-event.ts';
import { mispWarninglist } from './misp-warninglist.ts';
import { ncmecXml } from './ncmec-xml.ts';
import { nftables } from './nftables.ts';
import { nginxMap } from './nginx-map.ts';
import { npsHashdb } from './nps-hashdb.ts';
import { nsrlV2 } from './nsrl-v2.ts';
import { nsrlV3 } from './nsrl-v3.ts';
import { nsrlV3Delta } from './nsrl-v3-delta.ts';
import { openioc } from './openioc.ts';
import { openphish } from './openphish.ts';
import { panEdl } from './pan-edl.ts';
import { pdqList } from './pdq-list.ts';
import { phishtankCsv } from './phishtank-csv.ts';
import { phishtankJson } from './phishtank-json.ts';
import { pihole } from './pihole.ts';
import { plainDigests } from './plain-digests.ts';
import { rpzZone } from './rpz-zone.ts';
import { sfv } from './sfv.ts';
import { sleuthkitKdb } from './sleuthkit-kdb.ts';
import { squidDstdomain } from './squid-dstdomain.ts';
import { squidServerName } from './squid-server-name.ts';
import { squidUrlRegex } from './squid-url-regex.ts';
import { squidguardDomains } from './squidguard-domains.ts';
import { squidguardUrls } from './squidguard-urls.ts';
import { stix21 } from './stix21.ts';
import { stopncii } from './stopncii.ts';
import { suricataDataset } from './suricata-dataset.ts';
import { suricataFilehash } from './suricata-filehash.ts';
import { suricataRules } from './suricata-rules.ts';
import { tat } from './tat.ts';
import { threatexchange } from './threatexchange.ts';
import { threatexchangeCache } from './threatexchange-cache.ts';
import { threatfox } from './threatfox.ts';
import { tmk } from './tmk.ts';
import { tskIndex } from './tsk-index.ts';
import { unboundLocalZone } from './unbound-local-zone.ts';
import { urlHashes } from './url-hashes.ts';
import { urlList } from './url-list.ts';
import { urlhaus } from './urlhaus.ts';
import { vics } from './vics.ts';
import { vpdq } from './vpdq.ts';
import { xwaysText } from './xways-text.ts';
import { yara } from './yara.ts';

export const formats = [
  abuseCh,
  adblock,
  canonical,
  caseUco,
  checkpointCsv,
  checksumFile,
  ciscoFeed,
  clamav,
  clamavGdb,
  csv,
  defangedText,
  dfxml,
  dnsmasq,
  domainList,
  e2guardianIps,
  e2guardianSites,
  e2guardianUrls,
  encaseHash,
  fortigateFeed,
  haproxyMap,
  hashPrefixes,
  hashdeep,
  hashkeeper,
  hostsFile,
  icseCsv,
  ilook,
  ipList,
  ipedCsv,
  ipset,
  jsonLines,
  knotPolicy,
  mispCsv,
  mispEvent,
  mispWarninglist,
  ncmecXml,
  nftables,
  nginxMap,
  npsHashdb,
  nsrlV2,
  nsrlV3,
  nsrlV3Delta,
  openioc,
  openphish,
  panEdl,
  pdqList,
  phishtankCsv,
  phishtankJson,
  pihole,
  plainDigests,
  rpzZone,
  sfv,
  sleuthkitKdb,
  squidDstdomain,
  squidServerName,
  squidUrlRegex,
  squidguardDomains,
  squidguardUrls,
  stix21,
  stopncii,
  suricataDataset,
  suricataFilehash,
  suricataRules,
  tat,
  threatexchange,
  threatexchangeCache,
  threatfox,
  tmk,
  tskIndex,
  unboundLocalZone,
  urlHashes,
  urlList,
  urlhaus,
  vics,
  vpdq,
  xwaysText,
  yara,
] as readonly Format[]; // each knows its own options; the list only hands them through
