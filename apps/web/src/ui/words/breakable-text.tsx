import { Fragment } from 'react';

/** Parts of an image or an address end behind these. */
const BEHIND = /(?<=[/:@,=])/;

/** A text that is broken between its parts before it is broken within a word. */
export function BreakableText({ text }: { readonly text: string }) {
  return text.split(BEHIND).map((part, i) => (
    // oxlint-disable-next-line react/no-array-index-key -- parts have no other name
    <Fragment key={i}>
      {i === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));
}
