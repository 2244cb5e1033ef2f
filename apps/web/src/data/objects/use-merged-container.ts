import { useState } from 'react';
import { readContainers, shownContainer } from './pod-containers.ts';

/**
 * The container whose logs of several pods are read as one, named by one of the pods; '' until one is known. It stays while another pod is looked
 * at (undefined meanwhile), but an init container only for as long as it keeps that pod waiting, and none that the pods have no more.
 */
export function useMergedContainer(pod: unknown): string {
  const found = shownContainer(pod);
  const [known, setKnown] = useState('');
  const isOneOfIts = readContainers(pod).some(({ name, type }) => name === known && type === 'container');
  if (found !== '' && !isOneOfIts && found !== known) setKnown(found);
  return known;
}
