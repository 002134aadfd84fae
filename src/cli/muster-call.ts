/** How somebody who runs Muster so would run it again: in a checkout by npm, else by its name. */

const BY_NPM = ['muster', 'sandbox']

/** @param script npm's name of the script that runs, `npm_lifecycle_event`; absent: Muster was started by its name. */
export const musterCall = (script: string | undefined): string =>
  BY_NPM.includes(script ?? '') ? 'npm run -s muster --' : 'muster'
