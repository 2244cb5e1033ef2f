import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { podSpecPath } from '@lanthorn/actions/workload/change-containers.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { openActionDialog } from '../../data/actions/action-dialog-store.ts';
import { Button } from '../../ui/button/button.tsx';
import { Suggestions } from '../../ui/choice/combobox.tsx';
import { DialogFooter } from '../../ui/dialog/dialog.tsx';
import { FormDialog } from '../form/form-dialog.tsx';
import { NotAllKnown } from '../form/not-all-known.tsx';
import type { FormOfManyProps } from './form-of-many-props.ts';
import { ReadObjects } from './read-objects.tsx';

/** Another image for whichever containers of several objects have the one that is named. */
export function ImageOfMany(props: FormOfManyProps) {
  return (
    <ReadObjects targets={props.targets}>
      {objects => <ImageForm {...props} images={imagesOf(objects, props)} known={objects.length} />}
    </ReadObjects>
  );
}

function imagesOf(objects: readonly unknown[], { targets: [first] }: FormOfManyProps): readonly string[] {
  if (first === undefined) return [];
  const specs = objects.map(object => getPath(object, ...podSpecPath(first.resource)));
  const images = specs.flatMap(spec =>
    ['containers', 'initContainers'].flatMap(list =>
      asArray(getPath(spec, list)).map(container => asString(getPath(container, 'image'))),
    ),
  );
  return [...new Set(images)].toSorted();
}

function ImageForm({
  targets,
  images,
  known,
  onClose,
}: FormOfManyProps & {
  readonly images: readonly string[];
  /** Of how many objects these are the images. */
  readonly known: number;
}) {
  const { t } = useTranslation();
  const [typed, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const only = known === targets.length && images.length === 1 ? (images[0] ?? '') : '';
  const from = typed ?? only;
  const wanted = { from: from.trim(), to: (to ?? from).trim() };
  const noImage = wanted.from === '' || wanted.to === '' ? t('containers.noImage') : null;
  const why = noImage ?? (wanted.from === wanted.to ? t('containers.nothingYet') : null);
  return (
    <FormDialog title={t('images.titleMany', { count: targets.length })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null)
            openActionDialog('workload.containers', targets, { params: { images: wanted }, onStarted: onClose });
        }}
      >
        <NotAllKnown known={known} count={targets.length} />
        <Suggestions label={t('images.from')} choices={images} value={from} onChange={setFrom} />
        <Suggestions label={t('images.to')} choices={images} value={to ?? from} onChange={setTo} />
        <p className="dim">{t('images.which')}</p>
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('containers.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}
