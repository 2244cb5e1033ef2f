import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { openActionDialog } from '../../data/actions/action-dialog-store.ts';
import { Button } from '../../ui/button/button.tsx';
import { DialogFooter } from '../../ui/dialog/dialog.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { FormDialog } from '../form/form-dialog.tsx';
import { NotAllKnown } from '../form/not-all-known.tsx';
import { draftedChanges, knownMarks, type MarkDraft, type MarkKind, NO_DRAFT } from './known-marks.ts';
import { keyProblem, MarkFields, valueProblem } from './mark-fields.tsx';

/** Asks what becomes of labels and annotations; then the same dialog as every action shows what that means. */
export function MarkForm({
  targets,
  objects,
  onClose,
}: {
  readonly targets: readonly ObjectTarget[];
  /** The objects as far as they are known. */
  readonly objects: readonly unknown[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [labels, setLabels] = useState<MarkDraft>(NO_DRAFT);
  const [annotations, setAnnotations] = useState<MarkDraft>(NO_DRAFT);
  const meta = objects.map(readMeta);
  const known = {
    labels: knownMarks(meta.map(of => of.labels)),
    annotations: knownMarks(meta.map(of => of.annotations)),
  };
  const marks = {
    labels: draftedChanges(labels, known.labels),
    annotations: draftedChanges(annotations, known.annotations),
  };
  const isReady =
    isTakable('labels', labels, known.labels) &&
    isTakable('annotations', annotations, known.annotations) &&
    Object.keys(marks.labels).length + Object.keys(marks.annotations).length > 0;
  const [only] = targets;
  const title =
    targets.length === 1
      ? t('marks.titleOne', { name: visibleText(only?.name ?? '') })
      : t('marks.titleMany', { count: targets.length });
  return (
    <FormDialog title={title} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isReady) openActionDialog('object.mark', targets, { params: { marks }, onStarted: onClose });
        }}
      >
        <NotAllKnown known={objects.length} count={targets.length} />
        <MarkFields kind="labels" known={known.labels} objects={objects.length} draft={labels} onChange={setLabels} />
        <MarkFields
          kind="annotations"
          known={known.annotations}
          objects={objects.length}
          draft={annotations}
          onChange={setAnnotations}
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" disabled={!isReady}>
            {t('marks.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** Whether all that was written can be sent as it is. */
function isTakable(kind: MarkKind, { changed, added }: MarkDraft, known: readonly { readonly key: string }[]): boolean {
  const keys = [...known, ...added].map(({ key }) => key.trim());
  return (
    new Set(keys).size === keys.length &&
    added.every(({ key, value }) => keyProblem(kind, key.trim()) === null && valueProblem(kind, value) === null) &&
    Object.values(changed).every(value => value === null || valueProblem(kind, value) === null)
  );
}
