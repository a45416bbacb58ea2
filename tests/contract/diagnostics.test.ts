// The catalogue: every code is reported somewhere, well formed, and sober.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnosticCodes, diagnosticOf } from '../../src/model/diagnostics.ts';
import { lossClasses, lossCode } from '../../src/model/loss.ts';

const src = join(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const text = (file: string): string => readFileSync(join(src, file), 'utf8');
const isGroup = (file: string): boolean => file.includes('model/diagnostics/');
const sources = files
  .filter((file) => !isGroup(file))
  .map(text)
  .join('\n');

describe('the catalogue', () => {
  it('holds no code that nothing reports', () => {
    const losses = new Set<string>(lossClasses.map(lossCode));
    expect(diagnosticCodes.filter((code) => !losses.has(code) && !sources.includes(`'${code}'`))).toEqual([]);
  });

  it('states each code once: of two, the spread would take the later one and say nothing', () => {
    const stated = files.filter(isGroup).flatMap((file) => [...text(file).matchAll(/^ {2}'([^']+)': define\(/gmu)]);
    expect(stated.map(([, code]) => code).toSorted()).toEqual(diagnosticCodes.toSorted());
  });

  it('spells codes as group/words', () => {
    for (const code of diagnosticCodes) expect(code).toMatch(/^[a-z]+\/[a-z]+(-[a-z0-9]+)*$/u);
  });

  it('has a reason and a remedy for each, in whole sentences', () => {
    for (const code of diagnosticCodes) {
      const { why, fix } = diagnosticOf(code);
      expect(why, code).toMatch(/^[A-Z].*[.]$/u);
      expect(fix, code).toMatch(/[.]$/u);
    }
  });

  it('names as sensitive only arguments that its message has', () => {
    for (const code of diagnosticCodes) {
      const { message, sensitive = [] } = diagnosticOf(code);
      expect(message.names, code).toEqual(expect.arrayContaining([...sensitive]));
    }
  });
});
