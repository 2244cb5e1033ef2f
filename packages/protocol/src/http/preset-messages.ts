import * as z from 'zod/mini';
import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import { pathSegment, text } from '../path-segment.ts';
import { runParameters } from './action-params.ts';

const presetOwner = { cluster: text, namespace: pathSegment, cronJob: pathSegment };
/** Whose presets are asked for by `GET /api/presets`. By name: presets outlast a CronJob that is created again. */
export const presetsQuery = z.object(presetOwner);
export type PresetsQuery = z.infer<typeof presetsQuery>;
/** Body of `POST /api/presets`: keeps values under a name, or drops the name; answered as the query is. */
export const presetRequest = z.strictObject({
  ...presetOwner,
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  run: z.nullable(z.custom<RunParameters>(value => runParameters.safeParse(value).success)),
});
export type PresetRequest = z.infer<typeof presetRequest>;
export interface PresetsAnswer {
  /** Values of a run by the name they were kept under. */
  readonly presets: Readonly<Record<string, RunParameters>>;
}
