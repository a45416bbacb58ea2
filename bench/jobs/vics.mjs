// A Project VIC document of a gigabyte: read, validated and written in canonical form. @streamparser/json only parses, and a
// fifth of it; its ratio is per medium.
import { megabytesPerSecond, memory } from '../budget.mjs';
import { checkMedia, checkPrinted } from '../checks.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { streamParser } from '../peers/stream-parser.mjs';

export const vics = {
  id: 'vics',
  title: 'convert a Project VIC document of 3 M media to canonical',
  lists: ['vics'],
  contenders({ vics: list }, out) {
    const [all, start] = list.paths;
    return [
      {
        id: 'listbridge',
        rows: list.media,
        ...listbridge,
        command: listbridge.command('convert', all, '--to', 'canonical', '-o', out),
        check: () => checkMedia(out, list),
      },
      {
        id: '@streamparser/json, parse only',
        rows: list.head,
        ...streamParser,
        command: streamParser.command(start),
        check: ({ stdout }) => checkPrinted(stdout, { rows: list.head }),
      },
    ];
  },
  budgets: ({ vics: list }) => [megabytesPerSecond(50, list.sizes[0]), memory(200)],
};
