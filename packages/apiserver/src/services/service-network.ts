import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type Random, randomInt, randomUuid, seededRandom } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Network } from '../resources/allocation.ts';
import type { Storage } from '../storage/storage.ts';
import { internalError } from '../wire/api-error.ts';

const SERVICES = 'services.v1.';
const ADDRESSES = 'ipaddresses.v1.networking.k8s.io';

export const SERVICE_CIDR = '10.96.0.0/16';
/** What addresses of `SERVICE_CIDR` begin with. */
const NETWORK = '10.96.';
/** The default of --service-node-port-range. */
export const FIRST_NODE_PORT = 30_000;
/** A thirty-second of the range: min(max(16, 2768 / 32), 128). */
const STATIC_PORTS = 86;
export const LAST_NODE_PORT = 32_767;
/** Of the third and of the fourth part of an address. */
const PARTS = 256;
const HOSTS = 254;

/** The addresses that a service was given: none where it is headless or only another name. */
export function clusterAddresses(service: KubeObject): readonly string[] {
  const given = asArray(getPath(service, 'spec', 'clusterIPs')).map(address => asString(address));
  return given.filter(address => address !== '' && address !== 'None');
}

/** All ports of the nodes that a service was given, that of its health check too. */
export function nodePorts(service: KubeObject): readonly number[] {
  // What merely names another host has none, whatever its ports say.
  if (getPath(service, 'spec', 'type') === 'ExternalName') return [];
  const ports = asArray(getPath(service, 'spec', 'ports')).map(port => asNumber(asObject(port)['nodePort']) ?? 0);
  const check = asNumber(getPath(service, 'spec', 'healthCheckNodePort')) ?? 0;
  return [...new Set([...ports, check])].filter(port => port !== 0);
}

export function isServiceAddress(address: string): boolean {
  // The first and the last are the network's own.
  return address.startsWith(NETWORK) && address !== `${NETWORK}0.0` && address !== `${NETWORK}255.255`;
}

/** Which addresses and ports of nodes services have, by what is stored; each address is an object of its own while it is taken (KEP-1880). */
export class ServiceNetwork implements Network {
  readonly #storage: Storage;
  readonly #clock: Pick<Clock, 'now'>;
  /** How many services have each port. */
  readonly #ports = new Map<number, number>();
  /** The service that has an address. */
  readonly #holders = new Map<string, KubeObject>();

  constructor({ storage, clock }: { readonly storage: Storage; readonly clock: Pick<Clock, 'now'> }) {
    this.#storage = storage;
    this.#clock = clock;
    storage.watch(SERVICES, 0, ({ type, object, previous }) =>
      this.#follow(previous, type === 'DELETED' ? null : object),
    );
    // Whoever deletes the object of an address takes it from nobody.
    storage.watch(ADDRESSES, 0, ({ type, key }) => {
      const holder = this.#holders.get(key);
      if (type === 'DELETED' && holder !== undefined) storage.put(ADDRESSES, key, this.#toAddress(key, holder));
    });
  }

  hasAddress(address: string): boolean {
    return this.#holders.has(address);
  }

  hasPort(port: number): boolean {
    return this.#ports.has(port);
  }

  /** By chance. */
  drawAddress(random: Random): string {
    const first = Math.floor(random.next() * PARTS) * HOSTS + Math.floor(random.next() * HOSTS);
    for (let i = 0; i < PARTS * HOSTS; i++) {
      const at = (first + i) % (PARTS * HOSTS);
      const address = `${NETWORK}${Math.floor(at / HOSTS)}.${1 + (at % HOSTS)}`;
      if (!this.hasAddress(address)) return address;
    }
    throw internalError('failed to allocate a serviceIP: range is full');
  }

  /** By chance, none of `others`; of the first ones, which people ask for by number, only where all others are taken (KEP-3668). */
  drawPort(random: Random, others: ReadonlySet<number>): number {
    const drawn = FIRST_NODE_PORT + STATIC_PORTS;
    const ranges = [
      { from: drawn, count: LAST_NODE_PORT - drawn + 1 },
      { from: FIRST_NODE_PORT, count: STATIC_PORTS },
    ];
    for (const { from, count } of ranges) {
      const first = randomInt(random, 0, count - 1);
      for (let i = 0; i < count; i++) {
        const port = from + ((first + i) % count);
        if (!this.hasPort(port) && !others.has(port)) return port;
      }
    }
    throw internalError('failed to allocate a nodePort: range is full');
  }

  #follow(before: KubeObject | null, now: KubeObject | null): void {
    for (const port of before === null ? [] : nodePorts(before)) this.#count(port, -1);
    for (const port of now === null ? [] : nodePorts(now)) this.#count(port, 1);
    const had = before === null ? [] : clusterAddresses(before);
    const has = now === null ? [] : clusterAddresses(now);
    for (const address of had.filter(each => !has.includes(each))) {
      this.#holders.delete(address);
      if (this.#storage.get(ADDRESSES, address) !== undefined) this.#storage.delete(ADDRESSES, address);
    }
    if (now === null) return;
    for (const address of has) {
      this.#holders.set(address, now);
      if (this.#storage.get(ADDRESSES, address) === undefined)
        this.#storage.put(ADDRESSES, address, this.#toAddress(address, now));
    }
  }

  #count(port: number, change: number): void {
    const count = (this.#ports.get(port) ?? 0) + change;
    if (count > 0) this.#ports.set(port, count);
    else this.#ports.delete(port);
  }

  #toAddress(address: string, service: KubeObject): KubeObject {
    const { name = '', namespace = '', uid = '' } = service.metadata;
    const time = formatTime(this.#clock.now());
    const labels = {
      'ipaddress.kubernetes.io/ip-family': 'IPv4',
      'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
    };
    const owned = {
      'f:metadata': {
        'f:labels': { '.': {}, ...Object.fromEntries(Object.keys(labels).map(key => [`f:${key}`, {}])) },
      },
      'f:spec': { 'f:parentRef': { '.': {}, 'f:name': {}, 'f:namespace': {}, 'f:resource': {} } },
    };
    const written = { apiVersion: 'networking.k8s.io/v1', fieldsType: 'FieldsV1', fieldsV1: owned, time };
    return {
      metadata: {
        name: address,
        uid: randomUuid(chanceOf(`${uid} ${address}`)),
        creationTimestamp: time,
        labels,
        managedFields: [{ ...written, manager: 'kube-apiserver', operation: 'Update' }],
      },
      spec: { parentRef: { resource: 'services', namespace, name } },
    };
  }
}

/** A chance of its own (FNV-1a): what else is drawn in a cluster does not hang on how many addresses it has. */
function chanceOf(text: string): Random {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return seededRandom(hash);
}
