import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogVolume, VolumeBucket } from '../../../data/logs/lines/log-volume.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';

const WIDTH = 1_000;
const HEIGHT = 32;

/** How much was written when, and how grave: a press, or Enter on what arrows chose, leads to the first line of that time. */
export function VolumeChart({
  volume: { buckets },
  onJump,
}: {
  readonly volume: LogVolume;
  /** To one of the lines that were counted. */
  readonly onJump: (line: number) => void;
}) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const [read, setRead] = useState<number | null>(null);
  const most = Math.max(1, ...buckets.map(sizeOf));
  const width = WIDTH / buckets.length;
  const last = buckets.length - 1;
  const textOf = (bucket: VolumeBucket) =>
    t('logs.volumeAt', {
      count: sizeOf(bucket),
      time: exact(bucket.at),
      errors: bucket.grave,
      warnings: bucket.warnings,
    });
  const reading = read === null ? undefined : buckets[read];
  const jump = (bucket: VolumeBucket | undefined) => {
    if (bucket !== undefined && bucket.first >= 0) onJump(bucket.first);
  };
  const under = ({ clientX, currentTarget }: MouseEvent<SVGElement>) => {
    const { left, width: shown } = currentTarget.getBoundingClientRect();
    return Math.min(last, Math.max(0, Math.floor(((clientX - left) / shown) * buckets.length)));
  };
  const onKey = (event: KeyboardEvent) => {
    const from = read ?? last + 1;
    if (event.key === 'ArrowRight') setRead(Math.min(last, from + 1));
    else if (event.key === 'ArrowLeft') setRead(Math.max(0, from - 1));
    else if (event.key === 'Home') setRead(0);
    else if (event.key === 'End') setRead(last);
    else if (event.key === 'Enter') jump(reading);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="log-volume">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="slider"
        tabIndex={0}
        aria-label={t('logs.volume')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={read ?? last}
        aria-valuetext={reading === undefined ? t('logs.volumeHelp') : textOf(reading)}
        onKeyDown={onKey}
        onPointerMove={event => setRead(under(event))}
        onPointerLeave={() => setRead(null)}
        onBlur={() => setRead(null)}
        onClick={event => jump(buckets[under(event)])}
      >
        {buckets.map((bucket, i) => (
          <Bar key={bucket.at} bucket={bucket} x={i * width} width={width} most={most} isRead={i === read} />
        ))}
      </svg>
      <span className="dim" aria-hidden="true">
        {reading === undefined ? t('logs.volumeHelp') : textOf(reading)}
      </span>
    </div>
  );
}

function sizeOf({ grave, warnings, others }: VolumeBucket): number {
  return grave + warnings + others;
}

interface BarProps {
  readonly bucket: VolumeBucket;
  readonly x: number;
  readonly width: number;
  readonly most: number;
  readonly isRead: boolean;
}

/** The gravest below, where they are seen however few they are. */
function Bar({ bucket: { grave, warnings, others }, x, width, most, isRead }: BarProps) {
  let y = HEIGHT;
  const parts = [
    ['grave', grave],
    ['warnings', warnings],
    ['others', others],
  ] as const;
  return (
    <g data-read={isRead || undefined}>
      {isRead ? <rect className="log-volume-read" x={x} y={0} width={width} height={HEIGHT} /> : null}
      {parts.map(([name, count]) => {
        if (count === 0) return null;
        // One among thousands is seen, too.
        const height = Math.max(2, (count / most) * HEIGHT);
        y -= height;
        return (
          <rect
            key={name}
            className={`log-volume-${name}`}
            x={x}
            y={y}
            width={Math.max(1, width - 2)}
            height={height}
          />
        );
      })}
    </g>
  );
}
