// docs/formats.md: what every format can carry, what a conversion into it may lose, and its options.
// It is given plain facts, so that it knows no format; what may be lost is computed by the rule the runner uses.
import { type Carries, everyRow } from '../model/carries.ts';
import { diagnosticOf, type Severity } from '../model/diagnostics.ts';
import { fieldIds, listFieldIds } from '../model/fields.ts';
import { type KindId, kindIds, kinds, scopesOfKind } from '../model/kinds.ts';
import {
  ignoredParts,
  type LossClass,
  lossClasses,
  lossCode,
  lossesInUrls,
  lossOf,
  type Presence,
} from '../model/loss.ts';
import { scopes } from '../model/scope.ts';
import { cell, code, GENERATED, table } from './markdown.ts';
import { templateOf } from './phrase.ts';
import { fieldTitle, kindTitle, listFactTitle } from './words.ts';

export interface FormatFacts {
  readonly id: string;
  readonly title: string;
  readonly about: {
    readonly spec?: string;
    readonly partner?: string;
    readonly since: string;
    readonly status: 'stable' | 'trial' | 'retired';
  };
  readonly extensions: readonly string[];
  readonly carries: Carries;
  /** What is read of such lists and not written into one. */
  readonly readsMore: { readonly kinds: readonly KindId[]; readonly hasOpinions: boolean };
  readonly reads: boolean;
  readonly writes: boolean;
  /** Whether detection may choose it. */
  readonly detectable: boolean;
  readonly options: readonly OptionFacts[];
  readonly fields: readonly FieldFacts[];
}

/** A field of a form that is our own. */
export interface FieldFacts {
  readonly place: string;
  readonly name: string;
  readonly takes: string;
  readonly example: string;
  readonly meaning: string;
}

export interface OptionFacts {
  readonly name: string;
  /** What it takes, such as `md5, sha1` or `number`. */
  readonly values: string;
  readonly default?: string;
  readonly meaning: string;
}

export function formatsPage(formats: readonly FormatFacts[]): string {
  const writers = formats.filter(({ writes }) => writes);
  return [
    '# Formats',
    GENERATED,
    'What listbridge reads and writes. `listbridge formats` prints the same in short.',
    '## How a format is chosen',
    `Where no \`--from\` names it, the content decides; of formats that are as sure of it the file name decides; a name \
alone chooses nothing, and a tie is refused. \`listbridge inspect\` tells what each format saw.`,
    '## What each format carries',
    matrix(formats),
    `*Withdrawals*: a withdrawn entry is a row of its own, or a full edition leaves it out, or the format cannot say \
it. *Exceptions*: entries that must never be blocked. *Record*: how many digests of one file stay together.`,
    '## Facts of a row',
    '*Roughly* means with less precision, for example the day instead of the second.',
    fieldTable(formats),
    '## Facts of a list',
    listTable(formats),
    '## What a conversion may lose',
    `The most that can be lost on the way into a format, from a list that has everything. \`listbridge convert --plan\` \
tells it for two formats, and every run tells what was lost in fact. A loss of the first column stops the run before \
anything is put in place, unless \`--allow-loss\` names it.`,
    lossTable(writers),
    '### The losses',
    lossMeanings(),
    '## The formats one by one',
    ...formats.map((format) => section(format)),
  ]
    .map((part) => part.trimEnd())
    .join('\n\n')
    .concat('\n');
}

/** What holds of them all. */
export const FIELDS_END =
  'A row with another field is refused, and so is such a first line. Fields whose names begin with x- are left out and told once.';

const YES = 'yes';
const NO = '-';

function link({ id }: FormatFacts): string {
  return `[${cell(id)}](#${id})`;
}

function yesOrNo(is: boolean): string {
  return is ? YES : NO;
}

const WITHDRAWALS = { none: NO, rows: 'rows', 'by-absence': 'left out' };

function matrix(formats: readonly FormatFacts[]): string {
  const heading = 'Format,Read,Write,Keys,Scopes,Withdrawals,Exceptions,Record,Opinions,Order kept,Repeats'.split(',');
  return table(
    heading,
    formats.map((format) => {
      const { carries } = format;
      return [
        link(format),
        yesOrNo(format.reads),
        yesOrNo(format.writes),
        keysCell(carries.kinds),
        scopes.filter((scope) => carries.scopes.includes(scope)).join(', '),
        WITHDRAWALS[carries.withdrawals],
        yesOrNo(carries.exceptions),
        carries.perItem,
        carries.opinions === 'none' ? NO : carries.opinions,
        yesOrNo(carries.order),
        yesOrNo(carries.duplicates),
      ];
    }),
  );
}

