import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import type { RunParameters } from '@lanthorn/actions/run-parameters.ts';
import { isObject } from '@lanthorn/base/json.ts';

export type Presets = Readonly<Record<string, RunParameters>>;

const keyOf = ({ cluster, namespace, name }: ObjectTarget) => `lanthorn.presets:${cluster}/${namespace}/${name}`;

/** Named parameters of one CronJob, kept in this browser. */
export function readPresets(target: ObjectTarget): Presets {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(target)) ?? '{}');
    return isObject(value) ? (value as unknown as Presets) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export function writePreset(target: ObjectTarget, { name, form }: { name: string; form: RunParameters }): Presets {
  const presets = { ...readPresets(target), [name]: form };
  localStorage.setItem(keyOf(target), JSON.stringify(presets));
  return presets;
}

export function dropPreset(target: ObjectTarget, name: string): Presets {
  const { [name]: _dropped, ...presets } = readPresets(target);
  localStorage.setItem(keyOf(target), JSON.stringify(presets));
  return presets;
}
