import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { PATH_TEXT } from '@lanthorn/protocol/files/container-path.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { OPEN_FILES } from '@lanthorn/actions/pod/open-files.ts';
import { useWhyNot } from '../../../data/actions/use-why-not.ts';
import { typedPath } from '../../../data/files/shown-path.ts';
import { readContainers, shownContainer } from '../../../data/objects/pod-containers.ts';
import { whyNotRunning } from '../../../data/objects/why-not-running.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { EmptyState } from '../../../ui/status/empty-state.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { FileBrowser } from './file-browser.tsx';
import styles from './files.module.css';

/** Where in the files one is: the container and the path, as the address has it. */
export interface FilesPlace {
  readonly container: string;
  readonly path: string;
}

/** The files of a pod's containers, one at a time. */
export function ObjectFiles({
  subject: { cluster, view, namespace, name },
  object,
  at,
  onGo,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  /** As far as the address says it. */
  readonly at: { readonly container: string | undefined; readonly path: string | undefined };
  readonly onGo: (to: FilesPlace) => void;
}) {
  const { t } = useTranslation();
  const { uid } = readMeta(object);
  const containers = readContainers(object);
  // The choice made at first stays, also when another container would be the first look later.
  const [first] = useState(() => shownContainer(object));
  const [seen, setSeen] = useState('');
  const container = containers.find(each => each.name === at.container)?.name ?? first;
  const target = { cluster, resource: view.resource, namespace, name, uid };
  const whyNot = useWhyNot(OPEN_FILES.kind, cluster, [OPEN_FILES.right(target)]);
  if (typeof whyNot === 'string') return <EmptyState title={t('files.forbidden')}>{whyNot}</EmptyState>;
  const picker =
    containers.length < 2 ? null : (
      <label>
        {t('logs.container')}
        <Select
          choices={containers.map(each => ({
            value: each.name,
            text: each.type === 'container' ? each.name : `${each.name} (${t(`logs.${each.type}`)})`,
          }))}
          value={container}
          onChange={chosen => onGo({ container: chosen, path: startOf(object, chosen) })}
        />
      </label>
    );
  const still = whyNotRunning(object, container);
  // What ends while somebody looks into it keeps what is on the screen, and what was typed there.
  if (still === null && seen !== container) setSeen(container);
  if (still !== null && seen !== container)
    return (
      <>
        <div className={styles['way']}>{picker}</div>
        <EmptyState
          title={t('files.notRunning', { container: visibleText(container), state: visibleText(still.state) })}
        >
          {t('files.whileItRuns')} {visibleText(still.message)}
        </EmptyState>
      </>
    );
  const place: FilePlace = { cluster, namespace, pod: name, uid, container };
  return (
    <FileBrowser
      key={container}
      place={place}
      path={isPlace(at.path) ? at.path : startOf(object, container)}
      onGo={path => onGo({ container, path })}
      picker={picker}
    />
  );
}

/** An address may hold anything; behind a path `!` says that a file is shown. */
function isPlace(path: string | undefined): path is string {
  return path !== undefined && PATH_TEXT.test(path.replace(/!$/, ''));
}

/** Where its process works, where the pod says that; else the uppermost folder. */
function startOf(object: unknown, container: string): string {
  const all = asArray(getPath(object, 'spec', 'containers')).map(asObject);
  return typedPath(asString(all.find(({ name }) => name === container)?.['workingDir']));
}
