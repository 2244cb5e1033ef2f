import { asArray, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { schemaOfKind } from '@lanthorn/apiserver/schema/schema.ts';
import type { Scenario } from '../scenario.ts';
import { mutationsOf } from './mutations.ts';
import { SAMPLES } from './samples.ts';
import { VALID_OBJECTS } from './valid-objects.ts';

/** Every field of every kind, made wrong in the ways that its type allows: what the server says of each. */
export const VALIDATION: Scenario = {
  name: 'validation',
  run: async ({ namespace, ask, look }) => {
    for (const { object, kind, namespaced, ...resource } of SAMPLES) {
      const path = resourcePath({ ...resource, ...(namespaced ? { namespace } : {}) });
      const create = async (body: JsonObject) => {
        const answer = await ask({ method: 'POST', path, query: { dryRun: 'All' }, body: { ...named, ...body } });
        return answer.status < 300 ? [] : complaints(answer.body);
      };
      const { group, version } = resource;
      const schema = schemaOfKind(group, version, kind);
      if (schema === undefined) throw new Error(`no schema of ${kind}`);
      const title = `${group === '' ? '' : `${group}/`}${version} ${resource.resource}`;
      look(title, await create(object));
      for (const [what, valid] of Object.entries(VALID_OBJECTS[kind] ?? {})) {
        // An autoscaler is written in its newer version.
        if (version === 'v1' && group === 'autoscaling') continue;
        look(`${title}, ${what}`, await create(valid));
      }
      for (const { path: field, objects } of mutationsOf(schema, object)) {
        const answers: Record<string, readonly string[]> = {};
        for (const [change, body] of Object.entries(objects)) answers[change] = await create(body);
        look(`${title}: ${field}`, answers);
      }
    }
  },
};

const named = { metadata: { name: 'conformance-validation' } };

function complaints({ message, details }: JsonObject): string[] {
  const causes = asArray(asObject(details)['causes']).map(asObject);
  if (causes.length === 0) return [asString(message)];
  // Their order is that of the server's code, and the same for all kinds nowhere.
  return causes.map(cause => `${asString(cause['field'])}: ${asString(cause['message'])}`).sort();
}
