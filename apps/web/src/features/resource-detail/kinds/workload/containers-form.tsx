import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContainerChange } from '@lanthorn/actions/machinery/action.ts';
import { podSpecPath } from '@lanthorn/actions/workload/change-containers.ts';
import { asArray, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { Suggestions } from '../../../../ui/choice/combobox.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { PairsField } from '../../subject/lines/pairs-field.tsx';
import { useUnread } from '../../subject/lines/use-unread.ts';
import { useImagesInUse } from './use-images-in-use.ts';

const AMOUNTS = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'cpu'],
  ['limits', 'memory'],
] as const;

type Values = Readonly<Record<string, string>>;

/** A container as its fields show it. */
interface ContainerState {
  readonly name: string;
  readonly isInit: boolean;
  readonly image: string;
  readonly requests: Values;
  readonly limits: Values;
  /** Plain values alone: those from elsewhere stay as they are. */
  readonly env: Values;
}

function stateOf(container: unknown, isInit: boolean): ContainerState {
  const amounts = (kind: string) => asStringMap(getPath(container, 'resources', kind));
  const plain = asArray(getPath(container, 'env'))
    .map(asObject)
    .filter(({ valueFrom }) => valueFrom === undefined)
    .map(({ name, value }) => [asString(name), asString(value)] as const);
  return {
    ...{ name: asString(getPath(container, 'name')), isInit, image: asString(getPath(container, 'image')) },
    ...{ requests: amounts('requests'), limits: amounts('limits'), env: Object.fromEntries(plain) },
  };
}

/** What is another, by name; null for what was taken away. Undefined where nothing is. */
function changed(before: Values, after: Values): Readonly<Record<string, string | null>> | undefined {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const entries = names
    .filter(name => (before[name] ?? null) !== (after[name] ?? null))
    .map(name => [name, after[name] ?? null] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function changeOf(before: ContainerState, after: ContainerState): ContainerChange | null {
  const { name, isInit } = after;
  const image = after.image === before.image ? undefined : after.image;
  const requests = changed(before.requests, after.requests);
  const limits = changed(before.limits, after.limits);
  const env = changed(before.env, after.env);
  if ([image, requests, limits, env].every(part => part === undefined)) return null;
  return {
    ...{ name, isInit, ...(image === undefined ? {} : { image }), ...(requests === undefined ? {} : { requests }) },
    ...{ ...(limits === undefined ? {} : { limits }), ...(env === undefined ? {} : { env }) },
  };
}

/** Images, requests, limits and plain environment of each container; then the dialog of every action shows what that does. */
export function ContainersForm({ subject, target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  // The template as it was when the form opened: typing must not be overtaken by a change.
  const [before] = useState(() => {
    const spec = getPath(object, ...podSpecPath(target.resource));
    const list = (field: string, isInit: boolean) =>
      asArray(getPath(spec, field)).map(container => stateOf(container, isInit));
    return [...list('containers', false), ...list('initContainers', true)];
  });
  const [after, setAfter] = useState<readonly ContainerState[]>(before);
  const images = useImagesInUse(subject);
  const changes = useMemo(
    () => before.flatMap((container, i) => changeOf(container, after[i] ?? container) ?? []),
    [before, after],
  );
  const unread = useUnread();
  const problem = after.map(problemOf).find(each => each !== null) ?? null;
  const wrong = problem === null ? null : t(`containers.${problem}`);
  const unreadLines = unread.isAny ? t('lines.unread') : null;
  const why = wrong ?? unreadLines ?? (changes.length === 0 ? t('containers.nothingYet') : null);
  return (
    <FormDialog title={t('containers.changeTitle', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        className="run-form"
        onSubmit={event => {
          event.preventDefault();
          if (why !== null) return;
          openActionDialog('workload.containers', [target], { params: { containers: changes }, onStarted: onClose });
        }}
      >
        {after.map((container, at) => (
          <ContainerFields
            key={container.name}
            container={container}
            images={images}
            onUnread={isUnread => unread.tell(container.name, isUnread)}
            onChange={change => setAfter(after.map((other, i) => (i === at ? { ...other, ...change } : other)))}
          />
        ))}
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

/** Not negative, and a Quantity; without one there is none. */
function isAmount(text: string): boolean {
  return (parseQuantity(text) ?? -1) >= 0;
}

function problemOf({ image, requests, limits }: ContainerState): 'noImage' | 'badAmount' | null {
  if (image.trim() === '') return 'noImage';
  return [requests, limits].every(amounts => Object.values(amounts).every(isAmount)) ? null : 'badAmount';
}

function ContainerFields({
  container,
  images,
  onChange,
  onUnread,
}: {
  readonly container: ContainerState;
  readonly images: readonly string[];
  readonly onChange: (change: Partial<ContainerState>) => void;
  readonly onUnread: (isUnread: boolean) => void;
}) {
  const { t } = useTranslation();
  const setAmount = (kind: 'requests' | 'limits', resource: string, text: string) => {
    const { [resource]: _before, ...others } = container[kind];
    onChange({ [kind]: text === '' ? others : { ...others, [resource]: text } });
  };
  return (
    <fieldset>
      <legend>
        {t(container.isInit ? 'containers.init' : 'runForm.container', { name: visibleText(container.name) })}
      </legend>
      <Suggestions
        label={t('runForm.image')}
        choices={images}
        value={container.image}
        error={container.image.trim() === '' ? t('containers.noImage') : null}
        onChange={image => onChange({ image })}
      />
      <div className="run-columns">
        {AMOUNTS.map(([kind, resource]) => {
          const amount = container[kind][resource] ?? '';
          return (
            <TextInput
              key={`${kind} ${resource}`}
              label={t(`containers.${kind}`, { resource })}
              isCode
              spellCheck={false}
              value={amount}
              error={amount === '' || isAmount(amount) ? null : t('containers.badAmount')}
              onChange={text => setAmount(kind, resource, text.trim())}
            />
          );
        })}
      </div>
      <PairsField
        label={t('runForm.env')}
        pairs={container.env}
        onChange={env => onChange({ env })}
        onUnread={onUnread}
      />
    </fieldset>
  );
}
