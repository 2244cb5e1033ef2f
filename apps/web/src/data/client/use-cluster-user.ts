import { useClient } from './client.ts';
import { answerOf, useAsked } from './use-asked.ts';

/** The kubeconfig user of a cluster; '' until known. A pause without a name is still a pause. */
export function useClusterUser(cluster: string): string {
  const { api } = useClient();
  const answer = answerOf(useAsked(cluster, () => api.clusters()));
  return answer?.clusters.find(({ name }) => name === cluster)?.user ?? '';
}
