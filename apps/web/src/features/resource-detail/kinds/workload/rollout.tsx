import { asNumber, asString } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { useOwned } from '../../subject/owned-list.tsx';
import type { SectionProps } from '../../sections/section-props.ts';
import { type RolloutPart, RolloutParts } from './rollout-parts.tsx';

/** How far a Deployment is on its way from one revision to the next, by its ReplicaSets. */
export function Rollout({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const list = useOwned(subject, kindAddress(REPLICA_SET_VIEW.resource), { uid: readMeta(object).uid });
  return <RolloutParts parts={[...list.rows.values()].map(readPart)} />;
}

function readPart({ uid, cells }: WireRow): RolloutPart {
  const cell = (id: string) => cells[columnIndex(REPLICA_SET_VIEW, id)];
  const number = (id: string) => asNumber(cell(id)) ?? 0;
  return {
    key: uid,
    revision: number('revision'),
    wanted: number('desired'),
    created: number('current'),
    ready: number('readyCount'),
    images: asString(cell('images')),
  };
}
