import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerSources, ReadSource, TokenWish } from './container-sources.ts';
import { fieldOf, resourceOf } from './pod-fields.ts';
import { FileSystem } from './system/file-system.ts';

interface MountedFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

const FILE_MODE = 0o644;
/** How long a token is good that does not say so. */
const TOKEN_SECONDS = 3600;

/** What a kubelet puts into a container of its pod's volumes: the keys of ConfigMaps and Secrets, each as a file. */
export function mountedFiles(
  pod: KubeObject,
  container: JsonObject,
  from: Pick<ContainerSources, 'read' | 'token'>,
): MountedFile[] {
  const volumes = asArray(getPath(pod, 'spec', 'volumes')).map(asObject);
  return asArray(container['volumeMounts']).flatMap(mount => {
    const volume = volumes.find(({ name }) => name === getPath(mount, 'name'));
    const at = asString(getPath(mount, 'mountPath'));
    const part = asString(getPath(mount, 'subPath'));
    if (volume === undefined || at === '') return [];
    const files = filesOf(volume, { pod, container, ...from });
    return files.flatMap(({ path, ...file }) => {
      if (part === '') return [{ ...file, path: FileSystem.resolve(at, path) }];
      return path === part ? [{ ...file, path: FileSystem.resolve('/', at) }] : [];
    });
  });
}

/** Paths are those within the volume. */
function filesOf(
  volume: JsonObject,
  {
    pod,
    container,
    read,
    token,
  }: { readonly pod: KubeObject; readonly container: JsonObject } & Pick<ContainerSources, 'read' | 'token'>,
): MountedFile[] {
  return sourcesOf(volume).flatMap(({ configMap, secret, downwardAPI, serviceAccountToken }) => {
    if (configMap !== undefined) return keysOf(configMap, found(pod, read, { configMap }), 'utf8');
    if (secret !== undefined) return keysOf(secret, found(pod, read, { secret }), 'base64');
    if (serviceAccountToken !== undefined) return tokenFile(asObject(serviceAccountToken), wish => token(pod, wish));
    return asArray(getPath(downwardAPI, 'items'))
      .map(asObject)
      .map(({ path, fieldRef, resourceFieldRef, mode }) => {
        const field = asString(getPath(fieldRef, 'fieldPath'));
        const text = fieldRef === undefined ? resourceOf(container, resourceFieldRef) : fieldOf(pod, field);
        const usual = asNumber(getPath(downwardAPI, 'defaultMode')) ?? FILE_MODE;
        return { path: asString(path), content: Buffer.from(text), mode: asNumber(mode) ?? usual };
      });
  });
}

function tokenFile(
  { path, audience, expirationSeconds }: JsonObject,
  token: (wish: TokenWish) => string | null,
): MountedFile[] {
  const text = token({ audience: asString(audience), seconds: asNumber(expirationSeconds) ?? TOKEN_SECONDS });
  return text === null ? [] : [{ path: asString(path), content: Buffer.from(text), mode: FILE_MODE }];
}

/** A volume, or what a projected one is made of. */
function sourcesOf(volume: JsonObject): JsonObject[] {
  return [volume, ...asArray(getPath(volume, 'projected', 'sources')).map(asObject)];
}

function found(
  { metadata: { namespace = '' } }: KubeObject,
  read: ReadSource,
  { configMap, secret }: JsonObject,
): KubeObject | undefined {
  if (configMap !== undefined) return read('configmaps', { namespace, name: asString(getPath(configMap, 'name')) });
  // A projected volume calls it otherwise.
  const name = getPath(secret, 'secretName') ?? getPath(secret, 'name');
  return read('secrets', { namespace, name: asString(name) });
}

/** Every namespace of a cluster has it; where nobody serves HTTPS there is nothing to be in it. */
const ROOT_CA = 'kube-root-ca.crt';

/** Why a volume of a pod cannot be had, in the words of a kubelet. */
export function mountProblem(pod: KubeObject, read: ReadSource): string | null {
  for (const volume of asArray(getPath(pod, 'spec', 'volumes')).map(asObject))
    for (const source of sourcesOf(volume)) {
      const problem = sourceProblem(pod, read, source);
      if (problem !== null) return `MountVolume.SetUp failed for volume "${asString(volume['name'])}" : ${problem}`;
    }
  return null;
}

function sourceProblem(pod: KubeObject, read: ReadSource, { configMap, secret }: JsonObject): string | null {
  const wanted = asObject(configMap ?? secret);
  const name = asString(wanted['secretName'] ?? wanted['name']);
  if ((configMap === undefined && secret === undefined) || wanted['optional'] === true || name === ROOT_CA) return null;
  const kind = configMap === undefined ? 'secret' : 'configmap';
  const object = found(pod, read, configMap === undefined ? { secret } : { configMap });
  if (object === undefined) return `${kind} "${name}" not found`;
  const known = new Set([...Object.keys(asObject(object['data'])), ...Object.keys(asObject(object['binaryData']))]);
  const missing = asArray(wanted['items'])
    .map(item => asString(getPath(item, 'key')))
    .find(key => !known.has(key));
  if (missing === undefined) return null;
  return `${kind} references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${missing}`;
}

function keysOf(source: unknown, object: KubeObject | undefined, encoding: 'utf8' | 'base64'): MountedFile[] {
  if (object === undefined) return [];
  const texts = Object.entries(asStringMap(object['data'])).map(
    ([key, value]) => [key, Buffer.from(value, encoding)] as const,
  );
  const binaries = Object.entries(asStringMap(object['binaryData'])).map(
    ([key, value]) => [key, Buffer.from(value, 'base64')] as const,
  );
  const all = new Map([...texts, ...binaries]);
  const items = asArray(getPath(source, 'items'));
  const mode = asNumber(getPath(source, 'defaultMode')) ?? FILE_MODE;
  if (items.length === 0) return [...all].map(([path, content]) => ({ path, content, mode }));
  return items.flatMap(item => {
    const content = all.get(asString(getPath(item, 'key')));
    if (content === undefined) return [];
    return [{ path: asString(getPath(item, 'path')), content, mode: asNumber(getPath(item, 'mode')) ?? mode }];
  });
}
