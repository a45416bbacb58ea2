// The formats, in the order of their ids. Adding one is a file, a line here, and a folder of fixtures.
import { canonical } from './canonical.ts';
import { checksumFile } from './checksum-file.ts';
import { csv } from './csv.ts';
import { domainList } from './domain-list.ts';
import type { Format } from './format.ts';
import { hostsFile } from './hosts-file.ts';
import { ipList } from './ip-list.ts';
import { ipset } from './ipset.ts';
import { jsonLines } from './json-lines.ts';
import { nftables } from './nftables.ts';
import { plainDigests } from './plain-digests.ts';
import { rpzZone } from './rpz-zone.ts';
import { stix21 } from './stix21.ts';
import { urlList } from './url-list.ts';

export const formats = [
  canonical,
  checksumFile,
  csv,
  domainList,
  hostsFile,
  ipList,
  ipset,
  jsonLines,
  nftables,
  plainDigests,
  rpzZone,
  stix21,
  urlList,
] as readonly Format[]; // each knows its own options; the list only hands them through
