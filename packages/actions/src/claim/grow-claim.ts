import { asString, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { formatUsage } from '@lanthorn/kube/objects/resource-usage.ts';
import type { ActionParams, ActionRecord, Message, RelatedList } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlLine, mergePatchWords, patchRight } from '../machinery/change-request.ts';
import { quotas } from '../workload/replica-limits.ts';

const SIZE = ['spec', 'resources', 'requests', 'storage'] as const;
const POINTER = `/${SIZE.join('/')}`;
const STORAGE = 'requests.storage';

const CLASSES: RelatedList = {
  resource: { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' },
  namespace: '',
  isAdvice: true,
};

/** What a claim asks for, as it is written. */
export const sizeOf = (claim: unknown) => asString(getPath(claim, ...SIZE));
export const classOf = (claim: unknown) => asString(getPath(claim, 'spec', 'storageClassName'));
const bytes = (size: string) => parseQuantity(size) ?? 0;

function growth(claim: KubeObject, { growth: asked }: ActionParams): string {
  return asked?.size ?? sizeOf(claim);
}

/** Whether its class lets it grow at all. */
function allowance(claim: KubeObject, classes: readonly KubeObject[] | null): Message[] {
  const name = classOf(claim);
  if (classes === null) return [{ key: 'effect.expansionUnknown', values: { class: name || '–' } }];
  const found = classes.find(({ metadata }) => metadata.name === name);
  return found?.['allowVolumeExpansion'] === true
    ? []
    : [{ key: 'effect.expansionRefused', values: { class: name || '–' } }];
}

/** A quota that the difference does not fit in. */
function quotaRefuses(claim: KubeObject, size: string, limits: readonly KubeObject[] | null): Message[] {
  if (limits === null) return [{ key: 'effect.quotasUnknown', values: {} }];
  const more = bytes(size) - bytes(sizeOf(claim));
  // Of one class, a quota counts under a name of its own.
  for (const resource of [STORAGE, `${classOf(claim)}.storageclass.storage.k8s.io/${STORAGE}`])
    for (const quota of limits) {
      const hard = parseQuantity(asString(getPath(quota, 'status', 'hard', resource)));
      const used = parseQuantity(asString(getPath(quota, 'status', 'used', resource))) ?? 0;
      if (hard === null || used + more <= hard) continue;
      const values = {
        ...{ name: quota.metadata.name ?? '', resource },
        ...{ used: formatUsage(STORAGE, used), hard: formatUsage(STORAGE, hard) },
      };
      return [{ key: 'effect.quotaFull', values }];
    }
  return [];
}

/** More room for what is in a claim; there is no way back, since a claim does not shrink. */
export const GROW_CLAIM: ActionRecord<'claim.grow'> = {
  kind: 'claim.grow',
  isOffered: false,
  key: null,
  form: 'growth',
  tone: 'plain',
  guard: null,
  appliesTo: resource => groupResource(resource) === 'persistentvolumeclaims',
  // What is not bound yet is not changed any more, and cannot be.
  fits: ({ isBound }) => isBound !== false,
  right: patchRight,
  related: ({ namespace }) => [CLASSES, quotas(namespace)],
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, claim, { context, related = [] }) => {
    const [classes = null, limits = null] = related;
    const [before, after] = [sizeOf(claim), growth(claim, params)];
    return {
      request: jsonPatchRequest(target, [
        { op: 'test', path: '/metadata/uid', value: target.uid },
        { op: 'test', path: POINTER, value: before },
        { op: 'replace', path: POINTER, value: after },
      ]),
      right: patchRight(target),
      effects: [
        { key: 'effect.claimGrows', values: { before, after } },
        { key: 'effect.claimStaysLarge', values: {} },
        { key: 'effect.fileSystemFollows', values: {} },
        ...allowance(claim, classes),
        ...quotaRefuses(claim, after, limits),
      ],
      kubectl: kubectlLine(target, context, [
        ...mergePatchWords('pvc', target.name, { spec: { resources: { requests: { storage: after } } } }),
      ]),
      confirmation: { type: 'answered' },
      // Somebody made it as large, or larger, meanwhile: it is never asked to be smaller.
      isDone: bytes(before) >= bytes(after),
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, claim) =>
    claim.metadata.uid === target.uid && bytes(sizeOf(claim)) === bytes(growth(claim, params)),
  follows: null,
  inverse: () => null,
};
