/** Where a log is written. */
export interface LogPlace {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** What tells several logs apart, as short as that can be: of pods that one template made the end of their names; more only of what differs. */
export function sourceNames(places: readonly LogPlace[]): readonly string[] {
  const differ = (part: (place: LogPlace) => string) => new Set(places.map(part)).size > 1;
  const [severalClusters, severalNamespaces] = [differ(({ cluster }) => cluster), differ(({ namespace }) => namespace)];
  const isOneTemplate = !severalClusters && !severalNamespaces && !differ(({ pod }) => beginning(pod));
  const pods = podCount(places);
  const hasContainers = places.length > pods;
  return places.map(place => {
    const pod = isOneTemplate ? place.pod.slice(place.pod.lastIndexOf('-') + 1) : place.pod;
    return [
      ...(severalClusters ? [place.cluster] : []),
      ...(severalNamespaces ? [place.namespace] : []),
      ...(hasContainers && pods === 1 ? [] : [pod]),
      ...(hasContainers ? [place.container] : []),
    ].join('/');
  });
}

function beginning(pod: string): string {
  return pod.slice(0, pod.lastIndexOf('-') + 1);
}

/** Of how many pods they are. */
export function podCount(places: readonly LogPlace[]): number {
  return new Set(places.map(podOf)).size;
}

function podOf({ cluster, namespace, pod }: LogPlace): string {
  return [cluster, namespace, pod].join('/');
}
