// The options that commands share, each told once. A command takes the groups it needs.
import * as z from 'zod';
import { lossClasses } from '../../model/loss.ts';
import { linkChoices } from '../../pipeline/merge/policy.ts';
import { reportKinds } from '../../report/reports.ts';
import { answerOptions } from './answer-options.ts';
import { codePattern, hidesConfig, lossClass } from './code-values.ts';
import type { ConfigUse } from './config.ts';
import { omitOption } from './omit-option.ts';
import { bytes, flag, isGiven, percent, shrinkPercent, texts } from './option-values.ts';
import { registryOptions } from './registry-options.ts';
import { openingOptions, sealingOptions } from './seal-options.ts';
import { option } from './spec.ts';

export const inputOptions = {
  ...registryOptions,
  from: option({
    flags: '--from <[name=]format>',
    about: 'format of the inputs, or of the input with that name; default: by content',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
  fromProfile: option({
    flags: '--from-profile <[name=]profile|file>',
    about: 'column profile (YAML) that explains a partner layout: a file, or one that listbridge profile lists',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
  fromOption: option({
    flags: '--from-option <[name:]key=value>',
    about: 'option of the input format, such as kind=md5 or scope=subtree',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
  refang: option({
    flags: '--refang',
    about: 'read values written harmless (hxxp, [.]) as what they were, and tell each',
    group: 'Input',
    schema: flag,
  }),
  ...openingOptions,
  rejects: option({
    flags: '--rejects <file>',
    about: 'keep refused rows here, as sent but in UTF-8, to be mended and fed back',
    group: 'Input',
    schema: z.string().optional(),
    byHandOnly: true,
  }),
};

export const outputOptions = {
  output: option({
    flags: '-o, --output <file>',
    about: 'where to write; - is standard output',
    group: 'Output',
    schema: z.string().default('-'),
    byHandOnly: true,
  }),
  to: option({
    flags: '--to <format>',
    about: 'format of the output',
    group: 'Output',
    schema: z.string().optional(),
  }),
  toOption: option({
    flags: '--to-option <key=value>',
    about: 'option of the output format',
    group: 'Output',
    repeats: true,
    schema: texts,
  }),
  stopPage: option({
    flags: '--stop-page <host|address,...>',
    about: 'where clients are sent instead of what is listed: its name, or its addresses',
    group: 'Output',
    schema: z.string().optional(),
  }),
  allowLoss: option({
    flags: '--allow-loss <class>',
    about: `accept a loss by name: ${lossClasses.join(', ')}`,
    group: 'Output',
    repeats: true,
    schema: z.array(lossClass).default([]),
    loosens: isGiven,
  }),
  omit: omitOption,
  ...sealingOptions,
  sort: option({ flags: '--sort', about: 'sort by kind and key', group: 'Output', schema: flag }),
  verify: option({
    flags: '--verify',
    about: 'read the output back and compare all keys before it is put in place',
    group: 'Output',
    schema: flag,
  }),
  maxShrink: option({
    flags: '--max-shrink <percent>',
    about: 'refuse an output with so much fewer entries than the file it replaces',
    group: 'Output',
    schema: shrinkPercent.optional(),
  }),
  maxGrowth: option({
    flags: '--max-growth <percent>',
    about: 'refuse an output with so much more entries than the file it replaces',
    group: 'Output',
    schema: percent.optional(),
  }),
  force: option({
    flags: '-f, --force',
    about: 'replace a file of another format or kind, rejects of an earlier run, or write a list without entries',
    group: 'Output',
    schema: flag,
    byHandOnly: true,
  }),
};

export const planOptions = {
  plan: option({
    flags: '--plan',
    about: 'show what may be lost and stop: nothing is written',
    group: 'Output',
    schema: flag,
    byHandOnly: true,
  }),
};

export const mergeOptions = {
  mergePolicy: option({
    flags: '--merge-policy <fact=policy>',
    about: 'what stands when rows differ, such as opinions=newest or expires=oldest',
    group: 'Merging',
    repeats: true,
    schema: texts,
  }),
  link: option({
    flags: '--link <which>',
    about: `digests that join records: ${linkChoices.join(', ')}`,
    group: 'Merging',
    schema: z.enum(linkChoices).default('all'),
  }),
};

/** Bytes that rows and their keys may take before temporary files are used, where nobody says how many. */
export const MEMORY = 2 ** 31;

export const memoryOptions = {
  memory: option({
    flags: '--memory <size>',
    about: 'memory for keys, and for rows held or sorted, before temporary files are used, such as 500M',
    group: 'Output',
    schema: bytes.default(MEMORY),
  }),
};

export const judgeOptions = {
  guard: option({
    flags: '--guard <file>',
    about: 'names, addresses or networks that must not be blocked as a whole (MISP warning list, JSON)',
    group: 'Judging',
    repeats: true,
    schema: texts,
  }),
  ownNames: option({
    flags: '--own-names <file>',
    about: 'your own names and addresses, one a line, which no list may block',
    group: 'Judging',
    repeats: true,
    schema: texts,
  }),
  drop: option({
    flags: '--drop <code>',
    about: 'leave out rows with this finding',
    group: 'Judging',
    repeats: true,
    schema: z.array(codePattern).default([]),
    loosens: isGiven,
  }),
  asOf: answerOptions.asOf,
  failOn: option({
    flags: '--fail-on <severity>',
    about: 'exit 1 from this severity on: error, warning, info or never',
    group: 'Judging',
    schema: z.enum(['error', 'warning', 'info', 'never']).default('error'),
    loosens: (typed) => typed === 'never',
  }),
  deny: option({
    flags: '--deny <code>',
    about: 'treat a finding, or group/*, as an error',
    group: 'Judging',
    repeats: true,
    schema: z.array(codePattern).default([]),
  }),
  warn: option({
    flags: '--warn <code>',
    about: 'treat a finding, or group/*, as a warning',
    group: 'Judging',
    repeats: true,
    schema: z.array(codePattern).default([]),
    loosens: isGiven,
  }),
  allow: option({
    flags: '--allow <code>',
    about: 'treat a finding, or group/*, as of no concern',
    group: 'Judging',
    repeats: true,
    schema: z.array(codePattern).default([]),
    loosens: isGiven,
    mayNotHide: hidesConfig,
  }),
};

/** For the commands that hold a list against a policy. */
export const policyOptions = {
  policy: option({
    flags: '--policy <name|file>',
    about: 'what the list must be like: a policy that ships (listbridge policy list), or your own (YAML)',
    group: 'Judging',
    schema: z.string().optional(),
  }),
};

export const reportOptions = {
  force: option({
    flags: '-f, --force',
    about: 'replace rejects of an earlier run, or a file that is no such report',
    group: 'Reporting',
    schema: flag,
    byHandOnly: true,
  }),
  report: option({
    flags: '--report <kind[=file]>',
    about: `${reportKinds.join(', ')}; to a file, or to standard error`,
    group: 'Reporting',
    repeats: true,
    schema: texts,
    writes: true,
  }),
  maxExamples: option({
    flags: '--max-examples <number>',
    about: 'positions kept for each code, 20 if not given and more for sarif; counts are always exact',
    group: 'Reporting',
    schema: z.coerce.number().int().min(0).max(100_000).optional(),
  }),
  showValues: answerOptions.showValues,
  aliasKey: answerOptions.aliasKey,
  color: answerOptions.color,
  quiet: option({
    flags: '-q, --quiet',
    about: 'only errors on standard error',
    group: 'Reporting',
    schema: flag,
    byHandOnly: true,
  }),
  config: option({
    flags: '--config <file>',
    about: 'take options from this file; default: the nearest listbridge.config.yaml up to the repository root',
    group: 'Configuration',
    // What was taken from it: command-line.ts has read it before the other options get their meaning.
    schema: z.custom<ConfigUse>().optional(),
  }),
  noConfig: option({
    flags: '--no-config',
    about: 'take no options from any file',
    group: 'Configuration',
    schema: z.undefined(),
  }),
};

export type InputOptions = typeof inputOptions;
export type OutputOptions = typeof outputOptions;
export type JudgeOptions = typeof judgeOptions;
export type PolicyOptions = typeof policyOptions;
export type ReportOptions = typeof reportOptions;
