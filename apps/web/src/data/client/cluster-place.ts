import { fromAddressNames, toAddressNames } from '@lanthorn/protocol/address-name.ts';

/** Before several names where else one stands, in the parameters of an address: no name begins so. */
const TOGETHER = '\n';

/** One cluster, or several that are looked at together, as the parameter of an address. */
export function clusterPlace(clusters: readonly string[]): string {
  const [only = '', ...others] = [...new Set(clusters)];
  return others.length === 0 ? only : TOGETHER + toAddressNames([only, ...others]);
}

/** The clusters of such a parameter. */
export function clustersAt(place: string): readonly string[] {
  return place.startsWith(TOGETHER) ? fromAddressNames(place.slice(TOGETHER.length)) : [place];
}

/** How the parameter stands in an address. */
export function placeToAddress(place: string): string {
  return toAddressNames(clustersAt(place));
}

/** The parameter that stands in an address so. */
export function placeFromAddress(text: string): string {
  return clusterPlace(fromAddressNames(text));
}
