// The program as a whole: what needs no list. Command lines with lists are in fixtures/cases.
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { main, verbs } from '../src/cli.ts';
import { optionNames } from '../src/commands/shared/format-choice.ts';
import { formats } from '../src/formats/index.ts';
import { tool } from '../src/tool.ts';
import { fakeHost } from './support/host.ts';

const told = async (...argv: string[]) => {
  const host = fakeHost();
  const exit = await main(argv, host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
};

describe('the program', () => {
  it('names the formats that can send clients to a stop page, before any input is opened', async () => {
    const { exit, err } = await told('convert', 'missing', '--to', 'url-list', '--stop-page', 'stop.example.net');
    expect(exit).toBe(2);
    const able = formats.filter((format) => optionNames(format).includes('stop-page')).map(({ id }) => id);
    expect(able).toEqual(expect.arrayContaining(['hosts-file', 'rpz-zone']));
    expect(err).toContain(`url-list cannot send clients to a page; ${able.join(', ')} can`);
  });

  it.each(Object.entries(verbs))('summarises %s as the command itself does', async (name, verb) => {
    const { name: own, summary } = await verb.load();
    expect([own, summary]).toEqual([name, verb.summary]);
  });

  it('knows its version, and it is that of the package', async () => {
    expect(tool.version).toBe(manifest.version);
    expect(await told('--version')).toEqual({ exit: 0, out: `${tool.version}\n`, err: '' });
  });

  it('shows the commands when called with nothing, and with help', async () => {
    const { exit, out } = await told();
    expect(exit).toBe(0);
    for (const [name, { isOfRegistry }] of Object.entries(verbs)) {
      expect(out).toMatch(isOfRegistry ? new RegExp(`\\n  lists over time: .*\\b${name}\\b`, 'u') : `\n  ${name}`);
    }
    // The smallest terminal has 24 lines, one of them for the prompt.
    expect(out.split('\n').length).toBeLessThan(24);
    expect(await told('help')).toEqual({ exit: 0, out, err: '' });
  });

  it.each(Object.keys(verbs))('helps with %s, examples first', async (name) => {
    const { exit, out } = await told('help', name);
    expect(exit).toBe(0);
    expect(out.indexOf(`listbridge ${name} `)).toBeGreaterThan(0);
    expect(out.indexOf(`listbridge ${name} `)).toBeLessThan(out.indexOf('Usage:'));
    expect((await told(name, '--help')).out).toBe(out);
  });

  it('shows what a command does nothing without, and says what is missing', async () => {
    const { out } = await told('help', 'rollback');
    expect(out).toContain(
      'Usage: listbridge rollback --at <date|edition> --as <name@organisation/country> [options] <list>',
    );
    const { exit, err } = await told('rollback', 'acme', '--at', '3');
    expect(exit).toBe(2);
    expect(err).toContain('--as: missing; give --as <name@organisation/country>');
  });

  it('suggests the command that was meant', async () => {
    const { exit, err } = await told('validat');
    expect(exit).toBe(2);
    expect(err).toContain('did you mean validate?');
  });
});
