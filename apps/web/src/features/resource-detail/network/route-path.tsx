import { routePaths } from '@lanthorn/views/kinds/gateway.networking.k8s.io/route-paths.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { TrafficPaths } from './traffic-paths.tsx';

/** From what a route matches to what answers there. Whether its gateways take it is said above. */
export function RoutePath({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  return <TrafficPaths cluster={subject.cluster} paths={routePaths(object)} testId="route-path" />;
}
