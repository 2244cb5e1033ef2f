import type { ObjectTarget, Plan } from '@lanthorn/actions/machinery/action.ts';
import { editable } from '@lanthorn/actions/objects/edit-object.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { RecordedOutcome } from '../../history/stores/operations-store.ts';

/** A change that was made: what it was made of, and what the server answered. */
export interface MadeChange {
  readonly plan: Pick<Plan, 'request' | 'confirmation' | 'kubectl' | 'creates' | 'takes'>;
  readonly before: KubeObject | null;
  readonly answer: KubeObject | null;
  /** What it left, where nobody answered and others may have changed more since. */
  readonly left?: KubeObject | null;
}

/** Values of Secrets are not written down, so an operation on one cannot be taken back; but one that was made can be deleted. */
export function recordedOutcome(
  { plan, before, answer, left }: MadeChange,
  { resource }: ObjectTarget,
  schema: TypeSchema | null,
): RecordedOutcome {
  const isSecret = resource.group === '' && resource.resource === 'secrets';
  if (isSecret) return ofSecret(plan, answer);
  const after = left ?? answer;
  const changes = plan.confirmation.type === 'exists' ? [] : changesOf(before, after, schema);
  const took = plan.takes ?? [];
  return { request: plan.request, before, after, changes, ...(took.length === 0 ? {} : { took }) };
}

/** What differs in what people write; what the server keeps of its own is not shown. */
export function changesOf(before: KubeObject | null, after: KubeObject | null, schema: TypeSchema | null) {
  return before === null || after === null ? [] : treeChanges(editable(before), editable(after), schema);
}

function ofSecret(plan: MadeChange['plan'], answer: KubeObject | null): RecordedOutcome {
  const { name = '', uid = '' } = answer?.metadata ?? {};
  const after = plan.creates === true && answer !== null ? { metadata: { name, uid } } : null;
  return { request: { ...plan.request, body: '' }, before: null, after, changes: [] };
}
