import '../ui/styles/tokens.css';
import '../ui/styles/fonts.css';
import '../ui/styles/base.css';
import '../ui/styles/shell.css';
import '../ui/styles/list.css';
import '../ui/styles/overview.css';
import '../ui/styles/status.css';
import '../ui/styles/detail.css';
import '../ui/styles/log.css';
import '../ui/styles/editor.css';
import '../ui/styles/dialog.css';
import '../ui/styles/narrow.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '@lanthorn/base/assert.ts';
import type { Random } from '@lanthorn/base/random.ts';
import { timerClock } from '@lanthorn/base/timer-clock.ts';
import { Api } from '../data/connection/api.ts';
import { type Client, ClientContext } from '../data/client/client.ts';
import { ClusterTimes } from '../data/connection/cluster-times.ts';
import { Connection } from '../data/connection/connection.ts';
import { takeChangeSet } from '../data/change-set/change-set-store.ts';
import { recallTerminals } from '../data/dock/dock-store.ts';
import { KindDirectory } from '../data/client/kind-directory.ts';
import { useKnownClusters } from '../data/client/known-clusters.ts';
import { PersonPreferences } from '../data/preferences/person-preferences.ts';
import { servedClusters } from '../data/client/served-clusters.ts';
import { servedPreferences } from '../data/preferences/served-preferences.ts';
import { createOperationStore, takeOperation } from '../data/operations/operation-store.ts';
import { followFocus } from '../ui/focus/focus-return.ts';
import { problemWords, startI18n } from '../ui/words/i18n.ts';
import { WordsProvider } from '../ui/words/words.tsx';
import { OfKind } from './later-screens.ts';
import { router } from './router.tsx';
import { chosenLanguage, showPreferences } from './person/show-preferences.ts';

recallTerminals();

const clock = timerClock({
  now: () => Date.now(),
  elapsed: () => performance.now(),
  start(task, delayMs) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  nextTurn: () => new Promise(resolve => setTimeout(resolve)),
});

const random: Random = { next: () => Math.random() };
const operations = createOperationStore();
const times = new ClusterTimes(clock);
const api = new Api(fetch.bind(globalThis), clock, problemWords);
const first = servedPreferences(document);
const preferences = new PersonPreferences(first, change => api.changePreferences(change));
const connection = new Connection({
  open: openSocket,
  clock,
  times,
  random,
  reload: () => location.reload(),
  onOperation: operation => takeOperation(operations, operation),
  onHistory: history => operations.setState({ history }),
  onPreferences: state => preferences.hear(state),
  onChangeSet: takeChangeSet,
  isShutOut: () => api.isShutOut(),
});
const kinds = new KindDirectory(api, clock);
const client: Client = { connection, api, kinds, operations, preferences, times, clock, random };

useKnownClusters.setState({ answer: servedClusters(document) });
connection.start();
followFocus();
document.addEventListener('visibilitychange', () => connection.setHidden(document.hidden));
void draw();

/** Not awaited by this file: what is fetched here imports from it, and would wait for it to end. */
async function draw(): Promise<void> {
  // Where the records cannot be fetched, who draws them says so.
  const records = OfKind.load().catch(() => undefined);
  await Promise.all([startI18n(chosenLanguage(first.language, navigator.language)), records]);
  showPreferences(preferences, document);
  createRoot(must(document.getElementById('root'), 'the page has a root')).render(
    <StrictMode>
      <ClientContext value={client}>
        <WordsProvider>
          <RouterProvider router={router} />
        </WordsProvider>
      </ClientContext>
    </StrictMode>,
  );
}

function openSocket(): WebSocket {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`);
  socket.binaryType = 'arraybuffer';
  return socket;
}
