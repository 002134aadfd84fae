/** The page's one HTML document: where its modules and styles are, and something to read until they are there. */
import { MODULE_EXTENSION, PACKAGES } from './page-files.ts'

const STYLES =
  `tokens base controls shell top side popover first-visit conversation message block-kit composer dialog lists phone
sheets patient narrow`.split(/\s+/)

export function shellHtml(): string {
  const imports = Object.fromEntries(PACKAGES.map((name) => [name, `/package/${name}`]))
  const styles = STYLES.map((name) => `<link rel="stylesheet" href="/page/css/${name}.css">`).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Muster sandbox</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
${styles}
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/page/main${MODULE_EXTENSION}"></script>
</head>
<body>
<div id="app"><main class="waiting"><h1>Muster sandbox</h1><p>Opening the workspace…</p></main></div>
<noscript>This page shows a live workspace and needs JavaScript. Everything in it can also be done from the command line.</noscript>
</body>
</html>`
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6e5f"/>' +
  '<path d="M8 23V10l8 7 8-7v13" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
