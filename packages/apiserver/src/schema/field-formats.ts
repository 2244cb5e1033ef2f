import {
  labelKeyProblems,
  labelValueProblems,
  SUBDOMAIN_LENGTH,
  subdomainProblems,
} from '@lanthorn/kube/selectors/label-format.ts';

// Texts and patterns: k8s.io/apimachinery/pkg/util/validation and pkg/api/validate/content.

const SEARCH = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const HTTP_HEADER = /^[-A-Za-z0-9]+$/;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const IPV4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;
/** Roughly: colons and hexadecimal digits, maybe with an IPv4 address at the end. */
const IPV6 = /^(?=.*:)[0-9a-fA-F:]+(\d+\.\d+\.\d+\.\d+)?$/;

/** DNS-1123: labels are 63 characters, subdomains 253; names in labels and their values 63. */
const LABEL_LENGTH = 63;
/** IANA_SVC_NAME of RFC 6335. */
const PORT_NAME_LENGTH = 15;

const SEARCH_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const CONFIG_KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const HTTP_HEADER_RULE =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";
const SYSCTL_RULE = `must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$`;

/** What is wrong with a text, in the server's words. */
type Format = (value: string) => string[];

const matching =
  (holds: (value: string) => boolean, message: string): Format =>
  value =>
    holds(value) ? [] : [message];

const limited =
  (length: number, pattern: RegExp, rule: string): Format =>
  value => [
    ...(value.length > length ? [`must be no more than ${length} bytes`] : []),
    ...(pattern.test(value) ? [] : [rule]),
  ];

function portName(value: string): string[] {
  return [
    ...(value.length > PORT_NAME_LENGTH ? [`must be no more than ${PORT_NAME_LENGTH} characters`] : []),
    ...(/^[-a-z0-9]*$/.test(value) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
    ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(value.startsWith('-') || value.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
  ];
}

const isAddress = (value: string) => IPV4.test(value) || IPV6.test(value);

function isCidr(value: string): boolean {
  const [address = '', bits = '', ...rest] = value.split('/');
  return (
    rest.length === 0 && isAddress(address) && /^\d+$/.test(bits) && Number(bits) <= (address.includes(':') ? 128 : 32)
  );
}

/** Without a domain a resource is one that the server knows. */
const CONTAINER_RESOURCE = /\/|^(cpu|memory|ephemeral-storage|hugepages-.+)$/;
const QUOTA_RESOURCE =
  /\/|^((requests|limits)\.)?(cpu|memory|ephemeral-storage)$|^requests\.storage$|^hugepages-|^requests\.hugepages-|^count\/|^(pods|services|services\.nodeports|services\.loadbalancers|secrets|configmaps|replicationcontrollers|resourcequotas|persistentvolumeclaims)$/;

const resourceName =
  (standard: RegExp, message: string): Format =>
  value => [...labelKeyProblems(value), ...(standard.test(value) ? [] : [message])];

const PERCENT_RULE =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

function percentUpTo100(value: string): string[] {
  if (!/^\d+%$/.test(value)) return [PERCENT_RULE];
  return Number.parseInt(value, 10) > 100 ? ['must not be greater than 100%'] : [];
}

/** Of texts in fields, by the name that `field-rules.json` has for them. */
export const FIELD_FORMATS = {
  qualifiedName: labelKeyProblems,
  portName,
  subdomain: subdomainProblems,
  searchDomain: value => limited(SUBDOMAIN_LENGTH, SEARCH, SEARCH_RULE)(value.replace(/\.$/, '')),
  hostOrWildcard: value => subdomainProblems(value.replace(/^\*\./, '')),
  label: limited(LABEL_LENGTH, LABEL, LABEL_RULE),
  labelValue: labelValueProblems,
  configKey: limited(SUBDOMAIN_LENGTH, CONFIG_KEY, CONFIG_KEY_RULE),
  httpHeader: matching(value => HTTP_HEADER.test(value), HTTP_HEADER_RULE),
  sysctl: matching(value => value.length <= SUBDOMAIN_LENGTH && SYSCTL.test(value), SYSCTL_RULE),
  address: matching(isAddress, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'),
  endpointAddress: matching(isAddress, 'must be a valid IP address'),
  cidr: matching(isCidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'),
  absolutePath: matching(value => value.startsWith('/'), 'must be an absolute path'),
  domainPrefixedPath: matching(
    value => /^[^/]+\/.+$/.test(value),
    'must be a domain-prefixed path (such as "acme.io/foo")',
  ),
  containerResource: resourceName(CONTAINER_RESOURCE, 'must be a standard resource for containers'),
  quotaResource: resourceName(QUOTA_RESOURCE, 'must be a standard resource for quota'),
  percent: matching(value => /^\d+%$/.test(value), PERCENT_RULE),
  percentUpTo100,
  quantityNotNegative: matching(value => !value.startsWith('-'), 'must be greater than or equal to 0'),
  quantityPositive: matching(value => !/^-|^0/.test(value), 'must be positive'),
} as const satisfies Readonly<Record<string, Format>>;

export type FieldFormat = keyof typeof FIELD_FORMATS;
