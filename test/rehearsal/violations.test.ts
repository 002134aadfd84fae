/** Each checker bites: a course of events in which a promise was broken, made from a sound one, is found out. */
import { expect, it } from 'vitest'
import type { Event } from '../../src/incident/events.ts'
import type { Rehearsed } from '../../src/rehearsal/rehearse.ts'
import { courseOf } from '../../src/rehearsal/violations/course.ts'
import { violationsOf } from '../../src/rehearsal/violations/violations.ts'
import { rehearsed } from './rehearsing.ts'

const sound = await rehearsed('puo-memo', { scenario: 'data-center-failure' })
const drill = await rehearsed('puo-memo', { scenario: 'data-center-failure', drill: true })

type Tamper = (events: Event[]) => Event[]

const rules = (run: Rehearsed, tamper: Tamper, endMs = run.endMs): string[] => {
  const course = courseOf(run.wanted.plan, run.state.id, tamper(structuredClone(run.events)), endMs)
  return [...new Set(violationsOf(course).map(({ rule }) => rule))]
}

const after = (events: Event[], found: (event: Event) => boolean, added: (event: Event) => Event): Event[] => {
  const at = events.findIndex(found)
  expect(at).toBeGreaterThan(0)
  return events.toSpliced(at + 1, 0, added(events[at]!))
}

const isRun = (event: Event) => event.type === 'attempted' && event.effect.kind === 'run-step'

it('finds nothing in sound courses', () => {
  expect(rules(sound, (events) => events)).toEqual([])
  expect(rules(drill, (events) => events)).toEqual([])
})

it('finds a level that is paged after the ladder has stopped', () => {
  const level = sound.events.find(({ type }) => type === 'level-reached')!
  const late: Tamper = (events) =>
    after(
      events,
      ({ type }) => type === 'acknowledged',
      ({ atMs }) => ({ ...level, atMs, key: '0/dr-team', level: 'dr-team' }) as Event,
    )
  expect(rules(sound, late)).toContain('paged-after-stop')
})

it('finds a page to somebody who has acknowledged', () => {
  const page = sound.events.find((event) => event.type === 'attempted' && event.effect.kind === 'page')!
  const late: Tamper = (events) =>
    after(
      events,
      ({ type }) => type === 'acknowledged',
      ({ atMs }) => ({ ...page, atMs, attempt: 2 }) as Event,
    )
  expect(rules(sound, late)).toContain('paged-after-acknowledging')
})

it('finds a step that ran with an approval missing, and one that counted for something else', () => {
  const without: Tamper = (events) => events.filter(({ type }) => type !== 'step-approved')
  expect(rules(sound, without)).toContain('ran-unapproved')
  const other: Tamper = (events) =>
    events.map((event) => (event.type === 'step-approved' ? { ...event, digest: 'f'.repeat(64) } : event))
  expect(rules(sound, other)).toEqual(['ran-unapproved'])
})

it('finds one person approving twice where two must', () => {
  const same: Tamper = (events) =>
    events.map((event) => (event.type === 'step-approved' ? { ...event, person: 'dr-lead' } : event))
  expect(rules(sound, same)).toContain('ran-unapproved')
})

it('finds an action that is carried out twice', () => {
  expect(rules(sound, (events) => after(events, isRun, (event) => ({ ...event, attempt: 2 }) as Event))).toContain(
    'ran-twice',
  )
})

it('finds an audience that is told twice', () => {
  const isTold = (event: Event) => event.type === 'carried-out' && event.effect.kind === 'notify'
  expect(rules(sound, (events) => after(events, isTold, (event) => event))).toContain('told-twice')
})

it('finds a drill that tells customers', () => {
  const told = sound.events.find(
    (event) => event.type === 'attempted' && event.effect.kind === 'notify' && event.effect.notice === 'customers',
  )!
  expect(rules(drill, (events) => after(events, isRun, ({ atMs }) => ({ ...told, atMs }) as Event))).toContain(
    'drill-reaches-outside',
  )
})

it('finds what was owed and never attempted', () => {
  const cutOff: Tamper = (events) =>
    events.slice(
      0,
      events.findIndex(({ type }) => type === 'acknowledged'),
    )
  expect(rules(sound, cutOff)).toEqual(['left-open'])
})
