import { actionRecord } from '@lanthorn/actions/action-records.ts';
import { heldBy } from '@lanthorn/actions/machinery/held-by.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { editable } from '@lanthorn/actions/objects/edit-object.ts';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';
import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { Intent } from '../../history/stores/operations-store.ts';
import { tryRead } from '../../upstream/api-calls.ts';
import type { Cluster } from '../../upstream/cluster.ts';

/** What became of a change that was sent by a process that ended before it was answered. */
export type CutChange =
  /** It was made: the target shows it, as `answer` has it. */
  | {
      readonly was: 'made';
      readonly answer: KubeObject | null;
      readonly step: Pick<OperationTarget, 'phase' | 'message'>;
    }
  /** It did not arrive. */
  | { readonly was: 'lost' }
  /** The target does not tell. */
  | { readonly was: 'unknown' }
  /** The target cannot be read now, or it may still arrive. */
  | { readonly was: 'unread' };

/** As long as an API server works on a request whose sender is gone. */
const ON_ITS_WAY_MS = 60_000;
const SEEN = { phase: 'seen', message: '' } as const;

/** Looks at the target of a change that was cut: nothing is sent again. */
export async function readCut(
  cluster: Cluster,
  intent: Intent,
  { schema, now }: { readonly schema: TypeSchema | null; readonly now: number },
): Promise<CutChange> {
  const found = await look(cluster, intent, schema);
  return found.was === 'lost' && now - intent.at < ON_ITS_WAY_MS ? { was: 'unread' } : found;
}

async function look(cluster: Cluster, intent: Intent, schema: TypeSchema | null): Promise<CutChange> {
  const { action, plan } = intent;
  const { confirmation } = plan;
  const place = confirmation.type === 'exists' ? { ...action.target, ...confirmation } : action.target;
  const { object, code } = await tryRead(cluster, place);
  if (object !== null) return judge(intent, object, schema);
  if (code !== 404) return { was: 'unread' };
  if (confirmation.type === 'gone') return { was: 'made', answer: null, step: SEEN };
  return { was: confirmation.type === 'exists' || plan.creates === true ? 'lost' : 'unknown' };
}

function judge({ action, plan, before, left }: Intent, object: KubeObject, schema: TypeSchema | null): CutChange {
  const { uid, resourceVersion, deletionTimestamp } = object.metadata;
  if (plan.confirmation.type === 'gone') {
    if (uid !== action.target.uid) return { was: 'made', answer: null, step: SEEN };
    // Who is told to go says so at once.
    if (deletionTimestamp === undefined) return { was: 'lost' };
    return { was: 'made', answer: object, step: { phase: 'accepted', message: heldMessage(heldBy(object)) } };
  }
  if (actionRecord(action.kind).isOwnWork(action, object)) return { was: 'made', answer: object, step: SEEN };
  if (before === null || before.metadata.uid !== uid) return { was: 'unknown' };
  if (before.metadata.resourceVersion === resourceVersion) return { was: 'lost' };
  const isThere = left !== null && showsAll(before, { left, now: object }, schema);
  return isThere ? { was: 'made', answer: object, step: SEEN } : { was: 'unknown' };
}

/** Whether all that was to be changed is now as it was to be; others may have changed other things. */
function showsAll(
  before: KubeObject,
  { left, now }: { readonly left: KubeObject; readonly now: KubeObject },
  schema: TypeSchema | null,
): boolean {
  const wanted = treeChanges(editable(before), editable(left), schema).map(({ path }) => path);
  const other = treeChanges(editable(left), editable(now), schema).map(({ path }) => path);
  const isWithin = (path: string, outer: string) => path === outer || path.startsWith(outer);
  return wanted.length > 0 && !wanted.some(path => other.some(each => isWithin(path, each) || isWithin(each, path)));
}
