export interface SessionCookie {
  readonly name: string;
  readonly value: string;
}

/** Of every Lanthorn that was started here, by its port: an address lets in once, and tests open many browsers and tabs. */
const cookies = new Map<string, SessionCookie>();

/** Uses up a printed address as a program does, which does not find names under `localhost`; returns where the page is. */
export async function logIn(address: string): Promise<string> {
  const { port, pathname, origin } = new URL(address);
  const answer = await fetch(`http://127.0.0.1:${port}${pathname}?here`);
  const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  if (value === '') throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  cookies.set(port, { name, value });
  return origin;
}

/** The session at an address of a Lanthorn. */
export function sessionAt(url: string): SessionCookie | undefined {
  return cookies.get(new URL(url).port);
}
