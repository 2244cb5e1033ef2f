import * as z from 'zod/mini';
import type { DrainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import { pathSegment, text } from '../path-segment.ts';

/** Body of `POST /api/drain-plan`: what would become of the pods of a node? */
export const drainPlanRequest = z.object({ cluster: text, node: pathSegment });
export type DrainPlanRequest = z.infer<typeof drainPlanRequest>;
export interface DrainPlanAnswer {
  readonly plan: DrainPlan;
}
