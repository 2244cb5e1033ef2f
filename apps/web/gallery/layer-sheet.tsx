import { Button } from '../src/ui/button/button.tsx';
import { IconButton } from '../src/ui/button/icon-button.tsx';
import { Checkbox } from '../src/ui/form/checkbox.tsx';
import { ActionBar } from '../src/ui/button/action-bar.tsx';
import { MenuButton } from '../src/ui/layer/menu.tsx';
import { Popover } from '../src/ui/layer/popover.tsx';
import { Tooltip } from '../src/ui/layer/tooltip.tsx';
import { Group } from './group.tsx';
import type { SheetProps } from './samples.ts';

const ignore = () => {};

export function LayerSheet({ words }: SheetProps) {
  const entry = { shortcut: null, disabled: null, run: ignore };
  return (
    <>
      <Group title="ActionBar">
        <ActionBar
          label="ActionBar"
          moreLabel="More"
          actions={[
            { ...entry, id: 'a', title: words.verb, shortcut: 'r', isPrimary: true },
            { ...entry, id: 'b', title: words.other },
            { ...entry, id: 'c', title: words.other, disabled: words.why },
            { ...entry, id: 'd', title: words.destroy, isDanger: true },
          ]}
        />
        <div className="gallery-narrow">
          <ActionBar
            label="ActionBar (narrow)"
            moreLabel="More (narrow)"
            actions={['a', 'b', 'c', 'd'].map(id => ({ ...entry, id, title: words.other }))}
          />
        </div>
      </Group>
      <Group title="Menu, Popover, Tooltip">
        <div className="gallery-row" style={{ minHeight: 240, alignItems: 'flex-start', gap: 220 }}>
          <MenuButton
            label="Menu"
            entries={[
              { ...entry, id: 'a', title: words.verb, shortcut: 'r' },
              { ...entry, id: 'b', title: words.other, disabled: words.why },
              { ...entry, id: 'c', title: words.destroy, isDanger: true },
            ]}
            trigger={trigger => <IconButton {...trigger} icon="more" label="Menu" />}
          />
          <Popover
            label="Popover"
            width={280}
            placement="bottom-start"
            trigger={trigger => <Button {...trigger}>Popover</Button>}
          >
            <p>{words.sentence}</p>
            <Checkbox defaultChecked onChange={ignore}>
              {words.label}
            </Checkbox>
          </Popover>
          <Tooltip text={words.sentence} shortcut="l">
            <Button>Tooltip</Button>
          </Tooltip>
        </div>
      </Group>
    </>
  );
}
