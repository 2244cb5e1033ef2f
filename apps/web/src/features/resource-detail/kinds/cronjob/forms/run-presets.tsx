import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { RunParameters } from '@lanthorn/actions/machinery/run-parameters.ts';
import type { PresetsAnswer } from '@lanthorn/protocol/http/preset-messages.ts';
import { useClient } from '../../../../../data/client/client.ts';
import { Button } from '../../../../../ui/button/button.tsx';
import { Combobox } from '../../../../../ui/choice/combobox.tsx';
import { TextInput } from '../../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../../ui/words/text.ts';

/** Values kept under a name with the CronJob, for everybody who uses this Lanthorn. */
export function RunPresets({
  target: { cluster, namespace, name: cronJob },
  form,
  why,
  onLoad,
}: {
  readonly target: ObjectTarget;
  readonly form: RunParameters;
  /** Why the form cannot be kept as it is; null where it can. */
  readonly why: string | null;
  readonly onLoad: (form: RunParameters) => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const id = useId();
  const [presets, setPresets] = useState<PresetsAnswer['presets']>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const take = (answer: Promise<PresetsAnswer>) =>
    answer.then(
      ({ presets: kept }) => {
        setPresets(kept);
        setProblem(null);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  const save = (preset: string, run: RunParameters | null) =>
    take(api.savePreset({ cluster, namespace, cronJob, name: preset, run }));
  useEffect(() => void take(api.presets({ cluster, namespace, cronJob })), [api, cluster, namespace, cronJob]);
  return (
    <div className="run-columns" role="group" aria-labelledby={id}>
      <span id={id} className="visually-hidden">
        {t('runForm.presets')}
      </span>
      <Combobox
        label={t('runForm.preset')}
        choices={Object.keys(presets)}
        value={chosen}
        error={problem === null ? null : visibleText(problem)}
        onChange={value => {
          setChosen(value);
          const preset = value === null ? undefined : presets[value];
          if (preset !== undefined) onLoad(preset);
        }}
      />
      <TextInput label={t('runForm.presetName')} maxLength={100} value={name} onChange={setName} />
      <Button
        why={why ?? (name.trim() === '' ? t('runForm.noPresetName') : null)}
        onClick={() => void save(name.trim(), form)}
      >
        {t('runForm.keepPreset')}
      </Button>
      <Button
        why={chosen === null ? t('runForm.noPreset') : null}
        onClick={() => {
          if (chosen !== null) void save(chosen, null);
          setChosen(null);
        }}
      >
        {t('runForm.dropPreset')}
      </Button>
    </div>
  );
}
