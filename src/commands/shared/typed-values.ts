// Values on the command line, or on standard input so that they never stand in a shell history.
import { usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';

/** Values as typed; `-` stands for those on standard input, one a line. */
export async function typedValues(given: readonly string[], host: Host): Promise<string[]> {
  const at = given.indexOf('-');
  if (at < 0) return [...given];
  if (given.indexOf('-', at + 1) >= 0) throw usage('usage/stdin-twice', {});
  if (host.stdin.isTTY) throw usage('usage/stdin-is-terminal', {});
  const text = await readAll(host.stdin);
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  return [...given.slice(0, at), ...lines, ...given.slice(at + 1)];
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
