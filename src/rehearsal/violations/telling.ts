/** Everybody is told once, and a drill tells nobody outside (promise 7). */
import { isOutward } from '../../incident/communication/in-force.ts'
import type { Checker, Violation } from './course.ts'

export const toldTwice: Checker = ({ moments }) => {
  const told = new Set<string>()
  return moments.flatMap(({ event, seq }): Violation[] => {
    if (event.type !== 'carried-out' || event.effect.kind !== 'notify') return []
    const { notice, means, moment, nth } = event.effect
    const name = `${notice}/${moment}/${nth} by ${means}`
    const isAgain = told.has(name)
    told.add(name)
    return isAgain ? [{ rule: 'told-twice', atMs: event.atMs, seq, message: `${name} goes out a second time.` }] : []
  })
}

export const drillReachesOutside: Checker = ({ plan, moments }) =>
  moments.flatMap(({ event, seq, before }): Violation[] => {
    if (event.type !== 'attempted' || before.mode !== 'drill') return []
    const { effect } = event
    const notice = effect.kind === 'notify' ? plan.notices.find(({ id }) => id === effect.notice) : undefined
    const reaches = notice
      ? isOutward(plan, notice)
      : effect.kind === 'publish-status' || effect.kind === 'tell-subscribers'
    if (!reaches) return []
    const message = `A drill tells ${notice?.audience ?? 'the public'}, who are outside.`
    return [{ rule: 'drill-reaches-outside', atMs: event.atMs, seq, message }]
  })
