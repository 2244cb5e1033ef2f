import type { TFunction } from 'i18next';
import type { PodContainer } from '../../../../data/objects/pod-containers.ts';

/** A container in a list of them: of those that do not do the pod's work it is said what they are. */
export function containerWord({ name, type }: PodContainer, t: TFunction): string {
  return type === 'container' ? name : `${name} (${t(`logs.${type}`)})`;
}
