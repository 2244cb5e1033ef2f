import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClustersAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { visibleText } from '../ui/words/text.ts';

/** The contexts of the kubeconfig files. */
export function ClusterSelect({ clusters, state }: { readonly clusters: ClustersAnswer; readonly state: ViewState }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isKnown = clusters.clusters.some(entry => entry.name === state.cluster);
  return (
    <select
      aria-label={t('cluster.choose')}
      value={state.cluster}
      onChange={event =>
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster: event.target.value, resource: state.resource === '' ? 'cronjobs' : state.resource },
        })
      }
    >
      {isKnown ? null : <option value={state.cluster}>{visibleText(state.cluster)}</option>}
      {clusters.clusters.map(entry => (
        <option key={entry.name} value={entry.name}>
          {entry.problem === null ? visibleText(entry.name) : `${visibleText(entry.name)} (${t('cluster.broken')})`}
        </option>
      ))}
    </select>
  );
}
