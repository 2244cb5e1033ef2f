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

/** How often it was asked: of two answers that of the later question is the newer, whichever comes first. */
let asked = 0;
/** The question that was answered last. */
let answered = 0;

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
    await tell(api.keepRecording(query, text));
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  }
}

export async function forgetRecording(api: Pick<Api, 'forgetRecording'>, { id }: KeptRecording): Promise<void> {
  await take(api.forgetRecording({ id }));
}

async function take(asking: Promise<RecordingsAnswer>): Promise<void> {
  try {
    await tell(asking);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    useRecordings.setState({ problem: error.message });
  }
}

async function tell(asking: Promise<RecordingsAnswer>): Promise<void> {
  const turn = ++asked;
  const answer = await asking;
  if (turn < answered) return;
  answered = turn;
  useRecordings.setState({ answer, problem: null });
}
