import { visibleText } from './text.ts';

/** Whether a text from a cluster is an address of the web and nothing else: any other kind of link does what its writer wants. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

/** Of what may be anything only what begins as the web does is a link. */
export function WebAddress({ url }: { readonly url: string }) {
  if (!isWebAddress(url)) return visibleText(url);
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {visibleText(url)}
    </a>
  );
}
