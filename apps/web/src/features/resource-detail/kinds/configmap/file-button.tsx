import { type ReactNode, useRef, useState } from 'react';
import type { DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
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
  const [problem, setProblem] = useState('');
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    setProblem('');
    const said = (error: unknown) => setProblem(error instanceof Error ? error.message : String(error));
    const read = file.arrayBuffer().then(
      bytes => () => onFile(file.name, dataValueOf(new Uint8Array(bytes))),
      (error: unknown) => () => said(error),
    );
    last.current = last.current.then(async () => (await read)());
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
      {problem === '' ? null : (
        <span className="tone-bad" role="alert">
          {visibleText(problem)}
        </span>
      )}
    </>
  );
}
