import type { JsonObject } from '@lanthorn/base/json.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { KubeconfigProblem } from '@lanthorn/protocol/http/cluster-messages.ts';

/** What a context needs to connect, with file references resolved to absolute paths. */
export interface ContextConfig {
  readonly name: string;
  readonly namespace: string;
  /** Without credentials and without a slash at its end. */
  readonly server: string;
  readonly userName: string;
  readonly tls: {
    readonly caData: string | null;
    readonly caFile: string | null;
    readonly insecure: boolean;
    readonly serverName: string | null;
  };
  /** May hold credentials: it is in no message. */
  readonly proxyUrl: string | null;
  /** What HTTPS_PROXY and its like name for this server; the proxy of the kubeconfig goes before it. */
  readonly environmentProxyUrl: string | null;
  readonly user: UserConfig;
}

export interface UserConfig {
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly certData: string | null;
  readonly certFile: string | null;
  readonly keyData: string | null;
  readonly keyFile: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly exec: ExecConfig | null;
  readonly impersonate: {
    readonly user: string;
    readonly uid: string;
    readonly groups: readonly string[];
    readonly extra: Readonly<Record<string, readonly string[]>>;
  } | null;
}

export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly interactiveMode: string;
  readonly provideClusterInfo: boolean;
  readonly installHint: string;
}

/** A context, or why it cannot be used; one broken context never hides another. */
export type ContextEntry = {
  readonly name: string;
  readonly config: ContextConfig | null;
  readonly problem: Problem | null;
};

export interface Kubeconfig {
  readonly contexts: readonly ContextEntry[];
  readonly current: string;
  /** Files that could not be read, and what in the others is not used. */
  readonly problems: readonly KubeconfigProblem[];
}

/** An entry of one of the lists, and where it stands. */
export interface Named {
  readonly name: string;
  readonly value: JsonObject;
  readonly file: string;
  readonly folder: string;
  readonly line: number | null;
}

export interface NamedEntries {
  readonly clusters: ReadonlyMap<string, Named>;
  readonly users: ReadonlyMap<string, Named>;
  readonly contexts: ReadonlyMap<string, Named>;
}

/** Where an entry stands, for a person who looks for it. */
export function placeOf({ file, line }: Pick<Named, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`;
}