/** Every kind by name, except where a whole family can be named. */
function keysCell(carried: readonly KindId[]): string {
  const families = { exact: 'all exact digests', perceptual: 'all perceptual digests' };
  const parts: string[] = [];
  for (const [family, words] of Object.entries(families)) {
    const members = kindIds.filter((id) => kinds[id].family === family);
    if (members.every((id) => carried.includes(id))) parts.push(words);
    else parts.push(...members.filter((id) => carried.includes(id)).map((id) => kindTitle(id)));
  }
  parts.push(
    ...kindIds.filter((id) => !(kinds[id].family in families) && carried.includes(id)).map((id) => kindTitle(id)),
  );
  return cell(parts.join(', '));
}

function fieldTable(formats: readonly FormatFacts[]): string {
  const words = { exact: YES, coarse: 'roughly' };
  return table(
    ['Format', ...fieldIds.map((field) => cell(fieldTitle(field)))],
    formats.map((format) => [
      link(format),
      ...fieldIds.map((field) => {
        const how = format.carries.fields[field];
        return how === undefined ? NO : words[how];
      }),
    ]),
  );
}

function listTable(formats: readonly FormatFacts[]): string {
  return table(
    ['Format', ...listFieldIds.map((fact) => cell(listFactTitle(fact)))],
    formats.map((format) => [link(format), ...listFieldIds.map((fact) => yesOrNo(format.carries.list.includes(fact)))]),
  );
}

/** A list that has everything there is. */
const EVERYTHING: Presence = {
  kinds: new Map(kindIds.map((kind) => [kind, null])),
  scopes: kindIds.flatMap((kind) => scopesOfKind(kind).map((scope) => ({ kind, scope, count: null }))),
  withdrawals: null,
  exceptions: null,
  groups: null,
  opinions: null,
  manyOpinions: null,
  fields: new Map(fieldIds.map((field) => [field, null])),
  repeats: null,
  list: listFieldIds,
  isDelta: null,
};

function severityOf(lossClass: LossClass): Severity {
  return diagnosticOf(lossCode(lossClass)).severity;
}

function lossTable(writers: readonly FormatFacts[]): string {
  const severities = ['error', 'warning', 'info'] as const;
  return table(
    ['Into', 'Stops the run', 'Warned', 'Told'],
    writers.map((format) => {
      const lost = new Set(
        [...lossOf(EVERYTHING, format.carries), ...lossesInUrls(everyRow, format.carries)].map((loss) => loss.class),
      );
      return [
        link(format),
        ...severities.map((severity) => {
          const some = [...lost].filter((each) => severityOf(each) === severity);
          return some.length === 0 ? NO : some.join(', ');
        }),
      ];
    }),
  );
}

function lossMeanings(): string {
  return table(
    ['Loss', 'Severity', 'Says', 'Why it matters'],
    lossClasses.map((each) => {
      const { why } = diagnosticOf(lossCode(each));
      return [each, severityOf(each), code(templateOf(lossCode(each))), cell(why)];
    }),
  );
}

/** What its consumer does not look at in URLs. */
function ignoredLine({ ignoresInUrls = [] }: Carries): string[] {
  if (ignoresInUrls.length === 0) return [];
  return [`- Does not tell URLs apart by ${ignoresInUrls.map((part) => ignoredParts[part].what).join('; ')}.`];
}

function moreLine({ readsMore: { kinds: more, hasOpinions } }: FormatFacts): string[] {
  const what = [...(hasOpinions ? ['labels'] : []), ...more.map((id) => kindTitle(id))];
  return what.length === 0 ? [] : [`- Read and never written: ${what.join(', ')}.`];
}

function section(format: FormatFacts): string {
  const { about, extensions, options } = format;
  const facts = [
    `- ${format.reads ? (format.writes ? 'Read and written' : 'Read only') : 'Written only'}, ${about.status} since \
${cell(about.since)}.`,
    ...(about.partner === undefined ? [] : [`- Used by: ${cell(about.partner)}`]),
    ...(about.spec === undefined ? [] : [`- Specification: ${cell(about.spec)}`]),
    ...ignoredLine(format.carries),
    ...moreLine(format),
    ...(extensions.length === 0 ? [] : [`- Usual names: ${extensions.map((each) => code(`*${each}`)).join(', ')}`]),
    ...(format.detectable || !format.reads
      ? []
      : [`- Never chosen by detection: name it with \`--from ${format.id}\`.`]),
  ];
  const rows = options.map((option) => [
    code(option.name),
    cell(option.values),
    option.default === undefined ? NO : code(option.default),
    cell(option.meaning),
  ]);
  const optionTable = rows.length === 0 ? '' : `\n\n${table(['Option', 'Takes', 'Default', 'Meaning'], rows)}`;
  return `### ${cell(format.id)}\n\n${cell(format.title)}.\n\n${facts.join('\n')}${optionTable}${fieldsOf(format)}`;
}

function fieldsOf({ fields }: FormatFacts): string {
  if (fields.length === 0) return '';
  const rows = fields.map(({ place, name, takes, example, meaning }) => [
    cell(place),
    code(name),
    cell(takes),
    code(example),
    cell(meaning),
  ]);
  return `\n\n${table(['In', 'Field', 'Takes', 'Example', 'Meaning'], rows)}\n\n${FIELDS_END}`;
}
