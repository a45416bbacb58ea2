// An error that nobody expected, on its way between threads.
import type { BugData } from './messages.ts';

export function bugData(error: unknown): BugData {
  if (!(error instanceof Error)) return { name: 'Error', message: '', stack: undefined, errno: undefined };
  const code: unknown = Reflect.get(error, 'code');
  const { name, message, stack } = error;
  return { name, message, stack, errno: typeof code === 'string' ? code : undefined };
}

export function asBug({ name, message, stack, errno }: BugData): Error {
  return Object.assign(new Error(message), { name, stack, ...(errno === undefined ? {} : { code: errno }) });
}
