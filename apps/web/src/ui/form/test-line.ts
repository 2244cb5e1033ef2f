/** Finds a `CopyLine` by its whole text, which stands in an element a word. */
export function lineOf(text: string | RegExp): (content: string, element: Element | null) => boolean {
  return (_content, element) => {
    if (element?.tagName !== 'PRE') return false;
    return typeof text === 'string' ? element.textContent === text : text.test(element.textContent);
  };
}
