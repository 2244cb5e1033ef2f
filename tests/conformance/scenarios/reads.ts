import { asString, getPath } from '@lanthorn/base/json.ts';
import type { Scenario, ScenarioRequest, Stage } from '../scenario.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PARTIAL = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const PARTIAL_OBJECT = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';

const version = (list: unknown) => asString(getPath(list, 'metadata', 'resourceVersion'));

function maps({ namespace, send }: Stage) {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const make = (name: string, labels: Record<string, string> = {}) =>
    send(`make ${name}`, { method: 'POST', path, body: { metadata: { name, labels }, data: { of: name } } });
  const list = (title: string, query: Record<string, string>, rest: Partial<ScenarioRequest> = {}) =>
    send(title, { method: 'GET', path, query, ...rest });
  return { path, make, list };
}

/** Lists: pages, versions, selectors, shapes. */
export const LISTS: Scenario = {
  name: 'lists',
  run: async stage => {
    const { send, namespace } = stage;
    const { path, make, list } = maps(stage);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await make(name, { letter: name, kind: name < 'c' ? 'low' : 'high' });
    const first = await list('first page', { limit: '2' });
    await send('a write between the pages', { method: 'DELETE', path: `${path}/d` });
    const token = asString(getPath(first, 'metadata', 'continue'));
    const second = await list('second page: of the same moment', { limit: '2', continue: token });
    await list('third page', { limit: '2', continue: asString(getPath(second, 'metadata', 'continue')) });
    const all = await list('all', {});
    await list('a limit that all fit in', { limit: '50' });
    await list('from any version', { resourceVersion: '0' });
    await list('not older than', { resourceVersion: version(all), resourceVersionMatch: 'NotOlderThan' });
    await list('exactly an earlier version', { resourceVersion: version(first), resourceVersionMatch: 'Exact' });
    await list('exactly, without a version', { resourceVersionMatch: 'Exact' });
    await list('exactly zero', { resourceVersion: '0', resourceVersionMatch: 'Exact' });
    await list('a match that does not exist', { resourceVersion: '5', resourceVersionMatch: 'Sometimes' });
    await list('a version that is no number', { resourceVersion: 'x' });
    await list('a version of the future', {
      resourceVersion: '999999999',
      resourceVersionMatch: 'NotOlderThan',
      timeoutSeconds: '1',
    });
    await list('continue with a version', { continue: token, resourceVersion: version(all) });
    await list('a token that is none', { continue: 'nonsense' });
    await list('a negative limit', { limit: '-1' });
    await list('labels: equal', { labelSelector: 'letter=a' });
    await list('labels: unequal, in, notin, exists', {
      labelSelector: 'letter!=a,kind in (low,high),letter notin (b),kind,!none',
    });
    await list('labels: bad', { labelSelector: 'a==b==c' });
    await list('labels: bad value', { labelSelector: 'a=b!' });
    await list('fields: name', { fieldSelector: 'metadata.name=c' });
    await list('fields: not this name, this namespace', {
      fieldSelector: `metadata.name!=c,metadata.namespace=${namespace}`,
    });
    await list('fields: one there is not', { fieldSelector: 'data.of=c' });
    await list('fields: bad', { fieldSelector: 'metadata.name' });
    await list(
      'as a Table',
      { limit: '1', includeObject: 'Metadata', fieldSelector: 'metadata.name=a' },
      { accept: TABLE },
    );
    await list(
      'as a Table with objects',
      { includeObject: 'Object', fieldSelector: 'metadata.name=a' },
      { accept: TABLE },
    );
    await list('as a Table of a bad kind', { includeObject: 'Nothing' }, { accept: TABLE });
    await list('as metadata', { fieldSelector: 'metadata.name=a' }, { accept: PARTIAL });
    await send('one as metadata', { method: 'GET', path: `${path}/a`, accept: PARTIAL_OBJECT });
    await send('one as a Table', { method: 'GET', path: `${path}/a`, accept: TABLE });
    await send('one that is not there', { method: 'GET', path: `${path}/z` });
    await send('a kind that is not there', { method: 'GET', path: `/api/v1/namespaces/${namespace}/things` });
    await send('a version that is not there', { method: 'GET', path: '/api/v2/pods' });
    await send('a group that is not there', { method: 'GET', path: '/apis/none.example/v1/things' });
    await send('an empty list of a namespace that is not there', {
      method: 'GET',
      path: '/api/v1/namespaces/none/configmaps',
    });
    await send('a media type nobody serves', { method: 'GET', path, accept: 'text/html' });
    await send('a list by POST at one object', { method: 'POST', path: `${path}/a`, body: {} });
    await send('a DELETE of one, as a dry run', { method: 'DELETE', path: `${path}/a`, query: { dryRun: 'All' } });
    await send('a DELETE of many, by label', { method: 'DELETE', path, query: { labelSelector: 'kind=low' } });
    await list('what is left', {});
  },
};

/** Watches: order, selectors, bookmarks, shapes. */
export const WATCHES: Scenario = {
  name: 'watches',
  run: async stage => {
    const { send, namespace } = stage;
    const { path, make, list } = maps(stage);
    await make('a', { on: 'yes' });
    const begin = version(await list('the beginning', {}));
    const patch = (title: string, name: string, body: object) =>
      send(title, { method: 'PATCH', path: `${path}/${name}`, type: 'application/merge-patch+json', body });
    await make('b', { on: 'yes' });
    await patch('change a', 'a', { data: { more: '1' } });
    await patch('a turns off', 'a', { metadata: { labels: { on: 'no' } } });
    await send('b goes', { method: 'DELETE', path: `${path}/b` });
    const watch = (title: string, events: number, query: Record<string, string>, rest: Partial<ScenarioRequest> = {}) =>
      send(title, { method: 'GET', path, query: { watch: '1', ...query }, events, ...rest });
    await watch('everything since', 4, { resourceVersion: begin });
    await watch('with a selector things come and go', 4, { resourceVersion: begin, labelSelector: 'on=yes' });
    await watch('by name', 1, { resourceVersion: begin, fieldSelector: 'metadata.name=b' });
    await watch('as Table', 2, { resourceVersion: begin, fieldSelector: 'metadata.name=b' }, { accept: TABLE });
    await watch(
      'as metadata',
      2,
      { resourceVersion: begin, fieldSelector: 'metadata.name=b' },
      {
        accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
      },
    );
    await watch('from any version: what is there first', 1, { resourceVersion: '0', labelSelector: 'on=no' });
    await watch('without a version', 1, { labelSelector: 'on=no' });
    await watch('a streaming list ends with its bookmark', 2, {
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
      labelSelector: 'on=no',
    });
    await watch('a streaming list without a match', 1, { sendInitialEvents: 'true' });
    await watch('a version that is no number', 1, { resourceVersion: 'x' });
    await watch('an impossible selector', 1, { labelSelector: '=' });
    await send('by the name in the path', {
      method: 'GET',
      path: `${path}/a`,
      query: { watch: '1', resourceVersion: '0' },
      events: 1,
    });
    await send('across namespaces', {
      method: 'GET',
      path: '/api/v1/configmaps',
      query: { watch: '1', resourceVersion: begin, fieldSelector: `metadata.namespace=${namespace}` },
      events: 2,
    });
  },
};
