import type { TFunction } from 'i18next';
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
  const wrong =
    problemOf('labels', labels, { known: known.labels, t }) ??
    problemOf('annotations', annotations, { known: known.annotations, t });
  const isSame = Object.keys(marks.labels).length + Object.keys(marks.annotations).length === 0;
  const why = wrong ?? (isSame ? t('containers.nothingYet') : null);
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
          if (why === null) openActionDialog('object.mark', targets, { params: { marks }, onStarted: onClose });
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
          <Button type="submit" variant="primary" why={why}>
            {t('marks.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** What of that which was written cannot be sent as it is; null where all can. */
function problemOf(
  kind: MarkKind,
  { changed, added }: MarkDraft,
  { known, t }: { readonly known: readonly { readonly key: string }[]; readonly t: TFunction },
): string | null {
  const keys = [...known, ...added].map(({ key }) => key.trim());
  const problems = [
    ...added.flatMap(({ key, value }) => [keyProblem(kind, key.trim()), valueProblem(kind, value)]),
    ...Object.values(changed).map(value => (value === null ? null : valueProblem(kind, value))),
    new Set(keys).size === keys.length ? null : t('marks.taken'),
  ];
  return problems.find(problem => problem !== null) ?? null;
}
