import type { KindView } from '@lanthorn/views/kind-view.ts';

/** Which object a detail screen shows. */
export interface DetailSubject {
  readonly cluster: string;
  readonly view: KindView;
  readonly namespace: string;
  readonly name: string;
}
