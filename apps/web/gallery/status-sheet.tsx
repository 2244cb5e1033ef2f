import { Button } from '../src/ui/button/button.tsx';
import { StatusMark } from '../src/ui/marks/status-mark.tsx';
import { EmptyState } from '../src/ui/status/empty-state.tsx';
import { Notice } from '../src/ui/status/notice.tsx';
import { Skeleton } from '../src/ui/status/skeleton.tsx';
import { Status } from '../src/ui/status/status.tsx';
import { Group } from './group.tsx';
import type { SheetProps } from './samples.ts';

const TONES = ['ok', 'active', 'warning', 'bad', 'muted'] as const;

export function StatusSheet({ words }: SheetProps) {
  return (
    <>
      <Group title="StatusMark, Status">
        <div className="gallery-row">
          {TONES.map(tone => (
            <StatusMark key={tone} tone={tone} name={tone} />
          ))}
          {TONES.map(tone => (
            <Status key={tone} tone={tone} text={tone} />
          ))}
        </div>
        <div className="gallery-narrow">
          <Status tone="bad" text={words.long} />
        </div>
      </Group>
      <Group title="Notice">
        {(['bad', 'warning', 'active', 'ok'] as const).map(tone => (
          <Notice key={tone} tone={tone} title={words.title}>
            {words.sentence} <Button variant="link">{words.other}</Button>
          </Notice>
        ))}
        <Notice tone="bad">{words.long}</Notice>
      </Group>
      <Group title="Skeleton">
        <Skeleton lines={4} label={words.help} />
      </Group>
      <Group title="EmptyState">
        <EmptyState title={words.title} actions={<Button>{words.verb}</Button>}>
          {words.sentence}
        </EmptyState>
      </Group>
    </>
  );
}
