import type { Bundle } from './bundle';

/** The HTML that loads the page, with Grafana's base font size. */
export function document(bundle: Bundle): string {
  const styles = [...bundle.keys()].filter((name) => name.endsWith('.css'));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Genesys Cloud Quality preview</title>
<link rel="icon" href="data:,">
<style>body { margin: 0; }</style>
${styles.map((name) => `<link rel="stylesheet" href="/${name}">`).join('\n')}
</head>
<body>
<div id="root"></div>
<script>
window.__grafana_public_path__ = '/public/';
window.grafanaBootData = { settings: {}, user: {}, navTree: [] };
</script>
<script type="module" src="/main.js"></script>
</body>
</html>
`;
}
