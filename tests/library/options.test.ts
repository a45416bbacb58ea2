// The types of the options against the option tables of the commands: the same names, and values that the tables take.
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { convert as convertCommand } from '../../src/commands/convert.ts';
import { merge as mergeCommand } from '../../src/commands/merge.ts';
import { meanings } from '../../src/commands/shared/meanings.ts';
import type { OptionTable } from '../../src/commands/shared/spec.ts';
import type { validate as validateCommand } from '../../src/commands/validate.ts';
import type { CallOptions, ConvertOptions, MergeOptions, ValidateOptions } from '../../src/index.ts';
import { notForCalls, offered, typedOptions } from '../../src/library/typed.ts';
import type { Failure } from '../../src/model/failure.ts';

type NotForCalls = 'report' | 'color' | 'quiet' | 'config' | 'noConfig';
/** Names of the one and not of the other; never where they are the same. */
type Apart<Options, Table> =
  | Exclude<keyof Options, keyof Table | keyof CallOptions | 'stdout'>
  | Exclude<keyof Table, keyof Options | NotForCalls>;
type Same<Options, Table> = [Apart<Options, Table>] extends [never] ? true : Apart<Options, Table>;

/** What the schema of an option takes. */
type Taken<Table extends OptionTable, Name extends keyof Table> = z.input<Table[Name]['schema']>;

describe('the types of options', () => {
  it('have the names of the tables (this does not compile otherwise)', () => {
    const merge: Same<MergeOptions, typeof mergeCommand.options> = true;
    const convert: Same<ConvertOptions, typeof convertCommand.options> = true;
    const validate: Same<ValidateOptions, typeof validateCommand.options> = true;
    expect([merge, convert, validate]).toEqual([true, true, true]);
  });

  it('have the words that the schemas take (this does not compile otherwise)', () => {
    type Table = typeof mergeCommand.options;
    const link = 'strong' satisfies MergeOptions['link'] as MergeOptions['link'] satisfies Taken<Table, 'link'>;
    const failOn = 'never' as MergeOptions['failOn'] satisfies Taken<Table, 'failOn'>;
    const backLink = 'none' as Taken<Table, 'link'> satisfies MergeOptions['link'];
    const backFailOn = 'info' as Taken<Table, 'failOn'> satisfies MergeOptions['failOn'];
    expect([link, failOn, backLink, backFailOn]).toEqual(['strong', 'never', 'none', 'info']);
  });

  it('leave out what is about reports alone, in the types as when it is called', () => {
    const left: Record<NotForCalls, true> = { report: true, color: true, quiet: true, config: true, noConfig: true };
    expect([...notForCalls].sort()).toEqual(Object.keys(left).sort());
    expect(offered(mergeCommand.options)).not.toContain('report');
  });
});

describe('options of a call', () => {
  const table = mergeCommand.options;
  const meant = (options: MergeOptions): Record<string, unknown> => meanings(table, typedOptions(table, options));

  it('mean what they mean on the command line', () => {
    const asTyped = meanings(table, {
      from: ['acme=csv'],
      fromOption: ['acme:kind=md5', 'scope=exact'],
      toOption: ['delimiter=;'],
      mergePolicy: ['opinions=newest'],
      drop: ['expiry/past'],
      memory: '524288000',
      maxShrink: '7.5',
      maxExamples: '3',
      asOf: '2026-01-31T12:00:00Z',
      sort: true,
    });
    expect(
      meant({
        from: { acme: 'csv' },
        fromOption: { 'acme:kind': 'md5', scope: 'exact' },
        toOption: 'delimiter=;',
        mergePolicy: { opinions: 'newest' },
        drop: 'expiry/past',
        memory: 524_288_000,
        maxShrink: 7.5,
        maxExamples: 3,
        asOf: new Date('2026-01-31T12:00:00Z'),
        sort: true,
      }),
    ).toEqual(asTyped);
    expect(meant({})).toEqual(meanings(table, {}));
  });

  it.each<[string, object, RegExp]>([
    ['a name that nobody knows', { outptu: 'x' }, /^there is no such option; did you mean output\?$/u],
    ['a name of the command line alone', { report: 'json=x' }, /^there is no such option/u],
    ['a list where one is wanted', { output: ['a', 'b'] }, /^expected a text$/u],
    ['a number in a list', { drop: [1] }, /^(?:expected a text|there is no diagnostic code)/u],
    ['a word for a flag', { sort: 'yes' }, /^expected true or false$/u],
    ['no date', { asOf: new Date(Number.NaN) }, /^give a date such as/u],
    ['no size', { memory: -1 }, /^give a size such as/u],
    ['null', { output: null }, /^expected a text$/u],
  ])('refuse %s', (_, options, reason) => {
    const failures: Failure[] = [];
    try {
      meant(options);
    } catch (error) {
      failures.push(error as Failure);
    }
    expect(failures.map(({ code }) => code)).toEqual(['usage/bad-option']);
    expect(failures[0]?.args['reason']).toMatch(reason);
  });
});
