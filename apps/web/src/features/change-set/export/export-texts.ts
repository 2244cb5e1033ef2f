import { asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { shellLine } from '@lanthorn/actions/machinery/action.ts';
import { isRolledOut } from '@lanthorn/actions/sets/rollout-health.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import type { PlannedChange } from '@lanthorn/protocol/http/change-set-messages.ts';
import { type ChangeFile, changeFile, commentText, fileName, fileText } from './change-files.ts';

export const EXPORT_FORMATS = ['script', 'patches', 'kustomize'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const TEXTS: Readonly<Record<ExportFormat, (changes: readonly PlannedChange[]) => string>> = {
  script: scriptText,
  patches: changes => filesText('change-set', patchFiles(changes)),
  kustomize: changes => filesText('change-set', kustomizeFiles(changes)),
};

/** All changes as one text: a shell script, which does them, or writes the files that say them into a folder. */
export function exportText(format: ExportFormat, changes: readonly PlannedChange[]): string {
  return TEXTS[format](changes);
}

function nameOf({ kind, target: { resource, namespace, name } }: PlannedChange): string {
  const place = namespace === '' ? '' : ` (${namespace})`;
  return `${kind === '' ? groupResource(resource) : kind} ${name}${place}`;
}

/** Waits for the pods of a workload as the set does; nothing where there are none to wait for. */
function waitLines({ request, target: { cluster, resource, namespace, name } }: PlannedChange): readonly string[] {
  if (request?.method !== 'PATCH' || !isRolledOut(resource)) return [];
  const words = ['kubectl', `--context=${cluster}`, `--namespace=${namespace}`, 'rollout', 'status'];
  return [shellLine([...words, `${resource.resource}/${name}`, '--timeout=11m'])];
}

/** The same by kubectl, each change in its turn; pods of workloads are waited for as the set does. */
function scriptText(changes: readonly PlannedChange[]): string {
  const parts = changes.map((change, place) => {
    const { kubectl, problem, request } = change;
    const title = commentText(`${place + 1}. ${nameOf(change)}`);
    if (request === null) return [title, commentText(problem === '' ? 'is so already' : `not planned: ${problem}`)];
    return [title, kubectl, ...waitLines(change)];
  });
  return `${['#!/bin/sh', 'set -eu', ...parts.flatMap(part => ['', ...part])].join('\n')}\n`;
}

interface NamedFile {
  readonly name: string;
  readonly text: string;
}

const PATCH_TYPES = { json: 'json', merge: 'merge', strategic: 'strategic' } as const;

/** How kubectl takes each file. */
function usage(file: ChangeFile, name: string): string {
  const { change, type } = file;
  const { cluster, namespace, resource, name: object } = change.target;
  const start = ['kubectl', `--context=${cluster}`, ...(namespace === '' ? [] : [`--namespace=${namespace}`])];
  if (type === 'object') return shellLine([...start, 'create', `--filename=${name}`]);
  if (type === 'apply') return shellLine([...start, 'apply', '--server-side', `--filename=${name}`]);
  if (type === 'scale' || type === 'command') return change.kubectl;
  return shellLine([
    ...start,
    ...['patch', groupResource(resource), object, `--type=${PATCH_TYPES[type]}`, `--patch-file=${name}`],
  ]);
}

function patchFiles(changes: readonly PlannedChange[]): readonly NamedFile[] {
  const files = changes.map(changeFile).map((file, place) => ({ file, name: fileName(file, place) }));
  const written = files.flatMap(({ file, name }) => ('body' in file ? [{ name, text: fileText(file) }] : []));
  const lines = files.flatMap(({ file, name }, place) => [
    commentText(`${place + 1}. ${nameOf(file.change)}`),
    file.change.request === null ? commentText(file.change.problem || 'is so already') : usage(file, name),
    ...waitLines(file.change),
  ]);
  return [...written, { name: 'apply.sh', text: `#!/bin/sh\nset -eu\ncd "$(dirname "$0")"\n${lines.join('\n')}\n` }];
}

/** Kinds of which kustomize knows how lists are merged; of all others it takes the patch as it stands. */
function isBuiltIn({ change: { target } }: ChangeFile): boolean {
  return !target.resource.group.includes('.') || target.resource.group.endsWith('.k8s.io');
}

/** A merge patch takes lists as a whole: where kustomize would merge them, that is said. */
function withWholeLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isObject) ? [{ $patch: 'replace' }, ...value] : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withWholeLists(each)]));
}

