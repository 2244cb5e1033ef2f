import { actionRecord, isConfirmed } from '@lanthorn/actions/action-records.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { editable } from '@lanthorn/actions/objects/edit-object.ts';
import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { Intent } from '../../history/stores/operations-store.ts';
import { tryRead } from '../../upstream/api-calls.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { deletionMessage } from './deletion-message.ts';

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
  | { readonly was: 'undecided' }
  /** No answer came. */
  | { readonly was: 'unreachable' };

/** As long as an API server works on a request whose sender is gone. */
const ON_ITS_WAY_MS = 60_000;
/** Objects are created at whole seconds, and the clock of a cluster is known to about one. */
const CREATED_WITHIN_MS = 2_000;
const SEEN = { phase: 'seen', message: '' } as const;
const UNCONFIRMED = { phase: 'accepted', message: 'confirm.timeout' } as const;

/** Looks at the target of a change that was cut: nothing is sent again. */
export async function readCut(cluster: Cluster, intent: Intent, schema: TypeSchema | null): Promise<CutChange> {
  const found = await look(cluster, intent, schema);
  const isOnItsWay = cluster.clock.now() - intent.at < ON_ITS_WAY_MS;
  return found.was === 'lost' && isOnItsWay ? { was: 'undecided' } : found;
}

async function look(cluster: Cluster, intent: Intent, schema: TypeSchema | null): Promise<CutChange> {
  const { action, plan } = intent;
  const { confirmation } = plan;
  const place = confirmation.type === 'exists' ? { ...action.target, ...confirmation } : action.target;
  const { object, code } = await tryRead(cluster, place);
  if (object !== null) return judge(intent, object, schema);
  // A login that has ended is renewed some time.
  if (code === 0 || code === 401) return { was: 'unreachable' };
  // Who may not read it will not see it later.
  if (code === 403) return { was: 'unknown' };
  if (code !== 404) return { was: 'undecided' };
  if (confirmation.type === 'gone') return { was: 'made', answer: null, step: SEEN };
  return { was: isCreation(plan) ? 'lost' : 'unknown' };
}

function judge({ action, plan, before, left, at }: Intent, object: KubeObject, schema: TypeSchema | null): CutChange {
  const { uid, resourceVersion, deletionTimestamp } = object.metadata;
  const isSame = before !== null && before.metadata.uid === uid;
  if (isSame && before.metadata.resourceVersion === resourceVersion) return { was: 'lost' };
  const { confirmation } = plan;
  if (confirmation.type === 'gone') {
    if (uid !== action.target.uid) return { was: 'made', answer: null, step: SEEN };
    // Who is told to go says so at once.
    if (deletionTimestamp === undefined) return { was: 'lost' };
    return { was: 'made', answer: object, step: { phase: 'accepted', message: deletionMessage(object) } };
  }
  const isOwn =
    actionRecord(action.kind).isOwnWork(action, object) && (!isCreation(plan) || isCreatedAfter(at, object));
  const isThere = isSame && left !== null && showsAll(before, { left, now: object }, schema);
  if (!isOwn && !isThere) return { was: 'unknown' };
  const isSeen = isConfirmed({ action, confirmation, answer: object }, object);
  return { was: 'made', answer: object, step: isSeen ? SEEN : UNCONFIRMED };
}

function isCreation({ creates, confirmation }: Intent['plan']): boolean {
  return creates === true || confirmation.type === 'exists';
}

/** What was there before is somebody else's, however alike. */
function isCreatedAfter(at: number, { metadata }: KubeObject): boolean {
  return (parseTime(metadata.creationTimestamp) ?? 0) > at - CREATED_WITHIN_MS;
}

/** Whether all that was to be changed is now as it was to be; others may have changed other things. */
function showsAll(
  before: KubeObject,
  { left, now }: { readonly left: KubeObject; readonly now: KubeObject },
  schema: TypeSchema | null,
): boolean {
  const wanted = treeChanges(editable(before), editable(left), schema).map(({ path }) => path);
  const other = treeChanges(editable(left), editable(now), schema).map(({ path }) => path);
  return wanted.length > 0 && !wanted.some(path => other.some(each => isWithin(path, each) || isWithin(each, path)));
}

/** The same place or one in it: a step ends where the next begins. */
function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
