import { visibleText } from '../words/text.ts';

export type StatusTone = 'ok' | 'active' | 'warning' | 'bad' | 'muted';

/** A shape for each tone: colour is never the only carrier. */
const SHAPES: Readonly<Record<StatusTone, string>> = { ok: '●', active: '◐', warning: '▲', bad: '✖', muted: '○' };

export function Status({ tone, text }: { readonly tone: StatusTone; readonly text: string }) {
  return (
    <span className={`status tone-${tone}`}>
      <span aria-hidden="true" className="status-shape">
        {SHAPES[tone]}
      </span>
      {visibleText(text)}
    </span>
  );
}
