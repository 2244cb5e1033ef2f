import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** How Services are told to containers as variables (k8s.io/kubernetes/pkg/kubelet/envvars), those of Docker's links among them. */
export function serviceVariables(services: readonly KubeObject[]): [string, string][] {
  return services.flatMap(service => {
    const address = asString(getPath(service, 'spec', 'clusterIP'));
    const ports = asArray(getPath(service, 'spec', 'ports')).map(asObject);
    const [first] = ports;
    // Without an address of its own there is nothing to tell.
    if (address === '' || address === 'None' || first === undefined) return [];
    const prefix = variableName(service.metadata.name ?? '');
    const urlOf = ({ protocol = 'TCP', port }: (typeof ports)[number]) =>
      `${asString(protocol).toLowerCase()}://${address}:${String(port)}`;
    const named = ports.flatMap(({ name, port }): [string, string][] =>
      asString(name) === '' ? [] : [[`${prefix}_SERVICE_PORT_${variableName(asString(name))}`, String(port)]],
    );
    const links = ports.flatMap((entry): [string, string][] => {
      const { protocol = 'TCP', port } = entry;
      const link = `${prefix}_PORT_${String(port)}_${asString(protocol).toUpperCase()}`;
      return [
        [link, urlOf(entry)],
        [`${link}_PROTO`, asString(protocol).toLowerCase()],
        [`${link}_PORT`, String(port)],
        [`${link}_ADDR`, address],
      ];
    });
    return [
      [`${prefix}_SERVICE_HOST`, address],
      [`${prefix}_SERVICE_PORT`, String(first['port'])],
      ...named,
      [`${prefix}_PORT`, urlOf(first)],
      ...links,
    ];
  });
}

const variableName = (name: string) => name.toUpperCase().replaceAll('-', '_');
