// From options to formats: which format reads an input, which one writes the output, and with what options.
import { type Choice, detect } from '../../formats/detect.ts';
import type { Format, Head } from '../../formats/format.ts';
import { formats } from '../../formats/index.ts';
import { shippedProfiles } from '../../formats/profiles/index.ts';
import { closest } from '../../model/closest.ts';
import { Failure, unavailable, usage } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { plainName } from '../../pipeline/files.ts';
import { NOTHING } from '../../pipeline/nothing.ts';
import { pathOf } from '../../pipeline/save.ts';
import { OPEN } from '../../pipeline/seal/sealing.ts';
import type { SourceSpec } from '../../pipeline/source.ts';
import { readText } from '../../pipeline/text-file.ts';
import { type Setting, settingFor, settings } from './named-settings.ts';
import type { InputOptions } from './options.ts';
import { editionName, editionNamed, isEdition } from './registry-place.ts';
import { openingsOf } from './seals.ts';
import type { OptionsOf } from './spec.ts';

/** A format by its id, or a failure with the nearest id. */
export function formatNamed(id: string): Format {
  const format = formats.find((each) => each.id === id);
  if (format !== undefined) return format;
  const ids = formats.map((each) => each.id);
  const near = closest(id, ids);
  const product = id.split('-', 1)[0] ?? '';
  const akin = near === null && id.includes('-') ? ids.filter((each) => each.startsWith(`${product}-`)) : [];
  const meant = near ?? akin.join(', or ');
  throw usage('usage/unknown-format', { name: id, suggestion: meant === '' ? '' : `; did you mean ${meant}?` });
}

/** `key=value` texts as an object. */
export function keyValues(texts: readonly string[], flag: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw usage('usage/bad-option', { option: `${flag} ${text}`, reason: 'give it as key=value' });
    values[text.slice(0, at)] = text.slice(at + 1);
  }
  return { ...values };
}

/** The name an operand goes by: its base name without endings. */
export function nameOf(operand: string): string {
  if (isEdition(operand)) return editionNamed(operand).list;
  if (operand === '-') return 'stdin';
  const base = plainName(operand.slice(operand.lastIndexOf('/') + 1));
  return base.replace(/(?<=.)\.[a-z0-9]{1,8}$/iu, '');
}

/** Names of all operands; files of one base name in several folders are told apart by their folders, editions by their numbers. */
function namesOf(operands: readonly string[], host: Host): string[] {
  const paths = operands.map((operand) => (operand === '-' ? '-' : pathOf(operand, host)));
  const names = operands.map(nameOf);
  /** The path of the first that goes by a name, or null where there are several: a pull has thousands of pages. */
  const alone = new Map<string, string | null>();
  for (const [i, name] of names.entries()) {
    const path = paths[i] ?? '';
    alone.set(name, alone.has(name) && alone.get(name) !== path ? null : path);
  }
  return operands.map((operand, i) => {
    const name = names[i] ?? '';
    if (alone.get(name) !== null) return name;
    if (isEdition(operand)) return editionName(operand);
    const [folder = ''] = (paths[i] ?? '').split('/').slice(-2, -1);
    const qualified = `${folder}/${name}`;
    const isUnique = paths.every((path) => path === paths[i] || !path.includes(`/${qualified}.`));
    return isUnique ? qualified : operand;
  });
}

