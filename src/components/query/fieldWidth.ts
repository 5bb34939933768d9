import { css } from '@emotion/css';

/**
 * Label and all, wide enough for a few choices side by side, and never wider than a phone: choices that were measured
 * while the page was still wider must not make it scroll sideways.
 */
export const fieldWidth = css({
  width: '480px',
  maxWidth: '100%',
  '& div': { minWidth: 0 },
  '@media (max-width: 512px)': { overflow: 'clip' },
});
