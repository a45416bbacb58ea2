// Typed message templates: the parameter names in a template become the type of the arguments,
// so a message with a missing argument does not compile.

export interface Message<Name extends string = string> {
  readonly parts: readonly string[];
  readonly names: readonly Name[];
}

export function msg<const Names extends readonly string[]>(
  parts: TemplateStringsArray,
  ...names: Names
): Message<Names[number]> {
  return { parts, names };
}

export type ArgValue = string | number;
