import { rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';
import { useCallback, useEffect, useMemo, useState } from 'react';

interface Clock {
  timeRange: TimeRange;
  refresh: () => void;
  interval: string;
  setInterval: (interval: string) => void;
  setRange: (range: RawTimeRange) => void;
}

/** A time range that moves on with every refresh; `interval` is `1m`, `5s`, … or empty for none. */
export function useTimeRange(initial: RawTimeRange, initialInterval: string): Clock {
  const [raw, setRange] = useState(initial);
  const [interval, setRefreshInterval] = useState(initialInterval);
  const [refreshes, setRefreshes] = useState(0);
  const refresh = useCallback(() => setRefreshes((count) => count + 1), []);

  useEffect(() => {
    if (!interval) {
      return;
    }
    const timer = window.setInterval(refresh, rangeUtil.intervalToMs(interval));
    return () => window.clearInterval(timer);
  }, [interval, refresh]);

  // A refresh makes the same words mean a later time.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const timeRange = useMemo(() => rangeUtil.convertRawToRange(raw), [raw, refreshes]);
  return { timeRange, refresh, interval, setInterval: setRefreshInterval, setRange };
}
