// A million URLs into canonical form. First the form alone, beside `new URL` over the same lines; then the whole tool, which
// reads, checks and canonicalises them, drops those that are there already, and writes the rest. Before the first, unmeasured, every form is held against the one
// the generator knows: a canonicaliser that changes nothing would be the fastest.
import { rowsPerSecond, seconds } from '../budget.mjs';
import { checkLines, checkPrinted } from '../checks.mjs';
import { canonicalUrls } from '../peers/canonical-url.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { newUrl } from '../peers/new-url.mjs';

const FORM = 'listbridge, the form alone';

export const urls = {
  id: 'urls',
  title: 'URLs into canonical form, each once',
  lists: ['urls'],
  contenders({ urls: list }, out) {
    const { rows, canonical, every } = list;
    const [input] = list.paths;
    return [
      {
        id: FORM,
        rows,
        ...canonicalUrls,
        command: canonicalUrls.command(input),
        check: ({ stdout }) => checkPrinted(stdout, { rows }),
        before: {
          command: canonicalUrls.command(input, 'fingerprint'),
          exit: 0,
          check: ({ stdout }) => checkPrinted(stdout, { rows, sum: every.sum }),
        },
      },
      {
        id: 'listbridge',
        rows,
        ...listbridge,
        command: listbridge.command('dedupe', input, '--from', 'url-list', '-o', out),
        check: () => checkLines(out, canonical),
      },
      {
        id: 'new URL',
        rows,
        ...newUrl,
        command: newUrl.command(input),
        check: ({ stdout }) => checkPrinted(stdout, { rows }),
      },
    ];
  },
  budgets: () => [rowsPerSecond(5e5, FORM), seconds(4)],
};
