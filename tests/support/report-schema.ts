// The published schema of the machine reports, closed: it allows keys of later versions, and a report of today has none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

function closed(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const isClosed = 'properties' in value && 'type' in value && !('additionalProperties' in value);
  return isClosed ? { ...value, additionalProperties: false } : value;
}

const text = readFileSync(join(import.meta.dirname, '../../schemas/report.schema.json'), 'utf8');
const isValid = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(text, closed) as object);

/** What is not as the schema says; nothing where all is. */
export function schemaFaults(value: unknown): string[] {
  if (isValid(value)) return [];
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`);
}
