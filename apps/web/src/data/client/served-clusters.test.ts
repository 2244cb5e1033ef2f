import { expect, test } from 'vitest';
import { servedClusters } from './served-clusters.ts';

function pageWith(content: string | null): Document {
  const page = document.implementation.createHTMLDocument();
  if (content === null) return page;
  const meta = page.createElement('meta');
  meta.name = 'clusters';
  meta.content = content;
  page.head.append(meta);
  return page;
}

test('what the server wrote into the page is read', () => {
  expect(servedClusters(pageWith('{"current":"a","clusters":[]}'))).toEqual({ current: 'a', clusters: [] });
});

test.each([null, '', '__CLUSTERS__'])('a page that was told none (%j) knows none', content => {
  expect(servedClusters(pageWith(content))).toBeNull();
});
