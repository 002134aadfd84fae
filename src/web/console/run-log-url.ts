/** Where the console shows the whole output of a run. */

/** @param base of the server, without a slash at the end. */
export const runLogUrl = (base: string, incident: string, run: string): string =>
  `${base}/console/incidents/${incident}/log/${run}`
