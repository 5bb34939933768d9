import { css } from '@emotion/css';

/** As wide as a host name or an id needs, and never wider than a phone. */
export const settingWidth = css({ maxWidth: '480px' });
