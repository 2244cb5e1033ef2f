import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  applyRunParameters,
  type ContainerParameters,
  type RunParameters,
  runParametersOf,
} from '@lanthorn/actions/machinery/run-parameters.ts';
import { manualJobName } from '@lanthorn/actions/cronjob/run-cronjob.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import { openActionDialog } from '../../../../../data/actions/action-dialog-store.ts';
import { ChangeList } from '../../../../../parts/change-list.tsx';
import { useViewState } from '../../../../../data/lists/view-state.ts';
import { Button } from '../../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../../ui/dialog/dialog.tsx';
import { NumberInput } from '../../../../../ui/form/number-input.tsx';
import { TextInput } from '../../../../../ui/form/text-input.tsx';
import { FormDialog } from '../../../../../parts/form/form-dialog.tsx';
import { useKindType } from '../../../subject/use-kind-type.ts';
import { RunPresets } from './run-presets.tsx';
import { LinesField } from '../../../subject/lines/lines-field.tsx';
import { PairsField } from '../../../subject/lines/pairs-field.tsx';
import { useUnread } from '../../../subject/lines/use-unread.ts';
import type { ObjectFormProps } from '../../../subject/object-form-props.ts';

/** One run with other values than the template's: a form, the difference, then the same dialog as every run. */
export function RunWithParameters({ subject, target, object: cronJob, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  // The template as it was when the form opened: typing must not be overtaken by a change.
  const [template] = useState(() => getPath(cronJob, 'spec', 'jobTemplate', 'spec'));
  const [form, setForm] = useState(() => runParametersOf(template));
  // Fields hold the text as typed; a preset that is loaded begins them anew.
  const [presetsLoaded, setPresetsLoaded] = useState(0);
  const type = useKindType(subject)?.field('spec')?.field('jobTemplate')?.field('spec') ?? null;
  const changes = useMemo(
    () => treeChanges(template, applyRunParameters(template, form), type),
    [template, form, type],
  );
  const unread = useUnread();
  const why = unread.isAny ? t('lines.unread') : null;
  const run = () => {
    if (why !== null) return;
    openActionDialog('cronjob.run', [target], {
      params: { run: form },
      // The run is followed where it was started: its state and its logs.
      onStarted: (_operation, { suffix }) => {
        onClose();
        setSearch({ tab: `logs:${manualJobName(target.name, suffix)}` });
      },
    });
  };
  const setContainer = (index: number, change: Partial<ContainerParameters>) =>
    setForm({
      ...form,
      containers: form.containers.map((container, i) => (i === index ? { ...container, ...change } : container)),
    });
  return (
    <FormDialog title={t('runForm.title', { name: target.name })} onClose={onClose}>
      <form
        className="run-form"
        onSubmit={event => {
          event.preventDefault();
          run();
        }}
      >
        <RunPresets
          target={target}
          form={form}
          why={why}
          onLoad={preset => {
            unread.forget();
            setForm(preset);
            setPresetsLoaded(presetsLoaded + 1);
          }}
        />
        {form.containers.map((container, i) => (
          <ContainerFields
            key={`${container.name}#${presetsLoaded}`}
            container={container}
            onChange={change => setContainer(i, change)}
            onUnread={(field, isUnread) => unread.tell(`${container.name} ${field}`, isUnread)}
          />
        ))}
        <JobFields
          key={presetsLoaded}
          form={form}
          onChange={change => setForm({ ...form, ...change })}
          onUnread={isUnread => unread.tell('nodeSelector', isUnread)}
        />
        <h2>{t('runForm.difference')}</h2>
        {changes.length === 0 ? <p className="dim">{t('runForm.noDifference')}</p> : <ChangeList changes={changes} />}
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('runForm.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

function ContainerFields({
  container,
  onChange,
  onUnread,
}: {
  readonly container: ContainerParameters;
  readonly onChange: (change: Partial<ContainerParameters>) => void;
  readonly onUnread: (field: string, isUnread: boolean) => void;
}) {
  const { t } = useTranslation();
  const unreadIn = (field: string) => (isUnread: boolean) => onUnread(field, isUnread);
  return (
    <fieldset>
      <legend>{t('runForm.container', { name: container.name })}</legend>
      <TextInput label={t('runForm.image')} value={container.image} isCode onChange={image => onChange({ image })} />
      <LinesField
        label={t('runForm.command')}
        lines={container.command}
        onChange={command => onChange({ command })}
        onUnread={unreadIn('command')}
      />
      <LinesField
        label={t('runForm.args')}
        lines={container.args}
        onChange={args => onChange({ args })}
        onUnread={unreadIn('args')}
      />
      <PairsField
        label={t('runForm.env')}
        pairs={container.env}
        onChange={env => onChange({ env })}
        onUnread={unreadIn('env')}
      />
      <div className="run-columns">
        <PairsField
          label={t('runForm.requests')}
          pairs={container.requests}
          onChange={requests => onChange({ requests })}
          onUnread={unreadIn('requests')}
        />
        <PairsField
          label={t('runForm.limits')}
          pairs={container.limits}
          onChange={limits => onChange({ limits })}
          onUnread={unreadIn('limits')}
        />
      </div>
    </fieldset>
  );
}

const NUMBERS = ['activeDeadlineSeconds', 'backoffLimit', 'parallelism', 'completions'] as const;

function JobFields({
  form,
  onChange,
  onUnread,
}: {
  readonly form: RunParameters;
  readonly onChange: (change: Partial<RunParameters>) => void;
  readonly onUnread: (isUnread: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('kind.job')}</legend>
      <div className="run-columns">
        {NUMBERS.map(name => (
          <NumberInput
            key={name}
            label={name}
            min={0}
            value={form[name] ?? null}
            onChange={value => onChange({ [name]: value })}
          />
        ))}
      </div>
      <PairsField
        label={t('runForm.nodeSelector')}
        pairs={form.nodeSelector}
        onChange={nodeSelector => onChange({ nodeSelector })}
        onUnread={onUnread}
      />
    </fieldset>
  );
}
