import { create } from 'zustand';
import type {
  KeptRecording,
  KeepRecordingQuery,
  RecordingsAnswer,
} from '@lanthorn/protocol/recordings/recording-messages.ts';
import type { Api } from '../connection/api.ts';

interface RecordingsState {
  /** As the server said last; null before it did. */
  readonly answer: RecordingsAnswer | null;
  /** Why it did not. */
  readonly problem: string | null;
}

export const useRecordings = create<RecordingsState>(() => ({ answer: null, problem: null }));

/** Asks the server which are kept; what it cannot say is told where they are shown. */
export async function loadRecordings(api: Pick<Api, 'recordings'>): Promise<void> {
  await take(api.recordings());
}

/** False where it could not be kept. */
export async function keepRecording(
  api: Pick<Api, 'keepRecording'>,
  query: KeepRecordingQuery,
  text: string,
): Promise<boolean> {
  try {
    useRecordings.setState({ answer: await api.keepRecording(query, text), problem: null });
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  }
}

export async function forgetRecording(api: Pick<Api, 'forgetRecording'>, { id }: KeptRecording): Promise<void> {
  await take(api.forgetRecording({ id }));
}

async function take(asked: Promise<RecordingsAnswer>): Promise<void> {
  try {
    useRecordings.setState({ answer: await asked, problem: null });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    useRecordings.setState({ problem: error.message });
  }
}
