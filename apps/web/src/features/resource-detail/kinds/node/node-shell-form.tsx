import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DEBUG_PROFILES, type DebugProfile } from '@lanthorn/actions/machinery/debug-profile.ts';
import { NODE_SHELL_CONTAINER, nodeShellEffects, nodeShellName } from '@lanthorn/actions/node/node-shell.ts';
import { DEBUG_IMAGE } from '@lanthorn/actions/pod/debug-pod.ts';
import { drawIdentity, openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { dockTerminal } from '../../../../data/dock/dock-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { Select } from '../../../../ui/choice/select.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

/** A DNS label, as the API server asks for. */
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Asks for the image of a pod on a node, in which namespace it is made, and what it sees of the node. Its terminal opens when it is made. */
export function NodeShellForm({ target, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const [image, setImage] = useState(DEBUG_IMAGE);
  const [namespace, setNamespace] = useState('default');
  const [profile, setProfile] = useState<DebugProfile>(DEBUG_PROFILES[0]);
  const [name] = useState(() => nodeShellName(target.name, drawIdentity().suffix));
  const namespaceProblem = NAMESPACE.test(namespace) ? null : t('nodeShell.badNamespace');
  const imageProblem = image.trim() === '' ? t('debug.noImage') : null;
  const why = imageProblem ?? namespaceProblem;
  const { cluster } = target;
  const ask = () =>
    openActionDialog('node.shell', [target], {
      params: { nodeShell: { namespace, name, image: image.trim(), profile } },
      onStarted: () => {
        onClose();
        dockTerminal({ cluster, namespace, pod: name, container: NODE_SHELL_CONTAINER, mode: 'shell' }, 'another');
      },
    });
  return (
    <FormDialog title={t('nodeShell.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null) ask();
        }}
      >
        <TextInput
          label={t('debug.image')}
          help={t('nodeShell.imageHelp')}
          error={imageProblem}
          isCode
          spellCheck={false}
          value={image}
          onChange={setImage}
          data-autofocus
        />
        <TextInput
          label={t('nodeShell.namespace')}
          error={namespaceProblem}
          isCode
          spellCheck={false}
          value={namespace}
          onChange={setNamespace}
        />
        <label>
          {t('debug.profile')}
          <Select
            choices={DEBUG_PROFILES.map(value => ({ value, text: value }))}
            value={profile}
            onChange={chosen => setProfile(DEBUG_PROFILES.find(each => each === chosen) ?? DEBUG_PROFILES[0])}
          />
        </label>
        <p className="dim" aria-live="polite">
          {nodeShellEffects(profile)
            .map(({ key }) => t(key))
            .join(' ')}
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
