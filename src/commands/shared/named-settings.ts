// Options that are for all inputs of a run, or for the one whose name stands before an equals sign.

/** A setting for all inputs, or for the one with this name. */
export interface Setting {
  readonly name: string | null;
  readonly value: string;
}

/** Splits `name=value` where `name` is that of an input; anything else is a value for all. */
export function settings(texts: readonly string[], separator: string, names: readonly string[]): Setting[] {
  return texts.map((text) => {
    const at = text.indexOf(separator);
    const name = text.slice(0, Math.max(at, 0));
    return names.includes(name) ? { name, value: text.slice(at + 1) } : { name: null, value: text };
  });
}

/** Last setting that concerns this input; one by name beats one for all. */
export function settingFor(all: readonly Setting[], name: string): string | null {
  return all.findLast((each) => each.name === name)?.value ?? all.findLast((each) => each.name === null)?.value ?? null;
}
