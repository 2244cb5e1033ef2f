import { asArray, asObject, type JsonObject } from '@lanthorn/base/json.ts';

/** Guaranteed, Burstable or BestEffort, by requests and limits of cpu and memory. */
export function qosClass(spec: JsonObject): string {
  const own = asObject(spec['resources']);
  const ofContainers = [...asArray(spec['containers']), ...asArray(spec['initContainers'])].map(container =>
    asObject(asObject(container)['resources']),
  );
  // What is said of the pod as a whole goes before what is said of its parts.
  const resources = Object.keys(own).length > 0 ? [own] : ofContainers;
  const has = (list: unknown) => Object.keys(asObject(list)).length > 0;
  if (!resources.some(entry => has(entry['requests']) || has(entry['limits']))) return 'BestEffort';
  const isGuaranteed = resources.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(name => {
      const limit = asObject(limits)[name];
      return limit !== undefined && (asObject(requests)[name] ?? limit) === limit;
    }),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
