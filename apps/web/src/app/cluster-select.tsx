import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClustersAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { Select } from '../ui/form/select.tsx';
import { visibleText } from '../ui/words/text.ts';

/** The contexts of the kubeconfig files. */
export function ClusterSelect({ clusters, state }: { readonly clusters: ClustersAnswer; readonly state: ViewState }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isKnown = clusters.clusters.some(entry => entry.name === state.cluster);
  const known = clusters.clusters.map(({ name, problem }) => ({
    value: name,
    text: problem === null ? visibleText(name) : `${visibleText(name)} (${t('cluster.broken')})`,
  }));
  return (
    <Select
      aria-label={t('cluster.choose')}
      choices={[...(isKnown ? [] : [{ value: state.cluster, text: visibleText(state.cluster) }]), ...known]}
      value={state.cluster}
      onChange={cluster =>
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster, resource: state.resource === '' ? 'cronjobs' : state.resource },
        })
      }
    />
  );
}
