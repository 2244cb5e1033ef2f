import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CLUSTERS } from '@lanthorn/protocol/constants.ts';
import type { ClusterInfo, ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { OVERVIEW } from '../../data/client/page-paths.ts';
import { useClient } from '../../data/client/client.ts';
import { clusterPlace } from '../../data/client/cluster-place.ts';
import { askReach, type Reach, useClusterReach } from '../../data/client/cluster-reach.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { useTier } from '../../data/client/use-tier.ts';
import { NOTHING_OPEN, validateSearch, type ViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import { FindList, type FindOption } from '../../ui/choice/find-list.tsx';
import { Tick } from '../../ui/choice/tick.tsx';
import { PopoverLayer } from '../../ui/layer/popover.tsx';
import { StatusMark, type StatusTone } from '../../ui/marks/status-mark.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { clusterOrder } from './cluster-order.ts';
import { TierPill } from './tier-pill.tsx';

/** More than this nobody reads through; who looks for another types a part of its name. */
const MAX_SHOWN = 200;
/** Asked at one press: each may start a program that logs in. */
const MAX_ASKED = 20;

interface ChooserProps {
  readonly id: string;
  readonly clusters: ClustersAnswer;
  readonly state: ViewState;
  readonly anchor: () => Element | null;
  readonly onClose: () => void;
}

/** All contexts of the kubeconfig files, one or several together, found by a part of their name, server or user; each says what is known of it. */
export function ClusterChooser({ id, clusters, state, anchor, onClose }: ChooserProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const { chosen, isChanged, toggle, choose, show, chooseAll } = useChosen(state, onClose);
  const recent = usePreferences(({ recentClusters }) => recentClusters);
  const found = clusterOrder(clusters.clusters, recent, query);
  const shown = [...found.recent, ...found.others].slice(0, MAX_SHOWN);
  const others = found.others.slice(0, MAX_SHOWN - found.recent.length);
  const count = found.recent.length + found.others.length;
  const option = (info: ClusterInfo): FindOption => ({
    id: info.name,
    text: visibleText(info.name),
    isChosen: chosen.includes(info.name),
    before: <Tick isOn={chosen.includes(info.name)} />,
    after: (
      <>
        <TierOf cluster={info.name} />
        <ReachMark info={info} />
      </>
    ),
  });
  return (
    <PopoverLayer
      id={id}
      label={t('cluster.title')}
      width={440}
      placement="bottom-start"
      anchor={anchor}
      onClose={onClose}
    >
      <FindList
        label={t('cluster.find')}
        query={query}
        onQuery={setQuery}
        groups={[
          { id: 'recent', title: t('cluster.recent'), options: found.recent.map(option) },
          { id: 'others', title: found.recent.length === 0 ? null : t('cluster.others'), options: others.map(option) },
        ]}
        isMultiple
        onChoose={cluster => (isChanged ? show() : choose(cluster))}
        onMark={toggle}
        onKey={(event, cluster) => {
          if (cluster === undefined || !isToggle(event, query)) return false;
          toggle(cluster);
          return true;
        }}
        help={t('cluster.help')}
        note={
          count === 0 ? t('palette.nothing') : count > MAX_SHOWN ? t('cluster.cut', { shown: MAX_SHOWN, count }) : ''
        }
      />
      {isChanged || canChooseAll(count) ? (
        <div className="switcher-foot">
          {isChanged && chosen.length > 0 ? (
            <Button variant="primary" onClick={show}>
              {t('cluster.show', { count: chosen.length })}
            </Button>
          ) : null}
          {canChooseAll(count) ? (
            <Button variant="ghost" onClick={() => chooseAll(shown.map(({ name }) => name))}>
              {t('cluster.chooseAll', { count })}
            </Button>
          ) : null}
        </div>
      ) : null}
      <AskButton shown={shown} />
    </PopoverLayer>
  );
}

/** As many as one list takes. */
function canChooseAll(count: number): boolean {
  return count > 1 && count <= MAX_CLUSTERS;
}

/** A space is also what stands between words that are looked for. */
function isToggle({ key, ctrlKey, metaKey }: KeyboardEvent, query: string): boolean {
  return key === ' ' ? query === '' : key === 'Enter' && (ctrlKey || metaKey);
}

/** Which are ticked, and how one goes there: what is filtered and sorted stays so, what was open does not. */
function useChosen({ clusters, resource, search }: ViewState, onClose: () => void) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<readonly string[]>(clusters);
  const go = (names: readonly string[], kept: object) => {
    onClose();
    const params = { cluster: clusterPlace(names), resource: resource === '' ? OVERVIEW : resource };
    void navigate({ to: '/c/$cluster/$resource', params, ...kept });
  };
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter(one => one !== name) : [...chosen, name];
    if (next.length <= MAX_CLUSTERS) setChosen(next);
  };
  return {
    chosen,
    isChanged: chosen.join('\n') !== clusters.join('\n'),
    toggle,
    chooseAll: (names: readonly string[]) => setChosen(names.every(name => chosen.includes(name)) ? clusters : names),
    choose: (name: string) => go([name], {}),
    show: () => {
      if (chosen.length > 0) go(chosen, { search: validateSearch({ ...search, ...NOTHING_OPEN }) as never });
    },
  };
}

function TierOf({ cluster }: { readonly cluster: string }) {
  return <TierPill tier={useTier(cluster)} />;
}

/** Asks those that nobody has asked yet. */
function AskButton({ shown }: { readonly shown: readonly ClusterInfo[] }) {
  const { t } = useTranslation();
  const { api } = useClient();
  const known = useClusterReach(state => state.known);
  const unasked = shown.filter(({ name, problem }) => problem === null && !known.has(name)).slice(0, MAX_ASKED);
  if (unasked.length === 0) return null;
  return (
    <div className="switcher-foot">
      <Button
        variant="ghost"
        onClick={() =>
          void askReach(
            api,
            unasked.map(({ name }) => name),
          )
        }
      >
        {t('cluster.ask', { count: unasked.length })}
      </Button>
    </div>
  );
}

const TONES: Readonly<Record<Reach['kind'], StatusTone>> = { asking: 'active', answers: 'ok', fails: 'bad' };

/** What is known of a cluster, as a shape and in words. */
function ReachMark({ info: { name, problem } }: { readonly info: ClusterInfo }) {
  const { t } = useTranslation();
  const reach = useClusterReach(({ known }) => known.get(name));
  const words = () => {
    if (problem !== null) return t('cluster.broken');
    if (reach === undefined) return t('cluster.reach.unasked');
    if (reach.kind === 'fails') return t(`cluster.reach.${reach.trouble}`);
    return reach.kind === 'answers' && reach.version !== ''
      ? visibleText(reach.version)
      : t(`cluster.reach.${reach.kind}`);
  };
  const tone = problem === null ? (reach === undefined ? 'muted' : TONES[reach.kind]) : 'bad';
  return (
    <span className={`switcher-reach tone-${tone === 'ok' || tone === 'muted' ? 'muted' : tone}`}>
      <StatusMark tone={tone} /> {words()}
    </span>
  );
}
