import { visibleText } from '../words/text.ts';

export type StatusTone = 'ok' | 'active' | 'warning' | 'bad' | 'muted';

/** A shape for each tone: colour is never the only carrier. */
const SHAPES: Readonly<Record<StatusTone, string>> = { ok: '●', active: '◐', warning: '▲', bad: '✖', muted: '○' };

export function Status({ tone, text }: { readonly tone: StatusTone; readonly text: string }) {
  return (
    <span className={`status tone-${tone}`}>
      <StatusShape tone={tone} />
      {visibleText(text)}
    </span>
  );
}

/** The shape alone, for what says the state beside it in words. */
export function StatusShape({ tone }: { readonly tone: StatusTone }) {
  return (
    <span aria-hidden="true" className={`status-shape tone-${tone}`}>
      {SHAPES[tone]}
    </span>
  );
}
