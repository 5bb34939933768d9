import { t } from '@grafana/i18n';

import { type Choice } from './choices';

/** The regions of Genesys Cloud and where they are; the host name of one that opened later can be typed. */
export function regionChoices(): Array<Choice<string>> {
  return [
    { value: 'mypurecloud.com', description: t('regions.us-east', 'US East (Virginia)') },
    { value: 'usw2.pure.cloud', description: t('regions.us-west', 'US West (Oregon)') },
    { value: 'cac1.pure.cloud', description: t('regions.canada', 'Canada (Central)') },
    { value: 'mxc1.pure.cloud', description: t('regions.mexico', 'Mexico (Central)') },
    { value: 'sae1.pure.cloud', description: t('regions.sao-paulo', 'South America (São Paulo)') },
    { value: 'mypurecloud.ie', description: t('regions.ireland', 'Europe (Ireland)') },
    { value: 'mypurecloud.de', description: t('regions.frankfurt', 'Europe (Frankfurt)') },
    { value: 'euw2.pure.cloud', description: t('regions.london', 'Europe (London)') },
    { value: 'euc2.pure.cloud', description: t('regions.zurich', 'Europe (Zurich)') },
    { value: 'edee1.eusc-pure.cloud', description: t('regions.sovereign', 'European Sovereign Cloud (Germany)') },
    { value: 'mec1.pure.cloud', description: t('regions.uae', 'Middle East (UAE)') },
    { value: 'aps1.pure.cloud', description: t('regions.mumbai', 'Asia Pacific (Mumbai)') },
    { value: 'apse1.pure.cloud', description: t('regions.singapore', 'Asia Pacific (Singapore)') },
    { value: 'mypurecloud.jp', description: t('regions.tokyo', 'Asia Pacific (Tokyo)') },
    { value: 'apne3.pure.cloud', description: t('regions.osaka', 'Asia Pacific (Osaka)') },
    { value: 'apne2.pure.cloud', description: t('regions.seoul', 'Asia Pacific (Seoul)') },
    { value: 'mypurecloud.com.au', description: t('regions.sydney', 'Asia Pacific (Sydney)') },
    { value: 'use2.us-gov-pure.cloud', description: t('regions.fedramp', 'US East (FedRAMP)') },
  ].map((region) => ({ ...region, label: region.value }));
}
