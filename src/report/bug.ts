// What is printed for an error that nobody expected. Messages are left out, because they may quote the list; what stays
// is the class, the error code and where in this program it happened.

export interface BugContext {
  readonly tool: { readonly name: string; readonly version: string };
  readonly command: string;
  /** Version of Node, such as `v20.20.2`. */
  readonly node: string;
}

const MOST_FRAMES = 12;
const MOST_CAUSES = 5;

export function bugBanner(error: unknown, { tool, command, node }: BugContext): string {
  const chain = causes(error);
  return [
    `internal error in ${tool.name} ${tool.version}, ${word(command)}, Node ${node.replaceAll(/[^\w.-]/gu, '')}`,
    ...chain.flatMap((each, i) => [`  ${i === 0 ? '' : 'caused by '}${classOf(each)}`, ...framesOf(each)]),
    'This is a fault of the tool, not of the list.',
    'Please report it with the lines above, which hold no list values: see CONTRIBUTING.md.',
    '',
  ].join('\n');
}

function causes(error: unknown): unknown[] {
  const chain = [error];
  for (let last = error; last instanceof Error && chain.length < MOST_CAUSES; ) {
    last = last.cause;
    if (last === undefined || chain.includes(last)) break;
    chain.push(last);
  }
  return chain;
}

/** The class and code of an error. Both can be set to any text, so only what looks like a name is shown. */
function classOf(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${error === null ? 'null' : typeof error}`;
  const name = /^[A-Z]\w{0,60}$/u.test(error.name) ? error.name : 'Error';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/u.test(code) ? `${name} [${code}]` : name;
}

const FRAME =
  /^\s+at (?:(?:async )?([\w$.<>#[\] ]+) \()?(?:async )?((?:file:\/\/|node:|\/|[A-Za-z]:[\\/])[^()]*:\d+:\d+)\)?$/u;

/** Stack frames, with the message cut off and every path shortened to what lies inside this program. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  // A message may be many lines and look like frames itself, so it is removed as a whole before lines are read.
  const at = error.message === '' ? -1 : error.stack.indexOf(error.message);
  const stack = at < 0 ? error.stack : error.stack.slice(at + error.message.length);
  return stack
    .split('\n')
    .flatMap((line) => {
      const [, name, place] = FRAME.exec(line) ?? [];
      if (place === undefined) return [];
      return [`    at ${name === undefined ? '' : `${name} `}(${insidePath(place)})`];
    })
    .slice(0, MOST_FRAMES);
}

/** The home directory of the person at the keyboard is nobody's business. */
function insidePath(place: string): string {
  if (place.startsWith('node:')) return place;
  const path = place.replaceAll('\\', '/');
  const module = path.lastIndexOf('/node_modules/');
  if (module >= 0) return path.slice(module + 1);
  const own = /^.*\/((?:dist|src|bin|tests)\/.*)$/u.exec(path);
  return own?.[1] ?? path.slice(path.lastIndexOf('/') + 1);
}

function word(text: string): string {
  return /^[a-z][a-z0-9-]{0,30}$/u.test(text) ? text : 'command';
}
