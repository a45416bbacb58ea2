// What a target would carry with another option: a loss that an option avoids must not look as if it had to be accepted.
import type { Format } from '../../formats/format.ts';
import type { Otherwise } from '../../model/loss.ts';
import { optionChoices } from './format-facts.ts';

/** The name of the option that --stop-page sets, in every format that can send clients to a page. */
export const STOP_PAGE = 'stop-page';

/** A page that goes by its address, where a page by name can be the answer for some entries only. */
const ADDRESS = '192.0.2.1';

/** Tries each other value of each option that names its values, and each given option left out. */
export function otherwiseOf(format: Format, given: Readonly<Record<string, string>>): Otherwise[] {
  const { carriesWith, options } = format;
  if (carriesWith === undefined || options === undefined) return [];
  const found: Otherwise[] = [];
  const tryOptions = (option: string, typed: Readonly<Record<string, string>>): void => {
    const parsed = options.safeParse(typed);
    if (parsed.success) found.push({ option, carries: carriesWith(parsed.data) });
  };
  for (const { name, choices } of optionChoices(format)) {
    for (const value of choices) {
      if (value !== given[name]) tryOptions(`with --to-option ${name}=${value}`, { ...given, [name]: value });
    }
    const { [name]: left, ...others } = given;
    if (name === STOP_PAGE && left !== undefined) {
      tryOptions('with the addresses of the page in --stop-page', { ...given, [name]: ADDRESS });
    }
    if (left !== undefined) tryOptions(`without the option ${name}`, others);
  }
  return found;
}
