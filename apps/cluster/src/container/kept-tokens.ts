import type { Clock } from '@lanthorn/base/clock.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerSources, TokenWish } from './container-sources.ts';

/** A token is renewed when so much of its time is over, and once a day (k8s.io/kubernetes/pkg/kubelet/token). */
const RENEWED_AFTER = 0.8;
const DAY_S = 86_400;

interface KeptToken {
  readonly text: string;
  readonly renewAt: number;
}

/** Tokens of pods, each asked for once until it is renewed. */
export class KeptTokens {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ask: ContainerSources['token'];
  readonly #ofPods = new Map<string, Map<string, KeptToken>>();

  constructor(clock: Pick<Clock, 'now'>, ask: ContainerSources['token']) {
    this.#clock = clock;
    this.#ask = ask;
  }

  readonly token = (pod: KubeObject, wish: TokenWish): string | null => {
    const { uid = '' } = pod.metadata;
    const own = this.#ofPods.get(uid) ?? new Map<string, KeptToken>();
    const key = `${wish.seconds}/${wish.audience}`;
    const known = own.get(key);
    const now = this.#clock.now();
    if (known !== undefined && now < known.renewAt) return known.text;
    const text = this.#ask(pod, wish);
    if (text === null) return null;
    const renewAt = now + Math.min(DAY_S, wish.seconds * RENEWED_AFTER) * 1000;
    this.#ofPods.set(uid, own.set(key, { text, renewAt }));
    return text;
  };

  forget(uid: string): void {
    this.#ofPods.delete(uid);
  }
}
