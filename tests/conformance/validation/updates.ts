import { asArray, asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Scenario } from '../scenario.ts';
import { SAMPLES } from './samples.ts';
import { VALID_OBJECTS } from './valid-objects.ts';

/** Every field of a stored object of every kind, changed and taken away: what may be written once, and what a change takes with it. */
export const UPDATES: Scenario = {
  name: 'updates',
  run: async ({ namespace, ask, look }) => {
    for (const { object, kind, namespaced, ...resource } of SAMPLES) {
      // Names say what they are of, or are written in an older version.
      if (NAMED_OTHERWISE.has(kind) || (resource.version === 'v1' && resource.group === 'autoscaling')) continue;
      const path = resourcePath({ ...resource, ...(namespaced ? { namespace } : {}) });
      const title = `${resource.group === '' ? '' : `${resource.group}/`}${resource.version} ${resource.resource}`;
      const variants = [['', object] as const, ...Object.entries(VALID_OBJECTS[kind] ?? {})];
      for (const [what, valid] of variants) {
        const made = await ask({ method: 'POST', path, body: { metadata: { name: NAME }, ...valid } });
        if (made.status !== 201) throw new Error(`${title}: ${asString(made.body['message'])}`);
        const at = `${path}/${NAME}`;
        const change = async (operation: JsonObject) => {
          const request = { method: 'PATCH', path: at, type: JSON_PATCH, query: { dryRun: 'All' } } as const;
          const answer = await ask({ ...request, body: [operation] });
          return answer.status < 300 ? [] : complaints(answer.body);
        };
        const of = what === '' ? title : `${title}, ${what}`;
        // Of the variants only what makes them special.
        const fields = leavesOf(made.body, what === '' ? {} : object);
        for (const { steps, value } of fields) {
          const place = `/${steps.join('/')}`;
          const changed = await change({ op: 'replace', path: place, value: otherValue(value) });
          const answers = BREAKS.has(`${kind} ${place}`)
            ? { changed }
            : { changed, removed: await change({ op: 'remove', path: place }) };
          look(`${of}: ${steps.join('.')}`, answers);
        }
        const whole: Record<string, readonly string[]> = {};
        for (const [other, body] of variants) {
          if (other === what) continue;
          const answer = await ask({
            ...{ method: 'PUT', path: at, query: { dryRun: 'All' } },
            body: { ...body, metadata: made.body['metadata'] },
          });
          whole[other === '' ? 'the first' : other] = answer.status < 300 ? [] : complaints(answer.body);
        }
        look(`${of}, as another`, whole);
        await ask({ method: 'DELETE', path: at, query: { gracePeriodSeconds: '0' } });
        await ask({
          method: 'PATCH',
          path: at,
          type: 'application/merge-patch+json',
          body: { metadata: { finalizers: null } },
        });
      }
    }
  },
};

const NAME = 'conformance-updates';
const JSON_PATCH = 'application/json-patch+json';
const NAMED_OTHERWISE = new Set(['CustomResourceDefinition', 'APIService', 'IPAddress']);

/** A real server of 1.37.2 panics when this is taken away, and closes the connection. */
const BREAKS = new Set(['Job /spec/completions']);

/** Metadata has scenarios of its own, and a status is written elsewhere. */
const LEFT_ALONE = new Set(['apiVersion', 'kind', 'metadata', 'status']);

interface Leaf {
  readonly steps: readonly (string | number)[];
  readonly value: unknown;
}

/** What holds no other value, but for what `known` has as well; of lists the first. */
function leavesOf(object: JsonObject, known: unknown): readonly Leaf[] {
  const below = (value: unknown, other: unknown, steps: Leaf['steps']): readonly Leaf[] => {
    if (isObject(value))
      return Object.entries(value).flatMap(([key, entry]) =>
        steps.length === 0 && LEFT_ALONE.has(key)
          ? []
          : below(entry, asObject(other)[key], [...steps, key.replaceAll('~', '~0').replaceAll('/', '~1')]),
      );
    if (Array.isArray(value) && value.length > 0) return below(value[0], asArray(other)[0], [...steps, 0]);
    return JSON.stringify(value) === JSON.stringify(other) ? [] : [{ steps, value }];
  };
  return below(object, known, []).toSorted((a, b) => (a.steps.join('.') < b.steps.join('.') ? -1 : 1));
}

/** Of the same form: a name, an amount, a number, an answer. */
function otherValue(value: unknown): unknown {
  if (typeof value === 'string') return /^\d+(\.\d+)?([KMGTPE]i?|[mk])?$/.test(value) ? `1${value}` : `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? [{}] : { x: 'y' };
}

/** Where the comparison of both begins that Go prints. */
const COMPARISON = /(\n| ?@@|"?\{\\?"|map\[|core\.|v1\.).*$/s;

function complaints({ message, details }: JsonObject): string[] {
  const causes = asArray(asObject(details)['causes']).map(asObject);
  if (causes.length === 0) return [asString(message)];
  return causes.map(cause => `${asString(cause['field'])}: ${shortened(asString(cause['message']))}`).sort();
}

function shortened(message: string): string {
  return message.replace(COMPARISON, '').replace(/\b10\.96\.\d+\.\d+/g, '<address>');
}
