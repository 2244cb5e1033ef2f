import { asArray, asNumber, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';
import { below, fails, isGiven, type TypeRules } from './rules/type-rule.ts';

// Rules and texts: k8s.io/kubernetes/pkg/apis/{core,networking,rbac,storage,scheduling}/validation/validation.go.

const CORE = 'io.k8s.api.core.v1.';
const NETWORKING = 'io.k8s.api.networking.v1.';
const RBAC = 'io.k8s.api.rbac.v1.';

const HEADLESS = 'None';

const TRAFFIC = ['Cluster', 'Local'];

/** The server names them with a capital. */
function sourceRanges(ranges: unknown, kind: string, at: string): FieldError[] {
  const field = `${at}.LoadBalancerSourceRanges`;
  const list = asArray(ranges);
  if (list.length > 0 && kind !== 'LoadBalancer')
    return [forbiddenField(field, "may only be used when `type` is 'LoadBalancer'")];
  return list.flatMap((range, i) =>
    FIELD_FORMATS.cidr(asString(range)).map(why => invalidValue(`${field}[${i}]`, asString(range), why)),
  );
}

function serviceSpec(
  {
    ports,
    type,
    clusterIP,
    externalName,
    externalTrafficPolicy,
    loadBalancerClass,
    loadBalancerSourceRanges,
  }: JsonObject,
  at: string,
): FieldError[] {
  const kind = asString(type);
  const list = asArray(ports).map(asObject);
  const needsPorts = kind !== 'ExternalName' && clusterIP !== HEADLESS;
  return [
    ...fails(needsPorts && list.length === 0, () => required(below(at, 'ports'))),
    ...list.flatMap((port, i) => {
      const place = `${below(at, 'ports')}[${i}]`;
      return [
        ...fails(list.length > 1 && !isGiven(port['name']), () => required(`${place}.name`)),
        ...fails(kind === 'ClusterIP' && isGiven(port['nodePort']) && port['nodePort'] !== 0, () =>
          forbiddenField(`${place}.nodePort`, "may not be used when `type` is 'ClusterIP'"),
        ),
      ];
    }),
    ...fails(kind === 'ExternalName' && !isGiven(externalName), () => required(below(at, 'externalName'))),
    ...fails(isGiven(externalTrafficPolicy) && !TRAFFIC.includes(asString(externalTrafficPolicy)), () =>
      notSupported(below(at, 'externalTrafficPolicy'), externalTrafficPolicy, TRAFFIC),
    ),
    ...sourceRanges(loadBalancerSourceRanges, kind, at),
    ...fails(loadBalancerClass !== undefined && kind !== 'LoadBalancer', () =>
      forbiddenField(below(at, 'loadBalancerClass'), "may only be used when `type` is 'LoadBalancer'"),
    ),
  ];
}

function endpointSubset({ addresses, notReadyAddresses, ports }: JsonObject, at: string): FieldError[] {
  const list = asArray(ports).map(asObject);
  return [
    ...fails(!isGiven(addresses) && !isGiven(notReadyAddresses), () =>
      required(at, 'must specify `addresses` or `notReadyAddresses`'),
    ),
    ...list.flatMap((port, i) =>
      fails(list.length > 1 && !isGiven(port['name']), () => required(`${below(at, 'ports')}[${i}].name`)),
    ),
  ];
}

const ADDRESS_RULES = [FIELD_FORMATS.endpointAddress, FIELD_FORMATS.address];

/** Old endpoints are checked by the rules of then and of now. */
function endpointAddress({ ip }: JsonObject, at: string): FieldError[] {
  const value = asString(ip);
  return ADDRESS_RULES.flatMap(check => check(value)).map(why => invalidValue(below(at, 'ip'), value, why));
}

/** What an address is depends on their type. */
function endpointSlice({ addressType, endpoints }: JsonObject): FieldError[] {
  const check = addressType === 'FQDN' ? FIELD_FORMATS.subdomain : FIELD_FORMATS.address;
  return asArray(endpoints).flatMap((endpoint, i) =>
    asArray(asObject(endpoint)['addresses']).flatMap((address, j) =>
      check(asString(address)).map(why => invalidValue(`endpoints[${i}].addresses[${j}]`, asString(address), why)),
    ),
  );
}

const LIMITS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

const LIMIT_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** Containers have other resources than claims. */
function limitRangeItem(item: JsonObject, at: string): FieldError[] {
  const type = asString(item['type']);
  const check = type === 'Container' ? FIELD_FORMATS.containerResource : FIELD_FORMATS.qualifiedName;
  const isKnown = LIMIT_TYPES.includes(type) || type.includes('/') || FIELD_FORMATS.qualifiedName(type).length > 0;
  const isUnbounded =
    type === 'PersistentVolumeClaim' && ['min', 'max'].every(name => amount(item, name, 'storage') === null);
  return [
    ...fails(!isKnown, () => invalidValue(below(at, 'type'), type, 'must be a standard limit type or fully qualified')),
    ...LIMITS.flatMap(name =>
      Object.keys(asObject(item[name])).flatMap(key =>
        check(key).map(why => invalidValue(`${below(at, name)}[${key}]`, key, why)),
      ),
    ),
    ...limitOrder(item, at),
    ...fails(isUnbounded, () =>
      required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided'),
    ),
  ];
}

interface LimitOrder {
  /** Fields of the item: this one's amount of a resource is at least that one's. */
  readonly most: string;
  readonly least: string;
  /** The one that is complained of. */
  readonly field: string;
  readonly mostName: string;
  readonly leastName: string;
}

const MAX = { most: 'max', mostName: 'max value' };
const MIN = { least: 'min', leastName: 'min value' };
const DEFAULT_REQUEST = { least: 'defaultRequest', leastName: 'default request value', field: 'defaultRequest' };

const LIMIT_ORDER: readonly LimitOrder[] = [
  { ...MAX, ...MIN, field: 'min' },
  { most: 'default', mostName: 'default value', ...MIN, field: 'default' },
  { most: 'defaultRequest', mostName: 'default request value', ...MIN, field: 'defaultRequest' },
  { ...MAX, least: 'default', leastName: 'default value', field: 'default' },
  { ...MAX, ...DEFAULT_REQUEST },
  { most: 'default', mostName: 'default limit value', ...DEFAULT_REQUEST },
];

function amount(item: JsonObject, name: string, resource: string): string | null {
  const value = asObject(item[name])[resource];
  if (value === undefined) return null;
  return typeof value === 'number' ? String(value) : asString(value);
}

/** pkg/apis/core/validation, ValidateLimitRange. */
function limitOrder(item: JsonObject, at: string): FieldError[] {
  const resources = new Set(LIMITS.flatMap(name => Object.keys(asObject(item[name]))));
  return [...resources].flatMap(resource =>
    LIMIT_ORDER.flatMap(({ most: mostField, least: leastField, field, mostName, leastName }) => {
      const [most, least] = [amount(item, mostField, resource), amount(item, leastField, resource)];
      if (most === null || least === null || (parseQuantity(least) ?? 0) <= (parseQuantity(most) ?? 0)) return [];
      // A default above the bound is told by that bound.
      const value = field === 'default' && mostField === 'max' ? most : (amount(item, field, resource) ?? '');
      const why = `${leastName} ${least} is greater than ${mostName} ${most}`;
      return [invalidValue(`${below(at, field)}[${resource}]`, value, why)];
    }),
  );
}

function claimSpec({ resources }: JsonObject, at: string): FieldError[] {
  const { storage } = asObject(asObject(resources)['requests']);
  return fails(storage === undefined, () => required(`${below(at, 'resources')}[storage]`));
}

function taints({ taints: list }: JsonObject): FieldError[] {
  return asArray(list).flatMap((entry, i) => {
    const { key, value, effect } = asObject(entry);
    // The server says where taints were before they had a field.
    const place = `metadata.taints[${i}]`;
    const wrong = (name: string, given: unknown, texts: readonly string[]) =>
      texts.map(why => invalidValue(`${place}.${name}`, asString(given), why));
    return [
      ...wrong('key', key, FIELD_FORMATS.qualifiedName(asString(key))),
      ...wrong('value', value, FIELD_FORMATS.labelValue(asString(value))),
      ...fails(!isGiven(effect), () => required(`${place}.effect`)),
      ...fails(isGiven(effect) && !EFFECTS.includes(asString(effect)), () =>
        notSupported(`${place}.effect`, effect, EFFECTS),
      ),
    ];
  });
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function ingressSpec({ defaultBackend, rules }: JsonObject, at: string): FieldError[] {
  return fails(defaultBackend === undefined && !isGiven(rules), () =>
    invalidValue(at, {}, 'either `defaultBackend` or `rules` must be specified'),
  );
}

function ingressBackend({ resource, service }: JsonObject, at: string): FieldError[] {
  if (resource !== undefined && service !== undefined)
    return [invalidValue(at, '', 'cannot set both resource and service backends')];
  if (resource !== undefined) {
    const named = asObject(resource);
    return ['kind', 'name'].filter(name => !isGiven(named[name])).map(name => required(`${at}.resource.${name}`));
  }
  if (service === undefined) return [invalidValue(at, '', 'resource or service backend is required')];
  const { name, number } = asObject(asObject(service)['port']);
  const hasNumber = (asNumber(number) ?? 0) !== 0;
  if (isGiven(name) && hasNumber) return [invalidValue(at, '', 'cannot set both port name & port number')];
  return fails(!isGiven(name) && !hasNumber, () => required(at, 'port name or number is required'));
}

function ingressPath({ path, pathType }: JsonObject, at: string): FieldError[] {
  const isPart = pathType === 'Exact' || pathType === 'Prefix';
  return fails(isPart && !isGiven(path), () => invalidValue(below(at, 'path'), '', 'must be an absolute path'));
}

function ingressClassParameters({ kind }: JsonObject, at: string): FieldError[] {
  return fails(!isGiven(kind), () => required(below(at, 'kind')));
}

function networkPolicyPeer({ podSelector, namespaceSelector, ipBlock }: JsonObject, at: string): FieldError[] {
  const peers = [podSelector, namespaceSelector, ipBlock].filter(peer => peer !== undefined).length;
  if (peers === 0) return [required(at, 'must specify a peer')];
  return fails(peers > 1 && ipBlock !== undefined, () =>
    forbiddenField(at, 'may not specify both ipBlock and another peer'),
  );
}

function networkPolicyPort({ port, endPort }: JsonObject, at: string): FieldError[] {
  const end = asNumber(endPort);
  if (end === undefined) return [];
  const wrong = (why: string) => [invalidValue(below(at, 'endPort'), end, why)];
  if (port === undefined) return wrong('may not be specified when `port` is not specified');
  if (typeof port === 'string') return wrong('may not be specified when `port` is non-numeric');
  return end < (asNumber(port) ?? 0) ? wrong('must be greater than or equal to `port`') : [];
}

function policyRule({ apiGroups, resources, resourceNames, nonResourceURLs }: JsonObject, at: string): FieldError[] {
  if (isGiven(nonResourceURLs)) {
    const why = 'rules cannot apply to both regular resources and non-resource URLs';
    return fails(isGiven(apiGroups) || isGiven(resources) || isGiven(resourceNames), () =>
      invalidValue(below(at, 'nonResourceURLs'), nonResourceURLs, why),
    );
  }
  return [
    ...fails(!isGiven(apiGroups), () =>
      required(below(at, 'apiGroups'), 'resource rules must supply at least one api group'),
    ),
    ...fails(!isGiven(resources), () =>
      required(below(at, 'resources'), 'resource rules must supply at least one resource'),
    ),
  ];
}

/** Keys become names of files. */
function secretKeys({ data }: JsonObject): FieldError[] {
  return Object.keys(asObject(data)).flatMap(key =>
    FIELD_FORMATS.configKey(key).map(why => invalidValue(`data[${key}]`, key, why)),
  );
}

function disruptionBudgetSpec(spec: JsonObject, at: string): FieldError[] {
  const isBoth = spec['minAvailable'] !== undefined && spec['maxUnavailable'] !== undefined;
  return fails(isBoth, () => invalidValue(at, spec, 'minAvailable and maxUnavailable cannot be both set'));
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

function subject({ kind, apiGroup }: JsonObject, at: string): FieldError[] {
  if (!SUBJECT_KINDS.includes(asString(kind))) return [notSupported(below(at, 'kind'), asString(kind), SUBJECT_KINDS)];
  const group = kind === 'ServiceAccount' ? '' : RBAC_GROUP;
  return fails(asString(apiGroup) !== group, () => notSupported(below(at, 'apiGroup'), asString(apiGroup), [group]));
}

/** What people may give; the highest priorities are the system's. */
const MAX_USER_PRIORITY = 1_000_000_000;

export const CLUSTER_TYPE_RULES: TypeRules = {
  [`${CORE}ServiceSpec`]: serviceSpec,
  [`${CORE}EndpointSubset`]: endpointSubset,
  [`${CORE}EndpointAddress`]: endpointAddress,
  [`${CORE}PersistentVolumeClaimSpec`]: claimSpec,
  [`${CORE}NodeSpec`]: taints,
  [`${NETWORKING}IngressSpec`]: ingressSpec,
  [`${NETWORKING}HTTPIngressPath`]: ingressPath,
  [`${NETWORKING}IngressClassParametersReference`]: ingressClassParameters,
  [`${NETWORKING}IngressBackend`]: ingressBackend,
  [`${NETWORKING}NetworkPolicyPeer`]: networkPolicyPeer,
  [`${NETWORKING}NetworkPolicyPort`]: networkPolicyPort,
  [`${RBAC}PolicyRule`]: policyRule,
  [`${RBAC}Subject`]: subject,
  Secret: secretKeys,
  EndpointSlice: endpointSlice,
  [`${CORE}LimitRangeItem`]: limitRangeItem,
  'io.k8s.api.policy.v1.PodDisruptionBudgetSpec': disruptionBudgetSpec,
  PriorityClass: ({ value }) =>
    fails((asNumber(value) ?? 0) > MAX_USER_PRIORITY, () =>
      forbiddenField('value', `maximum allowed value of a user defined priority is ${MAX_USER_PRIORITY}`),
    ),
};
