import { asString, getPath } from '@lanthorn/base/json.ts';
import { type FieldRequirement, matchesFields, parseFieldSelector } from '@lanthorn/kube/selectors/field-selector.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseLabelSelector } from '@lanthorn/kube/selectors/label-selector-parser.ts';
import { type LabelRequirement, matchesLabels } from '@lanthorn/kube/selectors/label-selector.ts';
import { badRequest, forbiddenField, invalidOptions, notSupported } from '../wire/api-error.ts';
import { readBoolean } from '../wire/read-boolean.ts';
import type { ServedResource } from '../resources/served-resource.ts';

export interface ListOptions {
  readonly limit: number;
  readonly continueToken: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly watch: boolean;
  readonly sendInitialEvents: boolean;
  readonly allowWatchBookmarks: boolean;
  readonly timeoutSeconds: number | null;
  readonly matches: (object: KubeObject) => boolean;
  /** Nothing is selected: all of them match. */
  readonly isWhole: boolean;
}

type Query = Readonly<Record<string, string>>;

/** The options of list, watch and deletecollection, validated as the server does. */
export function readListOptions(query: Query, info: ServedResource, name: string | undefined): ListOptions {
  const options = {
    // Less than nothing is no limit.
    limit: Math.max(0, readInteger(query['limit']) ?? 0),
    continueToken: query['continue'] ?? '',
    resourceVersion: query['resourceVersion'] ?? '',
    resourceVersionMatch: query['resourceVersionMatch'] ?? '',
    watch: readBoolean(query['watch']),
    sendInitialEvents: readBoolean(query['sendInitialEvents']),
    allowWatchBookmarks: readBoolean(query['allowWatchBookmarks']),
    timeoutSeconds: readInteger(query['timeoutSeconds']),
    ...readSelectors(query, info, name),
  };
  checkMatch(options);
  return options;
}

function readInteger(value: string | undefined): number | null {
  if (value === undefined || value === '') return null;
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  return Number(value);
}

function checkMatch(options: Omit<ListOptions, 'matches' | 'isWhole'>): void {
  const refuse = (field: string, why: string) => invalidOptions('ListOptions', forbiddenField(field, why));
  const { resourceVersionMatch: match, resourceVersion, sendInitialEvents, watch } = options;
  if (!['', 'Exact', 'NotOlderThan'].includes(match)) {
    const supported = ['Exact', 'NotOlderThan', ''];
    throw invalidOptions('ListOptions', notSupported('resourceVersionMatch', match, supported));
  }
  if (options.continueToken !== '' && resourceVersion !== '' && resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  if (sendInitialEvents && !watch) {
    throw refuse('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  }
  if (sendInitialEvents && match !== 'NotOlderThan') {
    throw refuse('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
  if (match === '' || sendInitialEvents) return;
  if (watch)
    throw refuse(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  if (resourceVersion === '')
    throw refuse('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (options.continueToken !== '')
    throw refuse('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
  if (match === 'Exact' && resourceVersion === '0') {
    throw refuse('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
}

function readSelectors(
  query: Query,
  info: ServedResource,
  name: string | undefined,
): Pick<ListOptions, 'matches' | 'isWhole'> {
  const labels = parseLabelSelector(query['labelSelector'] ?? '');
  if (!labels.ok) throw badRequest(labels.error);
  const fields = parseFieldSelector(query['fieldSelector'] ?? '');
  if (!fields.ok) throw badRequest(fields.error);
  const stored = fields.value.map(requirement => ({ ...requirement, field: info.storedField(requirement.field) }));
  checkFields(stored, info);
  const wanted: FieldRequirement[] =
    name === undefined ? stored : [...stored, { field: 'metadata.name', operator: '=', value: name }];
  const isWhole = labels.value.length === 0 && wanted.length === 0;
  return { matches: isWhole ? () => true : matcher(labels.value, wanted), isWhole };
}

function matcher(
  labels: readonly LabelRequirement[],
  fields: readonly FieldRequirement[],
): (object: KubeObject) => boolean {
  return object =>
    matchesLabels(labels, object.metadata.labels ?? {}) && matchesFields(fields, field => readField(object, field));
}

function checkFields(requirements: readonly FieldRequirement[], info: ServedResource): void {
  const known = ['metadata.name', 'metadata.namespace', ...(info.strategy.selectableFields ?? [])];
  for (const { field } of requirements) {
    if (known.includes(field)) continue;
    if (info.isCustom) throw badRequest(`field label not supported: ${field}`);
    throw badRequest(`"${field}" is not a known field selector: only ${known.map(entry => `"${entry}"`).join(', ')}`);
  }
}

/** The value of a selectable field as text. */
function readField(object: KubeObject, field: string): string {
  // Events of the core group are selected by `source`, which stands for its component.
  if (field === 'source') return asString(getPath(object, 'source', 'component'));
  const value = getPath(object, ...field.split('.'));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return field === 'spec.unschedulable' || field === 'spec.hostNetwork' ? 'false' : '';
}
