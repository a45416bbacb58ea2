// The jobs, in the order they run. Start-up goes first: its idle memory is what the merge budget subtracts.
import { encase, kdb } from './binary-sets.mjs';
import { dedupe } from './dedupe.mjs';
import { firstRow } from './first-row.mjs';
import { checksums, hashdeepList, nsrl } from './hash-sets.mjs';
import { hostsExact, hostsSubtree } from './hosts.mjs';
import { load } from './load.mjs';
import { merge } from './merge.mjs';
import { ncmec } from './ncmec.mjs';
import { policy } from './policy.mjs';
import { registryExport, registryImport, registryWhy } from './registry.mjs';
import { startup } from './startup.mjs';
import { urls } from './urls.mjs';
import { validate } from './validate.mjs';
import { vics } from './vics.mjs';

export const jobs = [
  startup,
  dedupe,
  firstRow,
  merge,
  validate,
  policy,
  hashdeepList,
  checksums,
  nsrl,
  encase,
  kdb,
  vics,
  ncmec,
  hostsExact,
  hostsSubtree,
  load,
  urls,
  registryImport,
  registryExport,
  registryWhy,
];
