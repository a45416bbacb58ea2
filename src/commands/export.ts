// listbridge export: an edition of the registry in any format. The same run as convert, from the registry.
import { formatNamed } from './shared/format-choice.ts';
import { defineListCommand, runOptions } from './shared/list-command.ts';
import { formatByEnding, writingJob } from './shared/list-job.ts';
import { inputOptions, outputOptions, planOptions } from './shared/options.ts';
import { registryOptions } from './shared/registry-options.ts';
import { editionOperand } from './shared/registry-place.ts';
import { atOptions } from './shared/registry-run.ts';

export const exportList = defineListCommand({
  name: 'export',
  summary: 'write an edition of the registry, of any day, in any format',
  operands: [{ usage: '<list>', about: 'the name of the list in the registry' }],
  options: {
    ...registryOptions,
    ...atOptions,
    decryptWith: inputOptions.decryptWith,
    passphraseFile: inputOptions.passphraseFile,
    rejects: inputOptions.rejects,
    ...outputOptions,
    ...planOptions,
    ...runOptions,
    force: outputOptions.force,
  },
  examples: [
    { line: 'export acme --to rpz-zone -o block.rpz', does: 'the live edition, for a name server' },
    { line: 'export acme --at 2026-01-05 -o acme.jsonl', does: 'what was live that day, as it was' },
    { line: 'export iwol --policy iwol --drop review/missing -o live.txt', does: 'only entries with enough reviews' },
  ],
  job([list = ''], options, host, session) {
    const read = {
      ...options,
      from: [],
      fromProfile: [],
      fromOption: [],
      refang: false,
      verifyWith: [],
      signature: [],
    };
    return writingJob([editionOperand(list, options.at)], read, host, session, 'keep', () =>
      options.output === '-' ? formatNamed('canonical') : (formatByEnding(options.output) ?? formatNamed('canonical')),
    );
  },
});
