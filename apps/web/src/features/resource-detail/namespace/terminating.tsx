import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { shellLine } from '@lanthorn/actions/machinery/action.ts';
import { type NamespaceRemains, namespaceRemains } from '@lanthorn/views/facts/namespace-remains.ts';
import { Table } from '../../../ui/data/table.tsx';
import { CopyLine } from '../../../ui/form/copy-line.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { ObjectLink } from '../subject/object-link.tsx';

/** Of a namespace that is being deleted: what is still in it, what holds that, and the way out. */
export function Terminating({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const remains = namespaceRemains(object);
  if (remains === null) return null;
  const { cluster, name } = subject;
  return (
    <Section title={t('terminating.title')} testId="terminating">
      {remains.isReported ? null : <p className="dim">{t('terminating.unreported')}</p>}
      <Silent cluster={cluster} silent={remains.silent} />
      {remains.failures.map(text => (
        <Notice key={text} tone="bad">
          {visibleText(text)}
        </Notice>
      ))}
      <Left cluster={cluster} namespace={name} left={remains.left} />
      <Holders remains={remains} />
      {remains.left.length === 0 ? null : (
        <CopyLine
          text={shellLine([
            ...['kubectl', `--context=${cluster}`, `--namespace=${name}`, 'get'],
            remains.left.map(kind => groupResource(kind)).join(','),
            ...['--output', 'custom-columns=KIND:.kind,NAME:.metadata.name,FINALIZERS:.metadata.finalizers'],
          ])}
        />
      )}
    </Section>
  );
}

function Silent({ cluster, silent }: { readonly cluster: string } & Pick<NamespaceRemains, 'silent'>) {
  const { t } = useTranslation();
  return silent.map(({ group, version }) => {
    const name = `${version}.${group}`;
    const reference = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', namespace: '', name };
    return (
      <Notice key={name} tone="warning">
        {t('terminating.silent', { api: visibleText(`${group}/${version}`) })}{' '}
        <ObjectLink cluster={cluster} reference={reference}>
          APIService/{visibleText(name)}
        </ObjectLink>{' '}
        {t('terminating.silentOut')}
      </Notice>
    );
  });
}

function Left({
  cluster,
  namespace,
  left,
}: { readonly cluster: string; readonly namespace: string } & Pick<NamespaceRemains, 'left'>) {
  const { t, i18n } = useTranslation();
  if (left.length === 0) return null;
  return (
    <Table columns={[{ title: t('contents.kind') }, { title: t('terminating.left'), align: 'right' }]}>
      {left.map(kind => (
        <tr key={groupResource(kind)}>
          <td>
            <Link
              to="/c/$cluster/$resource"
              params={{ cluster, resource: groupResource(kind) }}
              search={{ ns: namespace } as never}
            >
              {visibleText(groupResource(kind))}
            </Link>
          </td>
          <td data-align="right">{kind.count.toLocaleString(i18n.language)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Who must let go, and what can be done where nobody will. */
function Holders({ remains: { finalizers, own, left } }: { readonly remains: NamespaceRemains }) {
  const { t } = useTranslation();
  if (finalizers.length + own.length === 0)
    return left.length === 0 ? null : <p className="dim">{t('terminating.ending')}</p>;
  return (
    <>
      <ul className="effects">
        {finalizers.map(({ name, count }) => (
          <li key={name}>{t('terminating.holds', { name: visibleText(name), count })}</li>
        ))}
        {own.map(name => (
          <li key={`own ${name}`}>{t('terminating.holdsItself', { name: visibleText(name) })}</li>
        ))}
      </ul>
      <p>{t('terminating.wayOut')}</p>
    </>
  );
}
