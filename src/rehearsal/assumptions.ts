/**
 * What a rehearsal takes for granted about people, steps and services, in one place: docs/rehearsal.md has the same figures and says why. None of them is
 * measured; whoever knows better figures of their own team changes them here. Milliseconds, unless it says otherwise.
 */

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** From the first message that reaches somebody until they answer. Nine of ten answer within eight minutes. */
export const ANSWER = { medianMs: 3 * MINUTE_MS, spread: 0.8 }
/** The same of somebody who is slow: told by a fault. */
export const SLOW_TIMES = 5
/** Somebody who is at it already, asked for an approval or another small thing. */
export const PRESENT_ANSWER = { medianMs: 1 * MINUTE_MS, spread: 0.6 }
/** From the moment that a step is ready until somebody who is at it presses its button, or begins it. */
export const PRESS = { medianMs: 25 * SECOND_MS, spread: 0.6 }
/** To look at something that went wrong before it is tried again, gone round or settled. */
export const LOOK = { medianMs: 4 * MINUTE_MS, spread: 0.5 }
/** Slack is away: the same by the console or the command line takes longer. */
export const WITHOUT_SLACK_TIMES = 1.5
/** Somebody asleep hears calls only, and not the first one. */
export const CALLS_TO_WAKE = 2
/** Whoever has just been woken. */
export const WOKEN_ANSWER = { medianMs: 6 * MINUTE_MS, spread: 0.5 }
/** An approval that nobody gave for so long: whoever leads pages the approvers by hand. */
export const PAGE_APPROVERS_MS = 8 * MINUTE_MS
/** Of approvals that are asked for, so many are first tried by somebody who may not give them (a share). */
export const WRONG_APPROVER_SHARE = 0.1

/** A step takes its budget times a factor: a little less as a rule, and one in eleven takes half as long again or more. */
export const STEP_FACTOR = { median: 0.85, spread: 0.42 }
/** Of a step without a budget, by what it is. */
export const STEP_MS = {
  decision: 2 * MINUTE_MS,
  manual: 5 * MINUTE_MS,
  check: 20 * SECOND_MS,
  read: 20 * SECOND_MS,
  write: 2 * MINUTE_MS,
  destructive: 5 * MINUTE_MS,
}
/** What only a person can tell an audience: press, social media. */
export const TELL_BY_HAND = { medianMs: 10 * MINUTE_MS, spread: 0.5 }
/** A question about the incident that only a person can answer. */
export const QUESTION = { medianMs: 12 * MINUTE_MS, spread: 0.6 }
/** Of the time within which a review has been promised, so much is used (a share). */
export const REVIEW_SHARE = 0.6
/** Services in order are taken to answer at once; a message is reported as delivered after so long. */
export const REPORT_MS = 4 * SECOND_MS
/** A call that nobody takes rings for so long. */
export const RINGING_MS = 30 * SECOND_MS
/** A slow service answers after so long: longer than a page may take, shorter than anything else may. */
export const SLOW_SERVICE_MS = 20 * SECOND_MS
/** What a service that limits rates asks us to wait. */
export const RATE_LIMIT_MS = 30 * SECOND_MS
/** A step told to be slow takes so many times as long. */
export const SLOW_STEP_TIMES = 3
/** A step is tried so often by people before it is left out. */
export const TRIES_MAX = 3
