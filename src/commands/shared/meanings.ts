// From options as they were given to what they mean: each by the schema of its table.
import { usage } from '../../model/failure.ts';
import { issueWords } from '../../model/issue-words.ts';
import { flagOf, isRequired, type OptionsOf, type OptionTable } from './spec.ts';

/** Options by name, as given: texts, lists of texts, true. */
export type Typed = Readonly<Record<string, unknown>>;

/** A value that means nothing is a failure that names the option. */
export function meanings<Table extends OptionTable>(table: Table, typed: Typed): OptionsOf<Table> {
  const options: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    if (typed[name] === undefined && isRequired(option))
      throw usage('usage/bad-option', { option: flagOf(option), reason: `missing; give ${option.flags}` });
    const result = option.schema.safeParse(typed[name], { error: issueWords });
    if (!result.success) {
      throw usage('usage/bad-option', {
        option: flagOf(option),
        reason: result.error.issues[0]?.message ?? 'not understood',
      });
    }
    options[name] = result.data;
  }
  return options as OptionsOf<Table>; // each by its own schema
}