/** How each operand is to be read, by the options that concern it. */
export async function sourceSpecs(
  operands: readonly string[],
  options: OptionsOf<InputOptions>,
  host: Host,
  report: Report,
): Promise<SourceSpec[]> {
  refuseSecondStdin(operands, host);
  const names = namesOf(operands, host);
  const from = settings(options.from, '=', names);
  const profiles = settings(options.fromProfile, '=', names);
  const typed = settings(options.fromOption, ':', names);
  const openings = await openingsOf(operands, names, options, host, report);
  const used = new Set<Setting>();
  let hasEmpty = false;
  const specs: SourceSpec[] = [];
  for (const [i, operand] of operands.entries()) {
    const name = names[i] ?? '';
    if (isEdition(operand)) {
      const { editionSource } = await import('./edition-source.ts');
      specs.push(editionSource(operand, name, options.registry, host));
      continue;
    }
    const profile = settingFor(profiles, name);
    const id = settingFor(from, name);
    const fixed = profile !== null ? await byProfile(profile, host) : id === null ? null : byId(id, names);
    specs.push({
      operand,
      name,
      opening: openings[i] ?? OPEN,
      choose: (head, input) => (fixed === null ? detected(head, input, report) : unlessRefused(fixed, head)),
      options: (format) => {
        if (format === NOTHING) {
          hasEmpty = true;
          return {};
        }
        const mine = typed.filter((each) => each.name === name || (each.name === null && takes(format, each.value)));
        for (const each of mine) used.add(each);
        const unused = typed.find((each) => !used.has(each));
        // What an empty input would have taken nobody can say.
        if (i === operands.length - 1 && unused !== undefined && !hasEmpty) refuseOption(unused.value, format, names);
        return keyValues(
          mine.map((each) => each.value),
          '--from-option',
        );
      },
    });
  }
  return specs;
}

/** What a format refuses by its beginning it refuses whoever chose it: saying what a list is does not make it so. */
function unlessRefused(choice: Choice, head: Head): Choice {
  choice.format.detect(head);
  return choice;
}

function detected(head: Head, input: string, report: Report): Choice {
  if (head.whole && head.text.trim() === '') return { format: NOTHING, because: 'it is empty' };
  const { format, because } = detect(head, formats, input, report);
  report('detect/chosen', { format: format.id, because });
  return { format, because, recipe: { id: format.id } };
}

function byId(id: string, names: readonly string[]): Choice {
  const [name = ''] = id.split('=', 1);
  if (id.includes('=')) {
    const reason = `no input is called ${name}; they are called ${names.slice(0, 10).join(', ')}`;
    throw usage('usage/bad-option', { option: '--from', reason });
  }
  return { format: formatNamed(id), because: '--from says so', recipe: { id } };
}

/** Whether the format has the option that `key=value` sets. */
function takes(format: Format, text: string): boolean {
  return optionNames(format).includes(text.split('=', 1)[0] ?? '');
}

export function optionNames(format: Format): string[] {
  const shape: unknown = format.options === undefined ? {} : Reflect.get(format.options, 'shape');
  return Object.keys(shape ?? {});
}

/** Whether an option of the format can have this value. */
export function takesValue(format: Format, option: string, value: string): boolean {
  const parsed = format.options?.safeParse({ [option]: value });
  return parsed?.error === undefined || parsed.error.issues.every(({ path }) => path[0] !== option);
}

function refuseOption(text: string, format: Format, inputs: readonly string[]): never {
  const [, name] = /^([^=:]+):[^=]+=/u.exec(text) ?? [];
  if (name !== undefined && !inputs.includes(name)) {
    const reason = `no input is called ${name}; they are ${inputs.slice(0, 10).join(', ')}`;
    throw usage('usage/bad-option', { option: `--from-option ${text}`, reason });
  }
  const names = optionNames(format);
  const reason =
    names.length === 0 ? `${format.id} has no options` : `no input takes it; ${format.id} has ${names.join(', ')}`;
  throw usage('usage/bad-option', { option: `--from-option ${text}`, reason });
}

/** The text of a profile: of one that comes along, by its id, or of a file. */
export async function profileText(name: string, host: Host): Promise<string> {
  const shipped = shippedProfiles.find(({ id }) => id === name);
  if (shipped !== undefined) return shipped.text;
  try {
    return await readText(pathOf(name, host));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unavailable('input/file-unreadable', { file: name, role: 'the profile', reason: reasonOf(error) }, error);
  }
}

async function byProfile(file: string, host: Host): Promise<Choice> {
  const text = await profileText(file, host);
  const { formatFromProfile } = await import('../../formats/profile.ts'); // with a parser that takes time to load
  const format = formatFromProfile(text, file);
  return { format, because: `--from-profile ${file}`, recipe: { profile: text, file } };
}

function refuseSecondStdin(operands: readonly string[], host: Host): void {
  const piped = operands.filter((operand) => operand === '-').length;
  if (piped > 1) throw usage('usage/stdin-twice', {});
  if (piped === 1 && host.stdin.isTTY) throw usage('usage/stdin-is-terminal', {});
}
