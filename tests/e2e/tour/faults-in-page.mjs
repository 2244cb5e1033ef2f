// Runs in the page, which then has a function that is given texts of the English catalogue and answers what is wrong with the screen as it
// stands, each fault in words. What is cut and can be read whole some other way (a title, by scrolling) is not wrong.
globalThis.screenFaults = english => {
  const SLACK = 1.5;
  /** They draw their text themselves, and scroll it. */
  const OWN = '.cm-editor, .xterm, .filter-terms, svg, [popover]:not(:popover-open)';
  /** What is meant to be scrolled sideways. */
  const SIDEWAYS =
    'pre, .code, .cm-scroller, .log-body, .log-lines, [role=tablist], .bulkbar, [data-filled] .log-bar, [data-testid=map], .copy-line, [class*=_scroll_]';
  const ONE_LINE = 'button, [role=tab], th, kbd, [role=option] > :first-child';
  const faults = new Set();
  const screen = document.documentElement.getBoundingClientRect();
  const styles = new Map();
  const styleOf = element => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const ancestors = element => {
    const all = [];
    for (let at = element; at !== null; at = at.parentElement) all.push(at);
    return all;
  };
  const isSeen = element =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest(OWN) === null &&
    !ancestors(element).some(each => styleOf(each).clipPath === 'inset(50%)');
  const words = text => `“${text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}”`;
  const where = element => {
    const named = ancestors(element).filter(each => each.dataset?.testid ?? each.getAttribute('aria-label') ?? each.id);
    const [first] = named;
    return first === undefined ? '' : ` in ${first.dataset?.testid ?? first.getAttribute('aria-label') ?? first.id}`;
  };

  /** The first ancestor that cuts a part of this box off for good. Whatever scrolls shows it all. */
  const cutBy = (element, rect) => {
    let [x, y] = [true, true];
    for (const each of ancestors(element)) {
      const { overflowX, overflowY, position } = styleOf(each);
      const box = each.getBoundingClientRect();
      const hides = overflow => overflow === 'hidden' || overflow === 'clip';
      if (x && hides(overflowX) && (rect.right > box.right + SLACK || rect.left < box.left - SLACK)) return each;
      if (y && hides(overflowY) && (rect.bottom > box.bottom + 2 * SLACK || rect.top < box.top - 2 * SLACK))
        return each;
      if (overflowX === 'auto' || overflowX === 'scroll') x = false;
      if (overflowY === 'auto' || overflowY === 'scroll') y = false;
      if (position === 'fixed') break;
    }
    return x && (rect.right > screen.right + SLACK || rect.left < screen.left - SLACK)
      ? document.documentElement
      : null;
  };
  const isTitled = (element, text) =>
    ancestors(element).some(each => {
      const title = each.getAttribute('title') ?? '';
      return title !== '' && (title.includes(text.trim()) || each === element);
    });

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || element === null || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (rects.length > 0) texts.push({ text: node.data, element, rects });
  }

  for (const { text, element, rects } of texts) {
    const cutter = rects.map(rect => cutBy(element, rect)).find(each => each !== null);
    if (cutter !== undefined && !isTitled(element, text)) faults.add(`cut: ${words(text)}${where(element)}`);
    const control = element.closest(ONE_LINE);
    const lines = new Set(rects.map(({ top }) => Math.round(top / 4)));
    if (control !== null && lines.size > 1) faults.add(`wraps: ${words(text)}${where(element)}`);
    if (/^(?:Loading|正在加载|加载中)/.test(text.trim()))
      faults.add(`says ${words(text)} where a skeleton could stand`);
  }

  for (const control of document.querySelectorAll('button, a, input, select, textarea, [role=tab], [role=button]')) {
    if (!isSeen(control)) continue;
    const rect = control.getBoundingClientRect();
    if (rect.width < 2 || styleOf(control).position === 'absolute') continue;
    const cutter = cutBy(control, rect);
    const text = control.textContent.trim() || control.getAttribute('aria-label') || control.tagName;
    // A text that is cut says so itself.
    if (cutter !== null && !isTitled(control, text) && control.querySelector('[title]') === null)
      faults.add(`cut control: ${words(text)}${where(control)}`);
  }

  for (const box of document.querySelectorAll('body *')) {
    const { overflowX } = styleOf(box);
    if (overflowX !== 'auto' && overflowX !== 'scroll') continue;
    const over = box.scrollWidth - box.clientWidth;
    if (over > 1 && isSeen(box) && !box.matches(SIDEWAYS) && box.closest(SIDEWAYS) === null)
      faults.add(`scrolls sideways by ${over} px: ${box.className || box.tagName}${where(box)}`);
  }
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) faults.add(`wider than the screen by ${over} px`);

  /** The part of a box that can be seen now. */
  const seenPart = (element, { left, right, top, bottom }) => {
    const part = { left, right, top, bottom };
    for (const each of ancestors(element)) {
      const { overflowX, overflowY } = styleOf(each);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const box = each.getBoundingClientRect();
      part.left = Math.max(part.left, box.left);
      part.right = Math.min(part.right, box.right);
      part.top = Math.max(part.top, box.top);
      part.bottom = Math.min(part.bottom, box.bottom);
    }
    return part;
  };
  const parts = texts.flatMap(({ text, element, rects }) =>
    rects
      .map(rect => ({ text, element, ...seenPart(element, rect) }))
      .filter(({ left, right, top, bottom }) => right - left > 2 && bottom - top > 2),
  );
  const isOpaque = element => {
    const { backgroundColor } = styleOf(element);
    return !/, 0\)$|^transparent$/.test(backgroundColor);
  };
  for (const [i, a] of parts.entries())
    for (const b of parts.slice(i + 1)) {
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width < 3 || height < 5 || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const [x, y] = [Math.max(a.left, b.left) + width / 2, Math.max(a.top, b.top) + height / 2];
      const hit = document.elementFromPoint(x, y);
      if (hit === null) continue;
      const upper = [a, b].find(({ element }) => element === hit || hit.contains(element) || element.contains(hit));
      if (upper === undefined) continue;
      const lower = upper === a ? b : a;
      // What lies above with a ground of its own covers the other.
      const between = ancestors(upper.element).filter(each => !each.contains(lower.element));
      if (!between.some(isOpaque))
        faults.add(`over one another: ${words(a.text)} and ${words(b.text)}${where(a.element)}`);
    }

  const isDash = cell =>
    /^[–-]?$/.test(cell?.textContent.trim() ?? '') && cell?.querySelector('svg, input, button, i, [role=img]') === null;
  const tables = [...document.querySelectorAll('table')].map(table => ({
    heads: [...table.querySelectorAll('thead th')],
    rows: [...table.querySelectorAll('tbody tr')].map(row => [...row.children]),
  }));
  // Of a list of which only a part is drawn nobody sees what else is in a column.
  const wholeGrids = [...document.querySelectorAll('.grid')].filter(
    grid => Number(grid.getAttribute('aria-rowcount')) - 1 <= grid.querySelectorAll('.grid-row').length,
  );
  const grids = wholeGrids.map(grid => ({
    heads: [...grid.querySelectorAll('.grid-title')],
    rows: [...grid.querySelectorAll('.grid-row:not([data-awaited])')].map(row => [
      ...row.querySelectorAll('.grid-cell'),
    ]),
  }));
  for (const { heads, rows } of [...tables, ...grids])
    for (const [i, head] of heads.entries())
      if (rows.length > 2 && head.textContent.trim() !== '' && isSeen(head) && rows.every(cells => isDash(cells[i])))
        faults.add(`only dashes: the column ${words(head.textContent)}`);

  if (document.documentElement.lang.startsWith('zh')) {
    const known = new Set(english);
    for (const { text, element } of texts)
      if (known.has(text.trim())) faults.add(`English: ${words(text)}${where(element)}`);
  }
  return [...faults];
};
