import { create } from 'zustand';
import { REQUEST_HEADER } from '@lanthorn/protocol/constants.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { pathText } from '@lanthorn/protocol/files/container-path.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import { pageProblem } from '../connection/page-problem.ts';
import type { FetchRequest, FilePlace, UploadAnswer, UploadRequest } from '@lanthorn/protocol/files/file-messages.ts';
import type { Api } from '../connection/api.ts';

/** How often it is asked how far something is that the browser fetches. */
const LOOK_MS = 1_000;
/** Ended ones that are still shown. */
const MAX_SHOWN = 20;

/** A file on its way into a container or out of one. */
export interface FileTransfer {
  readonly id: string;
  readonly direction: 'up' | 'down';
  readonly place: FilePlace;
  readonly name: string;
  readonly bytes: number;
  /** Null where nobody knows before. */
  readonly total: number | null;
  readonly leftOut: number;
  /** Null while it goes on. */
  readonly end: { readonly problem: Problem | null } | null;
  readonly cancel: () => void;
}

/** The files of this tab that are on their way, wherever one goes meanwhile. */
export const useFileTransfers = create<{ readonly transfers: readonly FileTransfer[] }>(() => ({ transfers: [] }));

function add(transfer: FileTransfer): void {
  useFileTransfers.setState(({ transfers }) => {
    const ended = transfers.filter(({ end }) => end !== null).slice(-MAX_SHOWN);
    return { transfers: [...transfers.filter(each => each.end === null || ended.includes(each)), transfer] };
  });
}

function change(id: string, to: Partial<FileTransfer>): void {
  useFileTransfers.setState(({ transfers }) => ({
    transfers: transfers.map(each => (each.id === id && each.end === null ? { ...each, ...to } : each)),
  }));
}

/** Takes those that have ended off the screen. */
export function forgetEnded(): void {
  useFileTransfers.setState(({ transfers }) => ({ transfers: transfers.filter(({ end }) => end === null) }));
}

/** Resolves with why it was not begun, or null: from then on the browser writes it to its disk. */
export async function download(
  { api, clock }: { readonly api: Api; readonly clock: Pick<Clock, 'schedule'> },
  request: Omit<FetchRequest, 'id'>,
): Promise<Problem | null> {
  const id = crypto.randomUUID();
  const answer = await api.fetchFile({ ...request, id });
  if ('problem' in answer) return answer.problem;
  const { name, bytes: total } = answer;
  const cancel = () => void look(true);
  const look = async (isCancelled: boolean): Promise<void> => {
    try {
      change(id, await api.transfer({ id, isCancelled }));
    } catch (error) {
      // It is told of no more, or nobody is there to tell.
      const detail = error instanceof Error ? error.message : String(error);
      change(id, { end: { problem: pageProblem('streamBroke', { detail }) } });
    }
    const isOver = useFileTransfers.getState().transfers.every(each => each.id !== id || each.end !== null);
    if (!isOver && !isCancelled) clock.schedule(LOOK_MS, () => void look(false));
  };
  const { as: _as, path: _path, ...place } = request;
  add({ id, direction: 'down', place, name, bytes: 0, total, leftOut: 0, end: null, cancel });
  const link = document.createElement('a');
  link.href = fetchedAddress(id);
  link.download = name;
  link.click();
  clock.schedule(LOOK_MS, () => void look(false));
  return null;
}

export function fetchedAddress(id: string): string {
  return `/api/files/fetched/${id}`;
}

/** One after the other: they share a connection of the browser with everything else. */
let before: Promise<unknown> = Promise.resolve();

interface UploadOptions {
  readonly place: FilePlace;
  readonly folder: string;
  readonly file: File;
  readonly replaces: boolean;
  /** Why, where a cluster asks for it. */
  readonly reason?: string | undefined;
}

/** Resolves when it has ended, with whether it is there. */
export function upload({ place, folder, file, replaces, reason }: UploadOptions): Promise<boolean> {
  const id = crypto.randomUUID();
  const name = pathText(new TextEncoder().encode(file.name));
  const asked = { ...place, path: folder, name, size: String(file.size), replaces: replaces ? 'yes' : 'no' } as const;
  const query = new URLSearchParams(asked satisfies UploadRequest);
  if (reason !== undefined) query.set('reason', reason);
  const sent = new XMLHttpRequest();
  let isCancelled = false;
  const cancel = () => {
    isCancelled = true;
    sent.abort();
    change(id, { end: { problem: pageProblem('transferStopped', {}) } });
  };
  add({ id, direction: 'up', place, name: file.name, bytes: 0, total: file.size, leftOut: 0, end: null, cancel });
  const work = before.then(async () => {
    if (isCancelled) return false;
    const end = await send(sent, { query, file, onProgress: bytes => change(id, { bytes }) });
    change(id, end === null ? { bytes: file.size, end: { problem: null } } : { end: { problem: end } });
    return end === null && !isCancelled;
  });
  before = work;
  return work;
}

function send(
  sent: XMLHttpRequest,
  {
    query,
    file,
    onProgress,
  }: { readonly query: URLSearchParams; readonly file: File; readonly onProgress: (bytes: number) => void },
): Promise<Problem | null> {
  return new Promise(resolve => {
    sent.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    sent.addEventListener('load', () => resolve(endOf(sent)));
    sent.addEventListener('error', () => resolve(pageProblem('lanthornAway', {})));
    sent.addEventListener('abort', () => resolve(pageProblem('transferStopped', {})));
    sent.open('POST', `/api/files/upload?${query.toString()}`);
    sent.setRequestHeader(REQUEST_HEADER, '1');
    sent.setRequestHeader('content-type', 'application/octet-stream');
    sent.send(file);
  });
}

function endOf({ status, responseText }: XMLHttpRequest): Problem | null {
  try {
    const answer = JSON.parse(responseText) as UploadAnswer | Problem;
    if ('code' in answer) return answer;
    return 'problem' in answer ? answer.problem : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return pageProblem('answered', { status });
  }
}
