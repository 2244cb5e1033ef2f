import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';

/** A port that an object says it has. */
export interface NamedPort {
  readonly port: number;
  readonly name: string;
  /** Where a browser opens it; null where it speaks something else. */
  readonly scheme: 'http' | 'https' | null;
}

/** What speaks something else than HTTP by custom, for ports that say no more than their number. */
const OTHER_NUMBERS = new Set([
  22, 25, 53, 389, 636, 1433, 1521, 2181, 2379, 2380, 3306, 4222, 5432, 5671, 5672, 6379, 6432, 9042, 9092, 11_211,
  26_257, 27_017,
]);
const HTTPS_NUMBERS = new Set([443, 6443, 8443, 9443, 10_250]);
/** As `appProtocol` has it, or as ports are named by what they speak, with a suffix or without. */
const HTTP_WORD = /^(?:kubernetes\.io\/)?(?:http|http1|http2|ws|web|metrics|ui|dashboard|admin)(?:$|-)/i;
const HTTPS_WORD = /^(?:kubernetes\.io\/)?(?:https|wss)(?:$|-)/i;
const OTHER_WORD =
  /^(?:kubernetes\.io\/h2c|grpc|tcp|tls|mongo|mysql|postgres|pgsql|redis|amqp|kafka|dns|smtp|ldap|ssh|sql|peer|gossip|raft)/i;

/** The TCP ports of an object, each once: those of a Service, of a pod's containers, or of the pods that a template makes. Total. */
export function namedPorts(object: unknown): readonly NamedPort[] {
  const found = [...servicePorts(object), ...containerPorts(getPath(object, 'spec')), ...templatePorts(object)]
    // Nothing but TCP is forwarded by an API server.
    .filter(port => (asString(port['protocol']) || 'TCP') === 'TCP')
    .map(port => {
      const number = asNumber(port['containerPort']) ?? asNumber(port['port']) ?? 0;
      const name = asString(port['name']);
      return { port: number, name, scheme: portScheme({ port: number, words: [asString(port['appProtocol']), name] }) };
    })
    .filter(({ port }) => isPort(port));
  return found.filter(({ port }, i) => found.findIndex(other => other.port === port) === i);
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}

/** How a browser opens a port: by what is said of it, else by its number. What nothing is known of is tried as HTTP. */
export function portScheme({
  port,
  words,
}: {
  readonly port: number;
  readonly words: readonly string[];
}): NamedPort['scheme'] {
  for (const word of words) {
    if (HTTPS_WORD.test(word)) return 'https';
    if (HTTP_WORD.test(word)) return 'http';
    if (OTHER_WORD.test(word)) return null;
  }
  if (HTTPS_NUMBERS.has(port)) return 'https';
  return OTHER_NUMBERS.has(port) ? null : 'http';
}

/**
 * The port of a pod that a port of its Service leads to, as kubectl has it: by number, or by the name that a container of this pod gives it.
 * Null where the Service has no such port, or the pod none of that name. A Service without an address of its own hands ports on as they are.
 */
export function podPortOf(service: unknown, pod: unknown, port: number): number | null {
  const found = servicePorts(service).find(each => each['port'] === port);
  if (found === undefined) return null;
  if (getPath(service, 'spec', 'clusterIP') === 'None') return port;
  const target = found['targetPort'];
  if (typeof target !== 'string') return asNumber(target) || port;
  const named = containerPorts(getPath(pod, 'spec')).find(each => each['name'] === target);
  return asNumber(named?.['containerPort']) ?? null;
}

function servicePorts(service: unknown) {
  return asArray(getPath(service, 'spec', 'ports')).map(asObject);
}

function templatePorts(object: unknown) {
  return containerPorts(getPath(object, 'spec', 'template', 'spec'));
}

/** Sidecars stand among the init containers. */
function containerPorts(podSpec: unknown) {
  const sidecars = asArray(getPath(podSpec, 'initContainers')).filter(
    each => getPath(each, 'restartPolicy') === 'Always',
  );
  return [...asArray(getPath(podSpec, 'containers')), ...sidecars].flatMap(each =>
    asArray(getPath(each, 'ports')).map(asObject),
  );
}
