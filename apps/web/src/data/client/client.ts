import { createContext, useContext } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { Api } from '../connection/api.ts';
import type { ClusterTimes } from '../connection/cluster-times.ts';
import type { Connection } from '../connection/connection.ts';
import type { KindDirectory } from './kind-directory.ts';
import type { PersonPreferences } from '../preferences/person-preferences.ts';
import type { OperationStore } from '../operations/operation-store.ts';

/** What every screen works with; built once in main. */
export interface Client {
  readonly connection: Connection;
  readonly api: Api;
  readonly kinds: KindDirectory;
  readonly operations: OperationStore;
  readonly preferences: PersonPreferences;
  readonly times: ClusterTimes;
  readonly clock: Clock;
  readonly random: Random;
}

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  return must(useContext(ClientContext), 'a client is provided at the root');
}
