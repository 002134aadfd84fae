/** How long people are assumed to take where a plan does not say. Rules that add them up name them in their findings. */

const MINUTE_MS = 60_000

/** From the first page until somebody who can do something has answered. Five minutes are common in teams that are on call. */
export const ANSWER_MS = 5 * MINUTE_MS

/** From the request of an approval until it is given, by people who have answered and watch the incident's channel; all of a step are asked at once. */
export const APPROVAL_MS = 2 * MINUTE_MS

/** From when a person is handed a text until they have published it somewhere that no program of ours reaches. */
export const BY_HAND_MS = 5 * MINUTE_MS
