/** That Slack is away, for whoever asks how things stand. */
import type { SystemState } from '../../src/readiness/state.ts'
import { moment } from './times.ts'

/** Undefined while it is there. */
export function awayLine({ away }: SystemState, nowMs: number): string | undefined {
  if (!away.slack) return undefined
  return `*SLACK IS AWAY* since ${moment(away.slack.sinceMs, nowMs)}: ${away.slack.why} Responders have links to their console; \`/dr links console\` sends another one.`
}
