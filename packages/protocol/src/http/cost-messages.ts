/** What was asked of an API server, and what came of it, since the start. */
export interface UpstreamCost {
  readonly cluster: string;
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly requests: number;
  /** Under way now; watches last. */
  readonly open: number;
  readonly bytes: number;
  readonly failed: number;
  /** Put off by the API server (429). */
  readonly rejected: number;
}

/** Answer of `GET /api/costs`. */
export interface CostsAnswer {
  readonly upstream: readonly UpstreamCost[];
  readonly lists: readonly {
    readonly cluster: string;
    readonly resource: string;
    readonly namespace: string;
    readonly rows: number;
    readonly readers: number;
  }[];
  readonly tabs: number;
  /** Memory of the server, resident, in bytes. */
  readonly memory: number;
  /** By the clock of the machine that Lanthorn's server runs on, as `now` is. */
  readonly startedAt: number;
  readonly now: number;
}
