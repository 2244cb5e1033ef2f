import { stringify } from 'yaml';

export interface ClusterAddress {
  readonly server: string;
  /** PEM of the server's own certificate. */
  readonly certificate: string;
}

/** A kubeconfig with one context for each user; the first is the current one. */
export function kubeconfigText(
  { server, certificate }: ClusterAddress,
  users: readonly { readonly name: string; readonly token: string; readonly namespace?: string }[],
): string {
  const cluster = 'lanthorn-demo';
  const contextOf = (name: string) => (name === users[0]?.name ? cluster : `${cluster}-${name}`);
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: cluster, cluster: { server, 'certificate-authority-data': Buffer.from(certificate).toString('base64') } },
    ],
    users: users.map(({ name, token }) => ({ name, user: { token } })),
    contexts: users.map(({ name, namespace }) => ({
      name: contextOf(name),
      context: { cluster, user: name, ...(namespace === undefined ? {} : { namespace }) },
    })),
    'current-context': cluster,
  });
}
