import { isObject } from '@lanthorn/base/json.ts';
import type * as z from 'zod/mini';
import { NO_PREFERENCES } from './no-preferences.ts';
import { ofCluster, ofPerson, type Preferences } from './preferences.ts';

/** What is kept, as far as this version knows it: what a newer one wrote, or a disk spoiled, is as if nobody had chosen it. */
export function readPreferences(kept: unknown): Preferences {
  const clusters = isObject(kept) && isObject(kept['clusters']) ? kept['clusters'] : {};
  return {
    ...NO_PREFERENCES,
    ...knownFields(ofPerson, kept),
    clusters: Object.fromEntries(
      Object.entries(clusters).map(([name, chosen]) => [name, knownFields(ofCluster, chosen)]),
    ),
  };
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
