import { useTranslation } from 'react-i18next';
import {
  type ContainerView,
  type EnvView,
  type MountView,
  readContainerViews,
} from '@lanthorn/views/kinds/core/containers/container-view.ts';
import { readPodResize } from '@lanthorn/views/facts/pod-resize.ts';
import { Status } from '../../../ui/status/status.tsx';
import { Age } from '../../../ui/time/time.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { ObjectLink } from '../subject/object-link.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import type { SectionProps } from './section-props.ts';
import styles from './containers.module.css';

/** Each container of a pod, or of the pods that a template makes: how it is, and what it was told. */
export function Containers({ subject, object }: SectionProps) {
  const { t } = useTranslation();
  const containers = readContainerViews(object);
  if (containers.length === 0) return null;
  const resize = readPodResize(object);
  return (
    <Section title={t('containers.title')} note={String(containers.length)} testId="containers">
      {resize === null ? null : (
        <p className={resize.state === 'underWay' ? 'dim' : 'tone-warning'} data-testid="resize">
          {t(`resize.${resize.state}`)}
          {resize.message === '' ? null : ` ${visibleText(resize.message)}`}
          {resize.since === null ? null : (
            <span className="dim">
              {' '}
              <Age at={resize.since} />
            </span>
          )}
        </p>
      )}
      <ul className={styles['cards']}>
        {containers.map(container => (
          <li key={`${container.role} ${container.name}`} className={styles['card']}>
            <Container cluster={subject.cluster} container={container} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Container({ cluster, container }: { readonly cluster: string; readonly container: ContainerView }) {
  const { t } = useTranslation();
  const { name, role, image, command, state, resources, ports, probes, env, mounts } = container;
  const rangeText = ({ request, limit }: { readonly request: string; readonly limit: string }) =>
    t(`containers.${limit === '' ? 'requested' : request === '' ? 'limited' : 'range'}`, {
      request: visibleText(request),
      limit: visibleText(limit),
    });
  return (
    <>
      <div className={styles['line']}>
        <strong>{visibleText(name)}</strong>
        {role === 'container' ? null : <span className="dim">{t(`containers.${role}`)}</span>}
        {state === null ? null : (
          <>
            <Status tone={state.tone} text={state.word} />
            {state.since === null ? null : (
              <span className="dim">
                <Age at={state.since} />
              </span>
            )}
            {state.exitCode === null ? null : (
              <span className="dim">{t('containers.exitCode', { code: state.exitCode })}</span>
            )}
            {state.restarts === 0 ? null : (
              <span className="tone-warning">{t('containers.restarts', { count: state.restarts })}</span>
            )}
          </>
        )}
      </div>
      <code className={styles['image']}>{visibleText(image)}</code>
      <dl className={styles['facts']}>
        {resources.map(({ resource, now, ...range }) => (
          <Fact key={resource} title={visibleText(resource)}>
            {rangeText(range)}
            {now === undefined ? null : (
              <span className="tone-warning"> {t('resize.now', { amount: rangeText(now) })}</span>
            )}
          </Fact>
        ))}
        {command === '' ? null : (
          <Fact title={t('containers.command')}>
            <code>{visibleText(command)}</code>
          </Fact>
        )}
        {ports.length === 0 ? null : <Fact title={t('containers.ports')}>{visibleText(ports.join(', '))}</Fact>}
        {probes.map(({ type, check }) => (
          <Fact key={type} title={t(`containers.probe.${type}`)}>
            {visibleText(check)}
          </Fact>
        ))}
      </dl>
      {env.length === 0 ? null : (
        <details className={styles['more']}>
          <summary>{t('containers.env', { count: env.length })}</summary>
          <dl className={styles['facts']}>
            {env.map((entry, i) => (
              // Names repeat: the last one wins, and all are written.
              <Fact key={`${i} ${entry.name}`} title={visibleText(entry.name) || t('containers.allKeys')}>
                <EnvSource cluster={cluster} entry={entry} />
              </Fact>
            ))}
          </dl>
        </details>
      )}
      {mounts.length === 0 ? null : (
        <details className={styles['more']}>
          <summary>{t('containers.mounts', { count: mounts.length })}</summary>
          <dl className={styles['facts']}>
            {mounts.map(mount => (
              <Fact key={mount.path} title={visibleText(mount.path)}>
                <MountSource cluster={cluster} mount={mount} />
              </Fact>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Where a variable's value comes from; the value of what another object holds is not read. */
function EnvSource({ cluster, entry: { value, from, field } }: { readonly cluster: string; readonly entry: EnvView }) {
  if (value !== null) return <code>{visibleText(value)}</code>;
  if (from === null) return <span className="dim">{visibleText(field)}</span>;
  const { reference, key } = from;
  return (
    <>
      <ObjectLink cluster={cluster} reference={reference}>
        {`${reference.kind}/${visibleText(reference.name)}`}
      </ObjectLink>
      {key === '' ? null : <span className="dim"> {visibleText(key)}</span>}
    </>
  );
}

function MountSource({
  cluster,
  mount: { volume, source, reference, isReadOnly },
}: {
  readonly cluster: string;
  readonly mount: MountView;
}) {
  const { t } = useTranslation();
  return (
    <>
      {reference === null ? (
        <span>{visibleText(source || volume)}</span>
      ) : (
        <ObjectLink cluster={cluster} reference={reference}>
          {`${reference.kind}/${visibleText(reference.name)}`}
        </ObjectLink>
      )}
      {isReadOnly ? <span className="dim"> {t('containers.readOnly')}</span> : null}
    </>
  );
}
