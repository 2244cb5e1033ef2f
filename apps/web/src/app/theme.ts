import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** One accent, dark enough for white text and light enough on dark backgrounds (WCAG AA on both). */
const BRAND: MantineColorsTuple = [
  '#e8f3fb',
  '#d3e5f3',
  '#a6c9e5',
  '#76acd6',
  '#5095ca',
  '#3786c2',
  '#2a7ebf',
  '#1b5e8c',
  '#155480',
  '#0d466d',
];

export const theme = createTheme({
  colors: { brand: BRAND },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '17px' },
  defaultRadius: 'sm',
});
