import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResizedContainer } from '@lanthorn/actions/machinery/action.ts';
import { RESIZED } from '@lanthorn/actions/pod/resize-pod.ts';
import { asArray, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { controllerOf } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { TextInput } from '../../../../ui/form/text-input.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';
import { ObjectLink } from '../../subject/object-link.tsx';

const KINDS = ['requests', 'limits'] as const;
type Kind = (typeof KINDS)[number];

type Amounts = Readonly<Record<string, string>>;
interface Container {
  readonly name: string;
  readonly isInit: boolean;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Those that run: an init container has ended by then, unless it goes on beside the others. */
function containersOf(pod: unknown): readonly Container[] {
  const read = (container: unknown, isInit: boolean): Container => ({
    ...{ name: asString(getPath(container, 'name')), isInit },
    requests: asStringMap(getPath(container, 'resources', 'requests')),
    limits: asStringMap(getPath(container, 'resources', 'limits')),
  });
  const list = (name: string) => asArray(getPath(pod, 'spec', name));
  const sidecars = list('initContainers').filter(container => getPath(container, 'restartPolicy') === 'Always');
  return [
    ...list('containers').map(container => read(container, false)),
    ...sidecars.map(container => read(container, true)),
  ];
}

/** The words of what is wrong with an amount; null where nothing is. */
function problemOf(
  before: Container | undefined,
  now: Container,
  { kind, resource }: { readonly kind: Kind; readonly resource: string },
): string | null {
  const [was = '', text = ''] = [before?.[kind][resource], now[kind][resource]];
  if (text === '') return was === '' ? null : 'resize.noneLeft';
  return (parseQuantity(text) ?? -1) >= 0 ? null : 'containers.badAmount';
}

/** What is another, in the one state and in the other; '' is what there was none of. */
function changesOf(before: readonly Container[], after: readonly Container[]) {
  const parts = before.flatMap((container, i) => {
    const { name, isInit } = container;
    const now = after[i] ?? container;
    const names = (kind: Kind) =>
      RESIZED.filter(resource => (container[kind][resource] ?? '') !== (now[kind][resource] ?? ''));
    if (KINDS.every(kind => names(kind).length === 0)) return [];
    const of = (state: Container): ResizedContainer => {
      const amounts = (kind: Kind) =>
        Object.fromEntries(names(kind).map(resource => [resource, state[kind][resource] ?? '']));
      return { name, isInit, requests: amounts('requests'), limits: amounts('limits') };
    };
    return [{ to: of(now), from: of(container) }];
  });
  return { containers: parts.map(({ to }) => to), from: parts.map(({ from }) => from) };
}

/** CPU and memory of each container of a pod that runs; what follows for it the dialog of every action shows. */
export function ResizeForm({ target, object, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  // As it was when the form opened: typing must not be overtaken by a change.
  const [before] = useState(() => containersOf(object));
  const [after, setAfter] = useState(before);
  const change = useMemo(() => changesOf(before, after), [before, after]);
  const owner = controllerOf(object);
  const problems = after.flatMap((container, i) =>
    KINDS.flatMap(kind => RESIZED.flatMap(resource => problemOf(before[i], container, { kind, resource }) ?? [])),
  );
  const problem = problems[0] ?? (change.containers.length === 0 ? 'containers.nothingYet' : null);
  const why = problem === null ? null : t(problem);
  return (
    <FormDialog title={t('resize.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        className="run-form"
        onSubmit={event => {
          event.preventDefault();
          if (why === null)
            openActionDialog('pod.resize', [target], { params: { resize: change }, onStarted: onClose });
        }}
      >
        <p className="dim">
          {t('resize.inPlace')}
          {owner === null ? null : (
            <>
              {' '}
              {t('resize.forAll')}{' '}
              <ObjectLink
                cluster={target.cluster}
                reference={{
                  ...{ apiVersion: owner.apiVersion, kind: owner.kind },
                  ...{ namespace: target.namespace, name: owner.name },
                }}
              >
                {visibleText(`${owner.kind}/${owner.name}`)}
              </ObjectLink>
            </>
          )}
        </p>
        {after.map((container, at) => (
          <ContainerAmounts
            key={container.name}
            container={container}
            before={before[at]}
            onChange={(kind, resource, text) =>
              setAfter(
                after.map((other, i) =>
                  i === at ? { ...other, [kind]: { ...other[kind], [resource]: text } } : other,
                ),
              )
            }
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

function ContainerAmounts({
  container,
  before,
  onChange,
}: {
  readonly container: Container;
  readonly before: Container | undefined;
  readonly onChange: (kind: Kind, resource: string, text: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>
        {t(container.isInit ? 'containers.init' : 'runForm.container', { name: visibleText(container.name) })}
      </legend>
      <div className="run-columns">
        {KINDS.flatMap(kind =>
          RESIZED.map(resource => {
            const problem = problemOf(before, container, { kind, resource });
            return (
              <TextInput
                key={`${kind} ${resource}`}
                label={t(`containers.${kind}`, { resource })}
                isCode
                spellCheck={false}
                value={container[kind][resource] ?? ''}
                error={problem === null ? null : t(problem)}
                onChange={text => onChange(kind, resource, text.trim())}
              />
            );
          }),
        )}
      </div>
    </fieldset>
  );
}
