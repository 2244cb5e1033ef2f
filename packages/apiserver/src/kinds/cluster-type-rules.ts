import { asArray, asNumber, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';
import { below, fails, isGiven, type TypeRules } from './type-rule.ts';

// Rules and texts: k8s.io/kubernetes/pkg/apis/{core,networking,rbac,storage,scheduling}/validation/validation.go.

const CORE = 'io.k8s.api.core.v1.';
const NETWORKING = 'io.k8s.api.networking.v1.';
const RBAC = 'io.k8s.api.rbac.v1.';

const HEADLESS = 'None';

function serviceSpec({ ports, type, clusterIP, clusterIPs, loadBalancerClass }: JsonObject, at: string): FieldError[] {
  const kind = asString(type);
  const list = asArray(ports).map(asObject);
  const needsPorts = kind !== 'ExternalName' && clusterIP !== HEADLESS;
  return [
    ...asArray(clusterIPs).flatMap((address, i) =>
      address === HEADLESS
        ? []
        : FIELD_FORMATS.address(asString(address)).map(why =>
            invalidValue(`${below(at, 'clusterIPs')}[${i}]`, asString(address), why),
          ),
    ),
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

/** Containers have other resources than claims. */
function limitRangeItem(item: JsonObject, at: string): FieldError[] {
  const check = item['type'] === 'Container' ? FIELD_FORMATS.containerResource : FIELD_FORMATS.qualifiedName;
  return LIMITS.flatMap(name =>
    Object.keys(asObject(item[name])).flatMap(key =>
      check(key).map(why => invalidValue(`${below(at, name)}[${key}]`, key, why)),
    ),
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
  if (resource !== undefined) return [];
  if (service === undefined) return [invalidValue(at, '', 'resource or service backend is required')];
  const { name, number } = asObject(asObject(service)['port']);
  const hasNumber = (asNumber(number) ?? 0) !== 0;
  if (isGiven(name) && hasNumber) return [invalidValue(at, '', 'cannot set both port name & port number')];
  return fails(!isGiven(name) && !hasNumber, () => required(at, 'port name or number is required'));
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
