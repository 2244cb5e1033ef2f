import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';

/** The same request without the targets that are not kept, and without what belongs to them. */
export function onlyKept(request: OperationRequest, kept: readonly boolean[]): OperationRequest {
  if (!('targets' in request)) return request;
  const targets = request.targets.filter((_target, i) => kept[i] === true);
  const { backfill, rerun, apply } = request.params ?? {};
  const keep = <T>(items: readonly T[]) => items.filter((_item, i) => kept[i] === true);
  return {
    ...request,
    targets,
    params: {
      ...request.params,
      ...(backfill === undefined ? {} : { backfill: { ...backfill, slots: keep(backfill.slots) } }),
      ...(apply === undefined ? {} : { apply: { ...apply, documents: keep(apply.documents) } }),
      ...(rerun === undefined ? {} : { rerun: { indexes: keep(rerun.indexes) } }),
    },
  };
}
