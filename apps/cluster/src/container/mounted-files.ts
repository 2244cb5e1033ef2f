import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FileSystem } from './system/file-system.ts';

/** Finds a ConfigMap or a Secret. */
export type ReadSource = (
  resource: 'configmaps' | 'secrets',
  place: { readonly namespace: string; readonly name: string },
) => KubeObject | undefined;

interface MountedFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

const FILE_MODE = 0o644;

/** What a kubelet puts into a container of its pod's volumes: the keys of ConfigMaps and Secrets, each as a file. */
export function mountedFiles(pod: KubeObject, container: JsonObject, read: ReadSource): MountedFile[] {
  const volumes = asArray(getPath(pod, 'spec', 'volumes')).map(asObject);
  return asArray(container['volumeMounts']).flatMap(mount => {
    const volume = volumes.find(({ name }) => name === getPath(mount, 'name'));
    const at = asString(getPath(mount, 'mountPath'));
    const part = asString(getPath(mount, 'subPath'));
    if (volume === undefined || at === '') return [];
    const files = filesOf(volume, pod.metadata.namespace ?? '', read);
    return files.flatMap(({ path, ...file }) => {
      if (part === '') return [{ ...file, path: FileSystem.resolve(at, path) }];
      return path === part ? [{ ...file, path: FileSystem.resolve('/', at) }] : [];
    });
  });
}

/** Paths are those within the volume. */
function filesOf(volume: JsonObject, namespace: string, read: ReadSource): MountedFile[] {
  const sources = [volume, ...asArray(getPath(volume, 'projected', 'sources')).map(asObject)];
  const found = (resource: 'configmaps' | 'secrets', name: unknown) =>
    read(resource, { namespace, name: asString(name) });
  return sources.flatMap(({ configMap, secret }) => [
    ...(configMap === undefined ? [] : keysOf(configMap, found('configmaps', getPath(configMap, 'name')), 'utf8')),
    // A projected volume calls it otherwise.
    ...(secret === undefined
      ? []
      : keysOf(secret, found('secrets', getPath(secret, 'secretName') ?? getPath(secret, 'name')), 'base64')),
  ]);
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