/** As kustomize takes a patch that is no JSON patch: with what it is about. */
function kustomizePatch(file: ChangeFile & { readonly body: JsonObject }): JsonObject {
  const { apiVersion, kind, target } = file.change;
  const body = file.type === 'merge' && isBuiltIn(file) ? asObject(withWholeLists(file.body)) : file.body;
  const place = target.namespace === '' ? {} : { namespace: target.namespace };
  return { ...body, apiVersion, kind, metadata: { ...asObject(body['metadata']), name: target.name, ...place } };
}

const MARKS = ['labels', 'annotations'] as const;

/** kustomize writes a label or annotation that is to go as the text `null`: those go by a JSON patch. */
function markRemovals({ metadata }: JsonObject): readonly JsonObject[] {
  return MARKS.flatMap(part =>
    Object.entries(asObject(asObject(metadata)[part]))
      .filter(([, value]) => value === null)
      .map(([name]) => ({ op: 'remove', path: jsonPointer('metadata', part, name) })),
  );
}

function withoutRemovals(body: JsonObject): JsonObject {
  const metadata = Object.entries(asObject(body['metadata'])).map(([name, value]) => [
    name,
    MARKS.some(part => part === name)
      ? Object.fromEntries(Object.entries(asObject(value)).filter(([, each]) => each !== null))
      : value,
  ]);
  return { ...body, metadata: Object.fromEntries(metadata) };
}

function kustomizeFiles(changes: readonly PlannedChange[]): readonly NamedFile[] {
  const written: NamedFile[] = [];
  const [resources, patches, replicas, notes]: [string[], JsonObject[], JsonObject[], string[]] = [[], [], [], []];
  for (const [place, file] of changes.map(changeFile).entries()) {
    const { change } = file;
    const name = fileName(file, place);
    const { name: object, namespace, resource } = change.target;
    const target = {
      ...(resource.group === '' ? {} : { group: resource.group }),
      ...{ version: resource.version, kind: change.kind, name: object },
      ...(namespace === '' ? {} : { namespace }),
    };
    if (file.type === 'scale') replicas.push({ name: object, count: file.replicas });
    else if (file.type === 'command' || change.kind === '')
      notes.push(commentText(`not said here: ${place + 1}. ${nameOf(change)}: ${change.kubectl || change.problem}`));
    else if (file.type === 'object') {
      resources.push(name);
      const metadata = { ...(namespace === '' ? {} : { namespace }), ...asObject(file.body['metadata']) };
      written.push({ name, text: yamlText({ ...file.body, metadata }) });
    } else if (file.type === 'json') {
      patches.push({ path: name, target });
      written.push({ name, text: fileText(file) });
    } else {
      const removals = markRemovals(file.body);
      patches.push({ path: name, target });
      if (removals.length > 0) patches.push({ patch: yamlText(removals), target });
      written.push({ name, text: yamlText(withoutRemovals(kustomizePatch(file))) });
    }
  }
  const kustomization = {
    ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
    ...(resources.length === 0 ? {} : { resources }),
    ...(patches.length === 0 ? {} : { patches }),
    ...(replicas.length === 0 ? {} : { replicas }),
  };
  const head = commentText('The objects that are patched stand in the base: name it under resources.');
  const text = [head, ...notes, yamlText(kustomization)].join('\n');
  return [...written, { name: 'kustomization.yaml', text }];
}

/** Several files as one text, which writes them. */
function filesText(folder: string, files: readonly NamedFile[]): string {
  const parts = files.map(({ name, text }) => {
    // No line of a file may end it early.
    let end = 'END_OF_FILE';
    while (text.includes(end)) end += '_';
    return `cat > '${folder}/${name}' <<'${end}'\n${text.trimEnd()}\n${end}`;
  });
  return `${['#!/bin/sh', 'set -eu', `mkdir -p '${folder}'`, ...parts].join('\n')}\n`;
}
