import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';

/** Clusters as they are offered: those that were looked at last before the others, or those that a text finds, the nearest first. */
export function clusterOrder(
  clusters: readonly ClusterInfo[],
  recent: readonly string[],
  query: string,
): { readonly recent: readonly ClusterInfo[]; readonly others: readonly ClusterInfo[] } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) {
    const found = clusters.filter(info => words.every(word => textOf(info).includes(word)));
    const [first = ''] = words;
    return { recent: [], others: found.toSorted((a, b) => farOf(a, first) - farOf(b, first)) };
  }
  const byName = new Map(clusters.map(info => [info.name, info]));
  const latest = recent.flatMap(name => byName.get(name) ?? []);
  return { recent: latest, others: clusters.filter(info => !latest.includes(info)) };
}

/** What somebody may know of it. */
function textOf({ name, server, user }: ClusterInfo): string {
  return `${name} ${server} ${user}`.toLowerCase();
}

function farOf({ name }: ClusterInfo, word: string): number {
  const at = name.toLowerCase().indexOf(word);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}
