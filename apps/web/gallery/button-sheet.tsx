import { Button, type ButtonVariant } from '../src/ui/button/button.tsx';
import { IconButton } from '../src/ui/button/icon-button.tsx';
import { Icon, ICON_NAMES } from '../src/ui/marks/icon.tsx';
import { KeyHint } from '../src/ui/marks/key-hint.tsx';
import { Group } from './group.tsx';
import type { SheetProps } from './samples.ts';

const VARIANTS: readonly ButtonVariant[] = ['primary', 'secondary', 'ghost', 'danger', 'link'];

export function ButtonSheet({ words }: SheetProps) {
  return (
    <>
      {VARIANTS.map(variant => (
        <Group key={variant} title={variant}>
          <div className="gallery-row">
            <Button variant={variant}>{variant === 'danger' ? words.destroy : words.verb}</Button>
            <Button variant={variant} icon="play" shortcut="r">
              {words.verb}
            </Button>
            <Button variant={variant} iconEnd="choose">
              {words.other}
            </Button>
            <Button variant={variant} why={words.why}>
              {words.other}
            </Button>
            <Button variant={variant} aria-disabled>
              {words.other}
            </Button>
            <Button variant={variant} isBusy>
              {words.verb}
            </Button>
            <Button variant={variant} aria-pressed>
              {words.verb}
            </Button>
          </div>
        </Group>
      ))}
      <Group title="IconButton">
        <div className="gallery-row">
          {(['ghost', 'secondary', 'primary'] as const).map(variant => (
            <IconButton key={variant} variant={variant} icon="columns" label={`${words.verb} (${variant})`} />
          ))}
          <IconButton icon="more" label={words.other} why={words.why} />
        </div>
      </Group>
      <Group title="Icon, KeyHint">
        <div className="gallery-row">
          {ICON_NAMES.map(name => (
            <Icon key={name} name={name} />
          ))}
          <KeyHint keys="Ctrl K" />
          <KeyHint keys="Esc" />
        </div>
      </Group>
      <Group title="long">
        <div className="gallery-row">
          <Button icon="play" shortcut="r">
            {words.long.slice(0, 80)}
          </Button>
        </div>
      </Group>
    </>
  );
}
