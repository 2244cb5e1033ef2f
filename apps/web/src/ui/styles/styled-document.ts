import { styleNonce } from './style-nonce.ts';

/**
 * The document for a library that writes style elements and style attributes by itself: the elements carry the page's nonce, and the attributes are
 * set as the policy lets scripts set them.
 */
export function styledDocument(): Document {
  return new Proxy(document, {
    get(target, name) {
      if (name === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Does what makes elements of the page's own document, past the one that was given: those are like it meanwhile. */
export function withStyledDocument(work: () => void): void {
  document.createElement = createElement;
  try {
    work();
  } finally {
    // The one that every document has is seen again.
    Reflect.deleteProperty(document, 'createElement');
  }
}

function createElement(name: string): HTMLElement {
  const element = Document.prototype.createElement.call(document, name);
  if (name === 'style') element.nonce = styleNonce();
  element.setAttribute = setStyledAttribute;
  return element;
}

/** One for all elements: a terminal makes them by the thousand. */
function setStyledAttribute(this: HTMLElement, attribute: string, value: string): void {
  if (attribute === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, attribute, value);
}
