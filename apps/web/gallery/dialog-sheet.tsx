import { useState } from 'react';
import { Button } from '../src/ui/button/button.tsx';
import { Chip } from '../src/ui/data/chip.tsx';
import { Dialog, DialogFooter } from '../src/ui/dialog/dialog.tsx';
import { TextInput } from '../src/ui/form/text-input.tsx';
import { Notice } from '../src/ui/status/notice.tsx';
import type { SheetProps } from './samples.ts';

export function DialogSheet({ words }: SheetProps) {
  const [isOpen, setOpen] = useState(true);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.verb}</Button>
      <Dialog opened={isOpen} title="Drain ip-10-2-6-17" mark={<Chip tone="bad">production</Chip>} onClose={close}>
        <p className="dim">{words.sentence}</p>
        <Notice tone="warning" title={words.title}>
          {words.sentence}
        </Notice>
        {Array.from({ length: 14 }, (_, i) => (
          <p key={i}>{words.value}</p>
        ))}
        <TextInput label={words.label} />
        <DialogFooter note={words.help}>
          <Button shortcut="Esc" onClick={close}>
            {words.other}
          </Button>
          <Button variant="danger" shortcut="Enter" onClick={close}>
            {words.destroy}
          </Button>
        </DialogFooter>
      </Dialog>
    </>
  );
}
