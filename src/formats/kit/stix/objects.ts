// What reader and writer of STIX 2.1 share: identifiers, the extension that carries what the standard has no field for,
// and the traffic light markings. Specification: STIX 2.1, sections 2.9 (identifiers), 7.2 (markings), 7.3 (extensions).
import { createHash } from 'node:crypto';

/** Namespace of the identifiers this program derives; any fixed UUID will do, and it is for ever. */
const NAMESPACE = '6d0f1c5e-3b0a-5d52-9a43-9f0d6c1c7a11';

/** An identifier that is the same for the same name in every run: UUID version 5. */
export function derivedId(type: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(`${type}\0${name}`)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The extension in which an indicator keeps the facts of its rows, spelled as in canonical. */
export const EXTENSION_ID = derivedId('extension-definition', 'rows');

export const indicatorTypes = { deny: 'malicious-activity', allow: 'benign' } as const;

/** Traffic light markings, mildest first: the standard fixes their identifiers (7.2.1.4; TLP 2.0 as published by OASIS). */
const lights: readonly (readonly [marking: string, ...ids: string[]])[] = [
  ['TLP:CLEAR', '94868c89-83c2-464b-929b-a1a8aa3c8487'],
  ['TLP:WHITE', '613f2e26-407d-48c7-9eca-b8e91df99dc9'],
  ['TLP:GREEN', 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb', '34098fce-860f-48ae-8e50-ebd3cc5e41da'],
  ['TLP:AMBER', '55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'f88d31f6-486f-44da-b317-01333bde0b82'],
  ['TLP:AMBER+STRICT', '939a9414-2ddd-4d32-a0cd-375ea402b003'],
  ['TLP:RED', 'e828b379-4e03-4974-9ac4-e53a884c97c1', '5e57c739-391a-4eb3-b6be-7d15ca92d5ed'],
];

/** How strict the marking behind an identifier is, and its name; null for one that is no traffic light. */
export function lightOf(id: string): { readonly rank: number; readonly marking: string } | null {
  const uuid = id.replace(/^marking-definition--/u, '');
  const rank = lights.findIndex(([, ...ids]) => ids.includes(uuid));
  const light = lights[rank];
  return light === undefined ? null : { rank, marking: light[0] };
}

/** The identifier of a traffic light marking, or null. */
export function lightId(marking: string): string | null {
  const light = lights.find(([name]) => name === marking.toUpperCase());
  return light === undefined ? null : `marking-definition--${light[1]}`;
}
