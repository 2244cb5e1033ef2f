/** The few words before the page itself is there, in its languages. */
const WORDS = {
  en: {
    language: 'en',
    opening: 'Opening Lanthorn…',
    notFound: 'This browser does not find the address',
    here: 'Open it here instead. Other programs on this machine that listen at this host, such as forwarded ports you visit, will be sent the session as well.',
    used: 'This address has let somebody in already. It works once. A fresh one was just printed in the terminal where Lanthorn runs.',
    unknown:
      'This address belongs to an earlier start of Lanthorn. The one to open was printed in the terminal where it runs.',
  },
  zh: {
    language: 'zh-CN',
    opening: '正在打开 Lanthorn…',
    notFound: '此浏览器找不到地址',
    here: '改为在这里打开。本机上在此主机名监听的其他程序（例如您访问的转发端口）也会收到会话凭据。',
    used: '此地址已被使用，只能使用一次。新的地址刚刚打印在运行 Lanthorn 的终端中。',
    unknown: '此地址属于 Lanthorn 之前的一次启动。请打开运行它的终端中打印的地址。',
  },
};

function wordsFor(acceptLanguage: string | undefined): (typeof WORDS)['en'] {
  return /^\s*zh\b/i.test(acceptLanguage ?? '') ? WORDS.zh : WORDS.en;
}

function html({ language }: (typeof WORDS)['en'], head: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Lanthorn</title>${head}</head><body>${body}</body></html>\n`;
}

/** Goes on by itself: a page that a page of this very host leads to is sent its cookie, one that another program leads to is not. */
export function arrivalPage(language: string | undefined): string {
  const words = wordsFor(language);
  return html(words, '<meta http-equiv="refresh" content="0;url=/">', `<p><a href="/">${words.opening}</a></p>`);
}

export interface HopOptions {
  readonly language: string | undefined;
  readonly nonce: string;
  /** The origin of our own host name, and the code to be used there or here. */
  readonly origin: string;
  readonly code: string;
}

/** Leads to our own host name where this browser finds it; else offers to stay, and says what that means. */
export function hopPage({ language, nonce, origin, code }: HopOptions): string {
  const words = wordsFor(language);
  const script = `fetch(${JSON.stringify(`${origin}/launch/here`)},{mode:'no-cors',cache:'no-store'}).then(
()=>location.replace(${JSON.stringify(`${origin}/launch/${code}`)}),
()=>{document.getElementById('stay').hidden=false})`;
  return html(
    words,
    '',
    `<p>${words.opening}</p><div id="stay" hidden><p>${words.notFound} ${origin}/</p><p><a href="/launch/${code}?here">${words.here}</a></p></div><script nonce="${nonce}">${script}</script>`,
  );
}

export function refusalPage(language: string | undefined, why: 'used' | 'unknown'): string {
  const words = wordsFor(language);
  return html(words, '', `<p>${words[why]}</p>`);
}
