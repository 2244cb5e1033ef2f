import { useEffect, useState } from 'react';
import { useClient } from './client.ts';

/** The kubeconfig user of a cluster; '' until known. */
export function useClusterUser(cluster: string): string {
  const { api } = useClient();
  const [user, setUser] = useState('');
  useEffect(() => {
    let isCurrent = true;
    api.clusters().then(
      ({ clusters }) => isCurrent && setUser(clusters.find(({ name }) => name === cluster)?.user ?? ''),
      // A pause without a name is still a pause.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [api, cluster]);
  return user;
}
