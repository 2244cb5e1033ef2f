/** What is known of an image: what it runs, and whether what it has is what a container here has. */
export interface KnownImage {
  /** Before the arguments of a pod. */
  readonly entrypoint: readonly string[];
  /** Where a pod gives no arguments. */
  readonly args: readonly string[];
  /** There are no other programs in it than those here. */
  readonly isWhole: boolean;
}

const shell = (args: readonly string[] = ['sh']): KnownImage => ({ entrypoint: [], args, isWhole: true });
/** A server, unless its pod tells it to do something else. */
const server = (...args: string[]): KnownImage => ({ entrypoint: [], args, isWhole: false });

const IMAGES: Readonly<Record<string, KnownImage>> = {
  alpine: shell(['/bin/sh']),
  'bitnami/kubectl': { entrypoint: ['kubectl'], args: [], isWhole: false },
  busybox: shell(),
  'curlimages/curl': { entrypoint: [], args: ['curl'], isWhole: false },
  debian: shell(['bash']),
  'e2e-test-images/busybox': shell(),
  httpd: server('httpd-foreground'),
  mariadb: server('mariadbd'),
  memcached: server('memcached'),
  mongo: server('mongod'),
  mysql: server('mysqld'),
  nginx: server('nginx'),
  postgres: server('postgres'),
  rabbitmq: server('rabbitmq-server'),
  redis: server('redis-server'),
  ubuntu: shell(['/bin/bash']),
};

/** By its name without registry, `library/` and tag; undefined where nobody here knows it. */
export function knownImage(image: string): KnownImage | undefined {
  const [named = ''] = image.split('@');
  const path = named.replace(/:[^/]*$/, '').replace(/^(?:[^/]*[.:][^/]*|localhost)\//, '');
  const name = path.replace(/^library\//, '');
  return Object.hasOwn(IMAGES, name) ? IMAGES[name] : undefined;
}
