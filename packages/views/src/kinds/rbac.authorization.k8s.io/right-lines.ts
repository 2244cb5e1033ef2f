import { asArray, asString, getPath } from '@lanthorn/base/json.ts';

/** One rule of a role, read: who has the role may do these things with those. */
export interface RightLine {
  /** `*` is whatever there is to do. */
  readonly verbs: readonly string[];
  readonly on: readonly RightObject[];
  /** These alone; empty for all. */
  readonly names: readonly string[];
  /** Of the API server, beside its objects. */
  readonly addresses: readonly string[];
}

/** A resource with its part, as `pods/exec`; `*` for every one, of a group or of all groups. */
export interface RightObject {
  readonly group: string;
  readonly resource: string;
}

/** What a role gives, a line for each rule that gives something. Total. */
export function rightLines(role: unknown): readonly RightLine[] {
  return asArray(getPath(role, 'rules'))
    .map(rule => {
      const list = (field: string) =>
        asArray(getPath(rule, field))
          .map(asString)
          .filter((text, at, all) => all.indexOf(text) === at);
      const named = (field: string) => list(field).filter(text => text !== '');
      return {
        verbs: simplest(named('verbs')),
        on: named('resources').flatMap(resource => simplest(list('apiGroups')).map(group => ({ group, resource }))),
        names: named('resourceNames'),
        addresses: named('nonResourceURLs'),
      };
    })
    .filter(({ verbs, on, addresses }) => verbs.length > 0 && on.length + addresses.length > 0);
}

/** The same as values of a message, and read from there: no part of a rule has a space. */
export function rightValues({ verbs, on, names, addresses }: RightLine): Readonly<Record<string, string>> {
  const objects = on.map(({ group, resource }) => `${resource}.${group}`);
  return { verbs: verbs.join(' '), on: objects.join(' '), names: names.join(' '), addresses: addresses.join(' ') };
}

export function rightLineOf(values: Readonly<Record<string, string | number>>): RightLine {
  const list = (name: string) =>
    asString(values[name])
      .split(' ')
      .filter(text => text !== '');
  const on = list('on').map(text => {
    const dot = text.indexOf('.');
    return { resource: text.slice(0, dot), group: text.slice(dot + 1) };
  });
  return { verbs: list('verbs'), on, names: list('names'), addresses: list('addresses') };
}

/** What stands beside everything says no more. */
function simplest(texts: readonly string[]): readonly string[] {
  return texts.includes('*') ? ['*'] : texts;
}

/** With these one takes what others may do, or reads what opens other doors. */
const TAKING: readonly string[] = ['escalate', 'bind', 'impersonate'];
const OPENING: ReadonlySet<string> = new Set([
  'secrets',
  'pods/exec',
  'pods/attach',
  'serviceaccounts/token',
  'nodes/proxy',
]);

/** Each of these is answered with the object as it is. */
const TOUCHING: ReadonlySet<string> = new Set(['*', 'get', 'list', 'watch', 'create', 'update', 'patch']);
/** A container of one's own in others' pods: reading it shows no more than the pod does. */
const ADDED_CONTAINERS = 'pods/ephemeralcontainers';
const ADDING: ReadonlySet<string> = new Set(['*', 'update', 'patch']);

const RBAC = 'rbac.authorization.k8s.io';
/** By their groups: whoever may do everything with these may do that, too. */
const TAKEN_BY_ALL_VERBS: ReadonlyMap<string, string> = new Map([
  ['roles', RBAC],
  ['clusterroles', RBAC],
  ['users', ''],
  ['groups', ''],
  ['serviceaccounts', ''],
]);

/** A right that leads to others: everything, other people's, values of Secrets, a shell. */
export function isFarReaching({ verbs, on }: RightLine): boolean {
  if (on.length === 0) return false;
  if (verbs.some(verb => TAKING.includes(verb))) return true;
  const touches = verbs.some(verb => TOUCHING.has(verb));
  const adds = verbs.some(verb => ADDING.has(verb));
  return on.some(({ group, resource }) => {
    const isOf = (wanted: string | undefined) => group === wanted || (group === '*' && wanted !== undefined);
    const takes = resource === '*' || isOf(TAKEN_BY_ALL_VERBS.get(resource));
    const opens = isOf('') && (resource === '*' || OPENING.has(resource));
    const debugs = isOf('') && resource === ADDED_CONTAINERS;
    return (verbs.includes('*') && takes) || (touches && opens) || (adds && debugs);
  });
}
