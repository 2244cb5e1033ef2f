import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Taint } from '@lanthorn/actions/machinery/action.ts';
import { taintId, taintsOf, taintText } from '@lanthorn/actions/node/taint-node.ts';
import { deepEqual } from '@lanthorn/base/json.ts';
import { labelKeyProblems, labelValueProblems } from '@lanthorn/kube/selectors/label-format.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { IconButton } from '../../../../ui/button/icon-button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { RadioRow } from '../../../../ui/form/radio-row.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;
type Effect = (typeof EFFECTS)[number];

/** The taints there are, each with a button that takes it away, and one that is added. */
export function TaintsForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  // As they were when the form opened: what controllers set meanwhile is none of it.
  const [before] = useState(() => taintsOf(object));
  const [kept, setKept] = useState(before);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [effect, setEffect] = useState<Effect>('NoSchedule');
  const added: Taint | null = key === '' ? null : { key, ...(value === '' ? {} : { value }), effect };
  const keyProblem = key === '' ? null : (labelKeyProblems(key)[0] ?? null);
  const valueProblem = labelValueProblems(value)[0] ?? null;
  const wanted = added === null ? kept : [...kept.filter(taint => taintId(taint) !== taintId(added)), added];
  const noKey = key === '' && value !== '' ? t('taints.noKey') : null;
  const why = keyProblem ?? valueProblem ?? noKey ?? (deepEqual(wanted, before) ? t('containers.nothingYet') : null);
  return (
    <FormDialog title={t('taints.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null)
            openActionDialog('node.taints', [target], { params: { taints: { wanted, before } }, onStarted: onClose });
        }}
      >
        {kept.length === 0 ? <p className="dim">{t('taints.none')}</p> : null}
        <ul className="effects" aria-label={t('taints.present')}>
          {kept.map(taint => (
            <li key={taintId(taint)}>
              {visibleText(taintText(taint))}{' '}
              <IconButton
                icon="close"
                label={t('form.remove', { name: visibleText(taintText(taint)) })}
                onClick={() => setKept(kept.filter(other => other !== taint))}
              />
            </li>
          ))}
        </ul>
        <TextInput
          label={t('taints.key')}
          isCode
          spellCheck={false}
          value={key}
          error={keyProblem}
          onChange={setKey}
          data-autofocus
        />
        <TextInput
          label={t('taints.value')}
          isCode
          spellCheck={false}
          value={value}
          error={valueProblem}
          onChange={setValue}
        />
        <RadioRow
          legend={t('taints.effect')}
          value={effect}
          options={EFFECTS.map(name => ({ value: name, label: t(`taints.${name}`) }))}
          onChange={setEffect}
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('taints.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}
