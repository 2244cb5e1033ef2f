import { createTheme, type MantineColorsTuple } from '@mantine/core';

const FILL = 'var(--accent-fill)';
const BRAND: MantineColorsTuple = [FILL, FILL, FILL, FILL, FILL, FILL, FILL, FILL, FILL, FILL];

export const theme = createTheme({
  colors: { brand: BRAND },
  primaryColor: 'brand',
  fontFamily: 'var(--font)',
  defaultRadius: 'sm',
});
