import { type ReactNode, useRef } from 'react';
import type { DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { dataValueOf } from './data-value.ts';

/** Takes one file, byte for byte. */
export function FileButton({
  label,
  why,
  onFile,
  children,
}: {
  readonly label: string;
  readonly why: string | null;
  readonly onFile: (name: string, value: DataValue) => void;
  readonly children?: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  // In the order they were chosen: of two files the later one stands.
  const last = useRef(Promise.resolve());
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    const bytes = file.arrayBuffer();
    last.current = last.current.then(async () => onFile(file.name, dataValueOf(new Uint8Array(await bytes))));
  };
  return (
    <>
      <Button why={why} aria-label={label} onClick={() => input.current?.click()}>
        {children ?? label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          // The same file may be chosen once more.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
