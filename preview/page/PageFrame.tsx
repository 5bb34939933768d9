import { getBackendSrv } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { type ReactNode, useEffect, useState } from 'react';

interface Props {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** The page around its content. `?kiosk` leaves only the content, as in Grafana. */
export function PageFrame({ title, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const [dashboards, setDashboards] = useState<Array<{ uid: string; title: string; url: string }>>([]);
  useEffect(() => {
    getBackendSrv().get('/api/search').then(setDashboards);
  }, []);
  const isKiosk = new URLSearchParams(window.location.search).has('kiosk');
  return (
    <div className={styles.page}>
      {!isKiosk && (
        <header className={styles.header}>
          <h1 className={styles.title}>{title}</h1>
          <nav aria-label="Preview" className={styles.links}>
            {dashboards.map(({ uid, title, url }) => (
              <a key={uid} href={url}>
                {title}
              </a>
            ))}
            <a href="/editors/query">Query editor</a>
            <a href="/editors/config">Data source</a>
          </nav>
          <div className={styles.actions}>{actions}</div>
        </header>
      )}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: 16, minHeight: '100vh', background: theme.colors.background.canvas }),
  header: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), alignItems: 'center', minHeight: 40 }),
  title: css({ fontSize: theme.typography.h4.fontSize, margin: 0 }),
  links: css({ display: 'flex', gap: theme.spacing(2), color: theme.colors.text.link }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
});
