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
  const take = async (file: File | undefined) => {
    if (file !== undefined) onFile(file.name, dataValueOf(new Uint8Array(await file.arrayBuffer())));
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
          void take(currentTarget.files?.[0]);
          // The same file may be chosen once more.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
