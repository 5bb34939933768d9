/** For sentences with a value that people chose: React escapes what it shows, and `t` would a second time. */
export const UNESCAPED = { interpolation: { escapeValue: false } };
