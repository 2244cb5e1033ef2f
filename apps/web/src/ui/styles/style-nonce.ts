/** The nonce of this page's styles: libraries that write style elements must carry it, or the policy drops them. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}
