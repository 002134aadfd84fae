/** Where the console shows the whole output of a run, and the review of an incident. */

/** @param base of the server, without a slash at the end. */
export const runLogUrl = (base: string, incident: string, run: string): string =>
  `${base}/console/incidents/${incident}/log/${run}`

/** @param base of the server, without a slash at the end. */
export const reviewUrl = (base: string, incident: string): string => `${base}/console/incidents/${incident}/review`
