import type { Reason } from '@lanthorn/base/reason.ts';
import { type ErrorParam, type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClusterTroubleKind } from '@lanthorn/protocol/http/cluster-messages.ts';
import { withoutCredentials } from '../credentials/without-credentials.ts';

/** Why a request got no answer: which step failed, in words without credentials. */
export class UpstreamProblem extends Error {
  override name = 'UpstreamProblem';
  readonly kind: ClusterTroubleKind;

  readonly problem: Problem;

  constructor(kind: ClusterTroubleKind, why: Problem, cause?: unknown) {
    const shown = shownOf(why);
    super(shown.message, { cause });
    this.kind = kind;
    this.problem = shown;
  }
}

function shownOf<Why extends Reason>(why: Why): Why {
  const shown = (value: ErrorParam) =>
    typeof value === 'string' ? withoutCredentials(value) : typeof value === 'number' ? value : shownOf(value);
  const values = Object.entries(why.params).map(([name, value]) => [name, shown(value)] as const);
  return { ...why, params: Object.fromEntries(values), message: withoutCredentials(why.message) };
}

/** What is told of an error: its own reason, else the words of whoever threw it. */
export function problemOfError(error: unknown, code: 'streamBroke' | 'loginFailed'): Problem {
  if (error instanceof UpstreamProblem) return error.problem;
  return problem(code, { detail: withoutCredentials(error instanceof Error ? error.message : String(error)) });
}

/** Only a person can help: nothing is tried again by itself. */
export class LastingUpstreamProblem extends UpstreamProblem {
  readonly isLasting = true;
}

/** A file that a kubeconfig names, which nobody can log in with. */
export function unusableFile(field: string, file: string, why: Problem): UpstreamProblem {
  return new UpstreamProblem('login', problem('fileUnusable', { field, file, why }));
}

/** How Node says that it does not believe a certificate. */
const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export interface Connection {
  readonly server: string;
  readonly proxy: string | null;
}

/** What a connection's own words mean. A proxy is named: it may be one of the environment that nobody thinks of. */
export function connectionProblem(error: unknown, { server, proxy }: Connection): UpstreamProblem {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const detail = inner instanceof Error ? inner.message || inner.name : String(inner);
  const code = inner instanceof Error ? (inner as NodeJS.ErrnoException).code : undefined;
  if (code !== undefined && UNTRUSTED.has(code))
    return new UpstreamProblem('untrusted', problem('untrusted', { server, detail }), error);
  const why =
    proxy === null
      ? problem('unanswered', { server, detail })
      : problem('unansweredThrough', { server, proxy: new URL(proxy).host, detail });
  return new UpstreamProblem('unreachable', why, error);
}
