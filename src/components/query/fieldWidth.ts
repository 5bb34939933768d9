import { css } from '@emotion/css';

/** Label and all, wide enough for a few choices side by side, and never wider than a phone. */
export const fieldWidth = css({ width: '480px', maxWidth: '100%' });
