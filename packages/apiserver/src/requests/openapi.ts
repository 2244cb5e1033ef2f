import { asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ResourceInfo } from '../resources/resource-info.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { SCHEMAS } from '../schema/schema.ts';

const WRITE_ACTIONS = new Set(['post', 'put', 'patch']);
const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'].map(name => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

const documentPath = (info: ResourceInfo) => (info.group === '' ? `api/${info.version}` : `apis/${apiVersionOf(info)}`);

/** Custom kinds bring their own: `com.example.v1.Lamp`. */
function ownSchema({ isCustom, group, version, kind, schema }: ServedResource): [string, unknown][] {
  if (!isCustom) return [];
  const { metadata, ...fields } = asObject(schema?.properties);
  const published = { ...schema, properties: { ...fields, metadata: { allOf: [metadata] } } };
  return [[[...group.split('.').toReversed(), version, kind].join('.'), published]];
}

/** `/openapi/v3`: where each group's document is. */
export function openApiIndex(served: readonly ServedResource[]): JsonObject {
  const paths: JsonObject = {};
  for (const info of served)
    paths[documentPath(info)] = { serverRelativeURL: `/openapi/v3/${documentPath(info)}?hash=embedded` };
  return { paths };
}

/** One group's document: its paths by kind and action, and every schema those need (all are shared here). */
export function openApiDocument(served: readonly ServedResource[], path: string): JsonObject | null {
  const resources = served.filter(info => documentPath(info) === path);
  if (resources.length === 0) return null;
  const paths: JsonObject = {};
  for (const info of resources) {
    const kind = { group: info.group, version: info.version, kind: info.kind };
    const operation = (action: string) => ({
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': kind,
      // kubectl looks here for what it may ask of the server.
      parameters: WRITE_ACTIONS.has(action) ? WRITE_PARAMETERS : [],
      responses: {},
    });
    const placed = info.namespaced ? { ...info, namespace: '{namespace}' } : info;
    const list = decodeURIComponent(resourcePath(placed));
    paths[list] = { get: operation('list'), post: operation('post') };
    paths[`${list}/{name}`] = {
      get: operation('get'),
      put: operation('put'),
      patch: operation('patch'),
      delete: operation('delete'),
    };
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.37.2' },
    paths,
    components: { schemas: { ...SCHEMAS, ...Object.fromEntries(resources.flatMap(ownSchema)) } },
  };
}
