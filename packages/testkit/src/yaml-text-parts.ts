/** Pieces of which a text may be made that YAML takes for something else, or must write in another way. */
export const YAML_TEXT_PARTS: readonly string[] = [
  // Space, and what a line may begin or go on with.
  ...['\n', '\n\n', '\t', ' ', '  ', '\r', 'a', '#', ': ', '- ', '---', '%', '|', '&', '*', '{', ',', '"', "'", '\\'],
  // Letters that are no letters everywhere.
  ...['\u0085', '\u2028', '\u2029', '\u007f', '\u009f', '\ufeff', '\ufffe', '😀', '\0', '\u001b'],
  // Words and numbers of YAML 1.1.
  ...['yes', '0400', '1:30', '2026-01-01', '1_0', '~', '<<', '.inf', '0x1F', 'null'],
];
