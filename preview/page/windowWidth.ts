import { useEffect, useState } from 'react';

/** The window's inner width in pixels, without a scrollbar. */
export function useWindowWidth(): number {
  const [width, setWidth] = useState(document.documentElement.clientWidth);
  useEffect(() => {
    const observer = new ResizeObserver(() => setWidth(document.documentElement.clientWidth));
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, []);
  return width;
}
