// From --verify-with, --decrypt-with, --sign-with and --encrypt-to to the keys of a run. Keys and passphrases come from files
// alone: what stands on a command line or in the environment is seen by whoever lists the processes of the machine.
import { Failure, unavailable, usage } from '../../model/failure.ts';
import type { Report } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { type Identities, identitiesIn, recipientsIn } from '../../pipeline/seal/age.ts';
import { parsePublicKey, parseSecretKey } from '../../pipeline/seal/minisign.ts';
import { type Opening, type Sealing, SIGNATURE_ENDING } from '../../pipeline/seal/sealing.ts';
import { type KeyFiles, keyFiles } from './key-files.ts';
import { type Setting, settings } from './named-settings.ts';
import type { InputOptions, OutputOptions } from './options.ts';
import { isEdition } from './registry-place.ts';
import type { OptionsOf } from './spec.ts';

type OpeningOptions = Pick<OptionsOf<InputOptions>, 'verifyWith' | 'signature' | 'decryptWith' | 'passphraseFile'>;
type SealingOptions = OpeningOptions & Pick<OptionsOf<OutputOptions>, 'output' | 'signWith' | 'encryptTo' | 'verify'>;

/** How each operand is opened, by the options that concern it. */
export async function openingsOf(
  operands: readonly string[],
  names: readonly string[],
  options: OpeningOptions,
  host: Host,
  report: Report,
): Promise<Opening[]> {
  const files = keyFiles(host, report);
  const keys = settings(options.verifyWith, '=', names);
  const signatures = settings(options.signature, '=', names);
  if (signatures.length > 0 && keys.length === 0) {
    throw bad('--signature', 'it is checked only with --verify-with and the public key of the sender');
  }
  if (operands.length > 1 && signatures.some(({ name }) => name === null)) {
    throw bad('--signature', `with several inputs, say whose it is: --signature ${names[0] ?? 'name'}=FILE`);
  }
  const identities = await identitiesOf(options, files);
  return Promise.all(
    operands.map(async (operand, i): Promise<Opening> => {
      const name = names[i] ?? '';
      const trusted = await Promise.all(
        mine(keys, name).map(({ value }) =>
          files.open(value, 'public key of minisign', (text) => parsePublicKey(utf8(text))),
        ),
      );
      const signature = mine(signatures, name).at(-1)?.value;
      if (trusted.length > 0 && isEdition(operand)) {
        throw bad(
          '--verify-with',
          'an edition of the registry has no signature: name the inputs that have, as NAME=FILE',
        );
      }
      if (trusted.length === 0) return { verify: null, identities };
      if (operand === '-' && signature === undefined) {
        throw bad('--verify-with', 'standard input has no file beside it: name its signature with --signature');
      }
      return { verify: { keys: trusted, signature: signature ?? `${operand}${SIGNATURE_ENDING}` }, identities };
    }),
  );
}

/** How the output is closed; null where it is neither signed nor encrypted. */
export async function sealingOf(
  options: SealingOptions,
  time: number,
  host: Host,
  report: Report,
): Promise<Sealing | null> {
  const { signWith, encryptTo, output, verify, decryptWith, passphraseFile } = options;
  if (encryptTo.length === 0 && output.toLowerCase().endsWith('.age')) {
    throw bad(
      '--output',
      'a name that ends in .age promises a list that is encrypted: name its recipients with --encrypt-to',
    );
  }
  if (signWith === undefined && encryptTo.length === 0) return null;
  if (signWith !== undefined && output === '-') {
    throw bad(
      '--sign-with',
      'standard output, a device or a pipe has no file beside it for the signature: name one with -o',
    );
  }
  if (encryptTo.length > 0 && output === '-' && host.stdout.isTTY) {
    throw bad('--encrypt-to', 'what is encrypted is not for a terminal: name a file with -o, or use a pipe');
  }
  if (encryptTo.length > 0 && verify && decryptWith.length === 0) {
    throw bad(
      '--verify',
      'an encrypted output is read back with --decrypt-with and the identity of one of its recipients',
    );
  }
  const files = keyFiles(host, report);
  const passphrases = await passphrasesIn(passphraseFile, files);
  const signer =
    signWith === undefined
      ? null
      : await files.secret(signWith, 'secret key of minisign', (text) => parseSecretKey(utf8(text), passphrases));
  const recipients = await Promise.all(
    encryptTo.map((file) => files.open(file, 'list of recipients of age', (text) => recipientsIn(utf8(text)))),
  );
  return {
    signer,
    recipients: recipients.length === 0 ? null : recipients.flat(),
    identities:
      decryptWith.length === 0
        ? null
        : await identitiesOf(
            options,
            keyFiles(host, () => {}),
          ), // told with the inputs
    time,
  };
}

/** The files that a run reads its keys from, which it must not write over, and the signatures that it reads. */
export function sealFiles(options: OpeningOptions & Partial<SealingOptions>): string[] {
  const { verifyWith, signature, decryptWith, passphraseFile, signWith, encryptTo = [] } = options;
  const named = [...verifyWith, ...signature].flatMap((text) => [text, text.slice(text.indexOf('=') + 1)]);
  return [...named, ...decryptWith, ...passphraseFile, ...encryptTo, ...(signWith === undefined ? [] : [signWith])];
}

async function identitiesOf(options: OpeningOptions, files: KeyFiles): Promise<Identities | null> {
  const { decryptWith, passphraseFile } = options;
  if (decryptWith.length + passphraseFile.length === 0) return null;
  const passphrases = await passphrasesIn(passphraseFile, files);
  const keys: string[] = [];
  for (const file of decryptWith) {
    keys.push(...(await files.secret(file, 'identity file of age', (text) => identitiesFrom(file, text, passphrases))));
  }
  return { keys, passphrases };
}

async function identitiesFrom(file: string, content: Uint8Array, passphrases: readonly string[]): Promise<string[]> {
  try {
    return await identitiesIn(content, passphrases);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const reason = passphrases.length === 0 ? 'no --passphrase-file was given' : 'no passphrase given opens it';
    throw unavailable('key/locked', { file, reason }, error);
  }
}

/** The first line of each file, without its end. */
function passphrasesIn(names: readonly string[], files: KeyFiles): Promise<string[]> {
  return Promise.all(
    names.map((file) => files.secret(file, 'passphrase', (text) => utf8(text).split(/\r?\n/u, 1)[0] ?? '')),
  );
}

/** Those for this input, or else those for all. */
function mine(all: readonly Setting[], name: string): readonly Setting[] {
  const own = all.filter((each) => each.name === name);
  return own.length > 0 ? own : all.filter((each) => each.name === null);
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

function bad(option: string, reason: string): Failure {
  return usage('usage/bad-option', { option, reason });
}
