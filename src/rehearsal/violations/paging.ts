/** Promise 2: once the stop rule holds no later level is paged, and who has acknowledged is not paged again. */
import { isByHand, ladderStopped } from '../../incident/ladder.ts'
import type { Checker, Moment, Violation } from './course.ts'

export const pagedAfterStop: Checker = ({ plan, moments }) =>
  moments.flatMap(({ event, seq, before }): Violation[] => {
    if (event.type !== 'level-reached' || isByHand(event.key) || event.why === 'escalated') return []
    if (before.phase === 'not-declared' || !ladderStopped(plan, before)) return []
    const message = `Level ${event.level} is paged although the ladder had stopped.`
    return [{ rule: 'paged-after-stop', atMs: event.atMs, seq, message }]
  })

export const pagedAfterAcknowledging: Checker = ({ moments }) =>
  moments.flatMap(({ event, seq, before }: Moment): Violation[] => {
    if (event.type !== 'attempted' || event.effect.kind !== 'page') return []
    const { person, means } = event.effect
    if (!Object.hasOwn(before.acknowledgements, person)) return []
    const message = `${person} is paged by ${means} after acknowledging.`
    return [{ rule: 'paged-after-acknowledging', atMs: event.atMs, seq, message }]
  })
