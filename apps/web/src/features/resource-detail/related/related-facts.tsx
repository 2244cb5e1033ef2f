import { useTranslation } from 'react-i18next';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { Link } from '@tanstack/react-router';
import { useRelated } from '../../../data/relations/use-related.ts';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { listedObjects } from './listed-objects.ts';

const GROUPS: readonly RelationGroup[] = ['scaledBy', 'protectedBy'];
/** As many of a kind as a line still tells; all are in the Related tab. */
const MAX_NAMED = 3;

/** What scales and protects the object, in the line below its name. Nothing where nothing does, or that is not known. */
export function RelatedFacts({ subject, object }: { readonly subject: DetailSubject; readonly object: unknown }) {
  const { t } = useTranslation();
  const { lists } = useRelated(subject.cluster, { view: subject.view, object }, { groups: GROUPS });
  return GROUPS.map(group => {
    const found = listedObjects(lists.filter(list => list.group === group));
    if (found.length === 0) return null;
    return (
      <span key={group} data-testid={`header-${group}`}>
        {t(`header.${group}`)}{' '}
        {found.slice(0, MAX_NAMED).map(({ key, view, row }, i) => (
          <span key={key}>
            {i === 0 ? '' : ', '}
            <Link
              to="/c/$cluster/$resource/$namespace/$name"
              params={{
                cluster: subject.cluster,
                resource: kindAddress(view.resource),
                namespace: row.namespace || '-',
                name: row.name,
              }}
            >
              {`${view.kind}/${visibleText(row.name)}`}
            </Link>
          </span>
        ))}
        {found.length > MAX_NAMED ? ` +${found.length - MAX_NAMED}` : ''}
      </span>
    );
  });
}
