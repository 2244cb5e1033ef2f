/** Of a foreign page so much is looked at; its first words say whose it is. */
const MAX_LOOKED_AT = 20_000;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** What a person would read of a body that may be a page of HTML, on one line and no longer than that. */
export function plainText(body: string, maxLength: number): string {
  const looked = body.slice(0, MAX_LOOKED_AT);
  const text = /<[a-z!/]/i.test(looked) ? withoutTags(looked) : looked;
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}

function withoutTags(html: string): string {
  return html
    .replaceAll(/<!--[^]*?(?:-->|$)/g, ' ')
    .replaceAll(/<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replaceAll(/<[^>]*(?:>|$)/g, ' ')
    .replaceAll(/&(#\d{1,6}|[a-z]{2,6});/gi, (whole, name: string) =>
      name.startsWith('#') ? character(Number(name.slice(1))) : (ENTITIES.get(name.toLowerCase()) ?? whole),
    );
}

/** One that is none stands for itself: the page is foreign. */
function character(code: number): string {
  return code > 0 && code < 0xd800 ? String.fromCharCode(code) : '\ufffd';
}
