import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DEBUG_IMAGE } from '@lanthorn/actions/pod/debug-pod.ts';
import { DEBUG_PROFILES, type DebugProfile, PROFILE_EFFECT } from '@lanthorn/actions/machinery/debug-profile.ts';
import { drawIdentity, openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { dockTerminal } from '../../../../data/dock/dock-store.ts';
import { isWork, readContainers, shownContainer } from '../../../../data/objects/pod-containers.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { Select } from '../../../../ui/choice/select.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** A DNS label, as the API server asks for. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Asks for the image of a debug container, whose processes it sees and what it may do. Its terminal opens when it is begun. */
export function DebugForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const [image, setImage] = useState(DEBUG_IMAGE);
  const [name, setName] = useState(() => `debugger-${drawIdentity().suffix}`);
  const [shares, setShares] = useState(() => shownContainer(object));
  const [profile, setProfile] = useState<DebugProfile>(DEBUG_PROFILES[0]);
  const all = readContainers(object);
  const containers = all.filter(isWork);
  const isTaken = all.some(each => each.name === name);
  const nameProblem = isTaken ? t('debug.taken') : NAME.test(name) ? null : t('debug.badName');
  const imageProblem = image.trim() === '' ? t('debug.noImage') : null;
  const why = imageProblem ?? nameProblem;
  const { cluster, namespace, name: pod } = target;
  const ask = () =>
    openActionDialog('pod.debug', [target], {
      params: { debug: { name, image: image.trim(), target: shares, profile } },
      onStarted: () => {
        onClose();
        dockTerminal({ cluster, namespace, pod, container: name, mode: 'shell' }, 'another');
      },
    });
  return (
    <FormDialog title={t('debug.title', { name: visibleText(pod) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null) ask();
        }}
      >
        <TextInput
          label={t('debug.image')}
          help={t('debug.imageHelp')}
          error={imageProblem}
          isCode
          spellCheck={false}
          value={image}
          onChange={setImage}
          data-autofocus
        />
        <TextInput
          label={t('debug.name')}
          error={nameProblem}
          isCode
          spellCheck={false}
          value={name}
          onChange={setName}
        />
        <label>
          {t('debug.target')}
          <Select
            choices={[
              ...containers.map(each => ({ value: each.name, text: each.name })),
              { value: '', text: t('debug.noTarget') },
            ]}
            value={shares}
            onChange={setShares}
          />
        </label>
        <label>
          {t('debug.profile')}
          <Select
            choices={DEBUG_PROFILES.map(value => ({ value, text: value }))}
            value={profile}
            onChange={chosen => setProfile(DEBUG_PROFILES.find(each => each === chosen) ?? DEBUG_PROFILES[0])}
          />
        </label>
        <p className="dim" aria-live="polite">
          {t(PROFILE_EFFECT[profile])}
        </p>
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" why={why}>
            {t('debug.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}
