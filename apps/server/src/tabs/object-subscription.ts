import { deepEqual } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ObjectFrame } from '@lanthorn/protocol/down-messages.ts';
import type { ObjectQuery } from '@lanthorn/protocol/up-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import type { Hub } from '../hub/hub.ts';
import type { ObjectWatch } from '../hub/objects/object-watch.ts';
import type { FrameText } from '../hub/lists/list-frame.ts';
import type { OpenSubscription, SubscriptionContext } from './open-subscription.ts';
import type { Lease } from '../hub/sharing/leased.ts';
import { SharedText } from '../hub/sharing/shared-text.ts';

/** One object open in one tab. */
export class ObjectSubscription implements OpenSubscription {
  readonly frameType = 'object';
  readonly isFillingUp = false;
  readonly isAnswer = false;
  readonly #lease: Lease<ObjectWatch>;
  readonly #stop: () => void;
  #sentObject: KubeObject | null | undefined = undefined;
  #sentState: QueryState | null = null;

  constructor(hub: Hub, query: ObjectQuery, { cluster, onDirty, boundary }: SubscriptionContext) {
    this.#lease = hub.object(cluster, query, message => boundary.end(message));
    this.#stop = this.#lease.value.subscribe(boundary.guard(onDirty));
    onDirty();
  }

  /** It is watched alone, and reads no list. */
  listScopes(): readonly string[] {
    return [];
  }

  /** Which object it is never changes. */
  applyChange(): void {}

  readRange(): null {
    return null;
  }

  askAbout(): void {}

  retry(): void {
    this.#lease.value.retry();
  }

  close(): void {
    this.#stop();
    this.#lease.release();
  }

  makeFrame(): FrameText | null {
    const { object, state } = this.#lease.value;
    const isNewObject = object !== undefined && object !== this.#sentObject;
    const isNewState = !deepEqual(state, this.#sentState);
    if (!isNewObject && !isNewState) return null;
    this.#sentObject = object;
    this.#sentState = state;
    const frame: Omit<ObjectFrame, 'type' | 'id'> = {
      ...(isNewObject ? { object } : {}),
      ...(isNewState ? { state } : {}),
    };
    return { fields: new SharedText(writeJson(frame).slice(1)), hasRows: false };
  }
}
