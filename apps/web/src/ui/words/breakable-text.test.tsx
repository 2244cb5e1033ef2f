import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { BreakableText } from './breakable-text.tsx';

test('a text may be broken behind its separators, and is copied as it is', () => {
  const image = 'registry.example:5000/shop/stock-sync@sha256:0f3c';
  const { container } = render(<BreakableText text={image} />);
  expect(container.textContent).toBe(image);
  expect(container.innerHTML.split('<wbr>')).toEqual([
    'registry.example:',
    '5000/',
    'shop/',
    'stock-sync@',
    'sha256:',
    '0f3c',
  ]);
});
