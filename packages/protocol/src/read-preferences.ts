import { isObject } from '@lanthorn/base/json.ts';
import type * as z from 'zod/mini';
import { NO_PREFERENCES } from './no-preferences.ts';
import { ofCluster, ofList, ofPerson, type Preferences } from './preferences.ts';

/** What is kept, as far as this version knows it: what a newer one wrote, or a disk spoiled, is as if nobody had chosen it. */
export function readPreferences(kept: unknown): Preferences {
  return {
    ...NO_PREFERENCES,
    ...knownFields(ofPerson, kept),
    clusters: knownEntries(ofCluster, kept, 'clusters'),
    lists: knownEntries(ofList, kept, 'lists'),
  };
}

/** Of each that something was chosen for by name, what is known. */
function knownEntries<T extends Readonly<Record<string, z.ZodMiniType>>>(fields: T, kept: unknown, name: string) {
  const entries = isObject(kept) && isObject(kept[name]) ? kept[name] : {};
  return Object.fromEntries(Object.entries(entries).map(([each, chosen]) => [each, knownFields(fields, chosen)]));
}

function knownFields<T extends Readonly<Record<string, z.ZodMiniType>>>(
  fields: T,
  kept: unknown,
): { [K in keyof T]?: z.infer<T[K]> } {
  if (!isObject(kept)) return {};
  const known = Object.entries(fields).flatMap(([name, field]) => {
    if (!Object.hasOwn(kept, name)) return [];
    const read = field.safeParse(kept[name]);
    return read.success ? [[name, read.data]] : [];
  });
  return Object.fromEntries(known) as { [K in keyof T]?: z.infer<T[K]> };
}
