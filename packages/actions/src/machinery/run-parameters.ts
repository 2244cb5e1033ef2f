import { ownValue } from '@lanthorn/base/own-value.ts';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  asStringMap,
  getPath,
  isObject,
  type JsonObject,
} from '@lanthorn/base/json.ts';

/** What a person may set for one run. Only what differs from the template is meant to be sent; the rest stays as it is. */
export interface RunParameters {
  readonly containers: readonly ContainerParameters[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Null where the template sets none. */
  readonly activeDeadlineSeconds: number | null;
  readonly backoffLimit: number | null;
  readonly parallelism: number | null;
  readonly completions: number | null;
}

export interface ContainerParameters {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Variables with a literal value; those taken from elsewhere stay. */
  readonly env: Readonly<Record<string, string>>;
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

const NUMBERS = ['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'completions'] as const;

/** The values of a Job's spec, to begin a form with. */
export function runParametersOf(jobSpec: unknown): RunParameters {
  const pod = getPath(jobSpec, 'template', 'spec');
  const number = (name: string) => asNumber(getPath(jobSpec, name)) ?? null;
  return {
    containers: asArray(getPath(pod, 'containers')).map(containerParameters),
    nodeSelector: asStringMap(getPath(pod, 'nodeSelector')),
    activeDeadlineSeconds: number('activeDeadlineSeconds'),
    backoffLimit: number('backoffLimit'),
    parallelism: number('parallelism'),
    completions: number('completions'),
  };
}

function containerParameters(container: unknown): ContainerParameters {
  const strings = (name: string) => asArray(getPath(container, name)).map(asString);
  return {
    name: asString(getPath(container, 'name')),
    image: asString(getPath(container, 'image')),
    command: strings('command'),
    args: strings('args'),
    env: literals(asArray(getPath(container, 'env'))),
    requests: asStringMap(getPath(container, 'resources', 'requests')),
    limits: asStringMap(getPath(container, 'resources', 'limits')),
  };
}

function literals(env: readonly unknown[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    env.filter(isLiteral).map(entry => [asString(getPath(entry, 'name')), asString(getPath(entry, 'value'))]),
  );
}

function isLiteral(variable: unknown): boolean {
  return getPath(variable, 'valueFrom') === undefined;
}

/** The Job's spec with the parameters set; containers are found by name, an empty value removes its field. */
export function applyRunParameters(jobSpec: unknown, parameters: RunParameters): JsonObject {
  const spec: JsonObject = { ...asObject(jobSpec) };
  for (const name of NUMBERS) set(spec, name, parameters[name]);
  const template = asObject(spec['template']);
  const pod: JsonObject = { ...asObject(template['spec']) };
  set(pod, 'nodeSelector', parameters.nodeSelector);
  pod['containers'] = asArray(pod['containers']).map(container => {
    const wanted = parameters.containers.find(({ name }) => name === getPath(container, 'name'));
    return wanted === undefined ? container : applyToContainer(asObject(container), wanted);
  });
  return { ...spec, template: { ...template, spec: pod } };
}

function applyToContainer(container: JsonObject, wanted: ContainerParameters): JsonObject {
  const result: JsonObject = { ...container };
  set(result, 'image', wanted.image);
  set(result, 'command', wanted.command);
  set(result, 'args', wanted.args);
  set(result, 'env', applyEnv(asArray(container['env']), wanted.env));
  const resources: JsonObject = { ...asObject(container['resources']) };
  set(resources, 'requests', wanted.requests);
  set(resources, 'limits', wanted.limits);
  set(result, 'resources', resources);
  return result;
}

/**
 * In the template's order; new variables follow. What is set takes the place of what came from elsewhere. A name may be there more than once,
 * and one without a value is one of nothing: what the form showed and nobody changed stays as it is written.
 */
function applyEnv(before: readonly unknown[], wanted: Readonly<Record<string, string>>): unknown[] {
  const shown = literals(before);
  const kept = before.flatMap(variable => {
    const name = asString(getPath(variable, 'name'));
    const value = ownValue(wanted, name);
    if (value === undefined) return isLiteral(variable) ? [] : [variable];
    if (value === ownValue(shown, name)) return [variable];
    return [isLiteral(variable) ? { ...asObject(variable), value } : { name, value }];
  });
  const known = new Set(before.map(variable => asString(getPath(variable, 'name'))));
  const added = Object.entries(wanted).filter(([name]) => !known.has(name));
  return [...kept, ...added.map(([name, value]) => ({ name, value }))];
}

function set(object: JsonObject, name: string, value: unknown): void {
  const isEmpty =
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0);
  if (isEmpty) delete object[name];
  else object[name] = value;
}
