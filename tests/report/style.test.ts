import { describe, expect, it } from 'vitest';
import { colourLevel, plain, styleOf } from '../../src/report/style.ts';

const terminal = { isTTY: true };
const pipe = { isTTY: false };

describe('the colour of a stream', () => {
  it.each([
    ['a terminal', 'auto', {}, terminal, 1],
    ['a pipe', 'auto', {}, pipe, 0],
    ['a dumb terminal', 'auto', { TERM: 'dumb' }, terminal, 0],
    ['NO_COLOR on a terminal', 'auto', { NO_COLOR: '1' }, terminal, 0],
    ['an empty NO_COLOR, which is none', 'auto', { NO_COLOR: '' }, terminal, 1],
    ['NO_COLOR against FORCE_COLOR', 'auto', { NO_COLOR: '1', FORCE_COLOR: '3' }, terminal, 0],
    ['FORCE_COLOR on a pipe', 'auto', { FORCE_COLOR: '1' }, pipe, 1],
    ['FORCE_COLOR against a dumb terminal', 'auto', { FORCE_COLOR: '2', TERM: 'dumb' }, pipe, 1],
    ['FORCE_COLOR=0 on a terminal', 'auto', { FORCE_COLOR: '0' }, terminal, 0],
    ['FORCE_COLOR=false on a terminal', 'auto', { FORCE_COLOR: 'false' }, terminal, 0],
    ['an empty FORCE_COLOR, which is none', 'auto', { FORCE_COLOR: '' }, pipe, 0],
    ['--color always against NO_COLOR', 'always', { NO_COLOR: '1', TERM: 'dumb' }, pipe, 1],
    ['--color never against FORCE_COLOR', 'never', { FORCE_COLOR: '3' }, terminal, 0],
  ] as const)('%s', (_, mode, env, stream, want) => expect(colourLevel(mode, env, stream)).toBe(want));

  it('is told by the level alone, whatever this process runs in', () => {
    expect(plain.severity('error', 'x') + plain.strong('x') + plain.faint('x') + plain.good('x') + plain.bad('x')).toBe(
      'xxxxx',
    );
    expect(styleOf(1).severity('error', 'x')).toBe('\u001b[31m\u001b[1mx\u001b[22m\u001b[39m');
  });
});
