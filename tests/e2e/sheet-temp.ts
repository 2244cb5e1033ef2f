import { writeFileSync } from 'node:fs';
import { launchBrowser } from './browser.ts';
// usage: sheet-temp OUT COLS SCALE a.png b.png ...
const [out = '', cols = '2', scale = '0.66', ...files] = process.argv.slice(2);
const html = `<body style="margin:0;background:#888;display:grid;gap:6px;grid-template-columns:repeat(${cols},max-content)">${files
  .map(
    f =>
      `<div style="font:12px sans-serif;background:#ff0">${f.split('/').pop()}<br><img src="file://${f}" style="zoom:${scale};display:block"></div>`,
  )
  .join('')}</body>`;
writeFileSync('/tmp/look/sheet.html', html);
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
await page.goto('file:///tmp/look/sheet.html');
const size = await page.evaluate<{ width: number; height: number }>(
  '({width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight})',
);
await page.setViewportSize(size);
await page.screenshot({ path: out });
console.log(size);
await browser.close();
process.exit(0);
