import { ingressPaths } from '@lanthorn/views/kinds/discovery.k8s.io/service-endpoints.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { TrafficPaths } from './traffic-paths.tsx';

/** From each host and path to what answers there, and where the way ends before. */
export function IngressPath({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { cluster, namespace } = subject;
  const paths = ingressPaths(object).map(({ host, path, isTls, service, port }) => {
    const from = `${isTls ? 'https' : 'http'}://${host}${path}`;
    return { from, namespace, service, isAnswer: false, port, share: null };
  });
  return <TrafficPaths cluster={cluster} paths={paths} testId="ingress-path" />;
}
