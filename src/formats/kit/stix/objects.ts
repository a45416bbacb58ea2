// What reader and writer of STIX 2.1 share: identifiers, the extension that carries what the standard has no field for,
// and the traffic light markings. Specification: STIX 2.1, sections 2.9 (identifiers), 7.2 (markings), 7.3 (extensions).
import { derivedUuid } from '../derived-uuid.ts';

/** An identifier that is the same for the same name in every run. */
export function derivedId(type: string, name: string): string {
  return `${type}--${derivedUuid(type, name)}`;
}

/** The extension in which an indicator keeps the facts of its rows, spelled as in canonical. */
export const EXTENSION_ID = derivedId('extension-definition', 'rows');

export const indicatorTypes = { deny: 'malicious-activity', allow: 'benign' } as const;

/** Identifiers of traffic light markings, which the standard fixes (7.2.1.4; TLP 2.0 as published by OASIS). */
const lights: readonly (readonly [marking: string, ...ids: string[]])[] = [
  ['TLP:CLEAR', '94868c89-83c2-464b-929b-a1a8aa3c8487'],
  ['TLP:WHITE', '613f2e26-407d-48c7-9eca-b8e91df99dc9'],
  ['TLP:GREEN', 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb', '34098fce-860f-48ae-8e50-ebd3cc5e41da'],
  ['TLP:AMBER', '55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'f88d31f6-486f-44da-b317-01333bde0b82'],
  ['TLP:AMBER+STRICT', '939a9414-2ddd-4d32-a0cd-375ea402b003'],
  ['TLP:RED', 'e828b379-4e03-4974-9ac4-e53a884c97c1', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed'],
];

/** The traffic light behind an identifier, or null. */
export function lightOf(id: string): string | null {
  const uuid = id.replace(/^marking-definition--/u, '');
  return lights.find(([, ...ids]) => ids.includes(uuid))?.[0] ?? null;
}

/** The identifier of a traffic light marking, or null. */
export function lightId(marking: string): string | null {
  const light = lights.find(([name]) => name === marking.toUpperCase());
  return light === undefined ? null : `marking-definition--${light[1]}`;
}
