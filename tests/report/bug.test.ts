import { describe, expect, it } from 'vitest';
import { bugBanner } from '../../src/report/bug.ts';
import { digest } from './sample.ts';

const context = { tool: { name: 'listbridge', version: '0.1.0' }, command: 'merge', node: 'v20.20.2' };

/** An error as a run of the installed tool would throw it. */
function thrown(error: Error, ...frames: string[]): Error {
  error.stack = `${error.name}: ${error.message}\n${frames.map((frame) => `    at ${frame}`).join('\n')}`;
  return error;
}

describe('the banner of a bug', () => {
  it('names the class and the frames, inside the program only', () => {
    const error = thrown(
      new TypeError(`cannot read ${digest(1)}`),
      'readDecorated (file:///home/someone/lib/node_modules/listbridge/dist/formats/plain-digests.js:120:9)',
      'async Object.run (file:///home/someone/src/listbridge/dist/pipeline/run.js:10:5)',
      'async file:///home/someone/listbridge/bin/listbridge.js:3:1',
      'C:\\Users\\someone\\listbridge\\dist\\cli.js:3:1',
      'node:internal/process/task_queues:95:5',
      'new Promise (<anonymous>)',
    );
    expect(bugBanner(error, context)).toBe(
      [
        'internal error in listbridge 0.1.0, merge, Node v20.20.2',
        '  TypeError',
        '    at readDecorated (node_modules/listbridge/dist/formats/plain-digests.js:120:9)',
        '    at Object.run (dist/pipeline/run.js:10:5)',
        '    at (bin/listbridge.js:3:1)',
        '    at (dist/cli.js:3:1)',
        '    at (node:internal/process/task_queues:95:5)',
        'This is a fault of the tool, not of the list.',
        'Please report it with the lines above, which hold no list values: see CONTRIBUTING.md.',
        '',
      ].join('\n'),
    );
  });

  it('holds no message, however it is dressed up', () => {
    const secret = 'sentinel.example.com';
    const cause = Object.assign(new Error(`inner ${secret}`), { code: `E ${secret}` });
    const error = new Error(`${secret}\n    at ${secret} (/x/${secret}.js:1:2)\n    at /dist/${secret}:1:1`, { cause });
    error.name = secret;
    expect(bugBanner(error, { ...context, command: secret })).not.toContain('sentinel');
    for (const odd of [secret, { secret }, null, undefined, Symbol(secret), 7n]) {
      expect(bugBanner(odd, context)).not.toContain('sentinel');
    }
    expect(bugBanner(secret, context)).toContain('\n  a thrown string\n');
  });

  it('shows real frames and causes, and ends on a ring of them', () => {
    const inner = Object.assign(new RangeError('x'), { code: 'ERR_OUT_OF_RANGE' });
    const outer = new Error('y', { cause: inner });
    inner.cause = outer;
    const banner = bugBanner(outer, context);
    expect(banner).toMatch(/\n {2}Error\n {4}at .*tests\/report\/bug\.test\.ts:\d+:\d+\)\n/u);
    expect(banner).toContain('\n  caused by RangeError [ERR_OUT_OF_RANGE]\n');
    expect(banner.match(/caused by/gu)).toHaveLength(1);
  });
});
