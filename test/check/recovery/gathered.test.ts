/** One fault of many steps, tiers or categories is one finding, which a person can read. */
import { expect, it } from 'vitest'
import { tierBeforePhase } from '../../../src/check/recovery/tier-before-phase.ts'
import { windowBeyondRto } from '../../../src/check/recovery/window-beyond-rto.ts'
import { exampleSubject, told } from '../base-plan.ts'

it('gathers the tiers that are due too early', () => {
  const subject = exampleSubject(`
tiers:
  - { id: core, label: Core, window: 0-15 minutes }
  - { id: search, label: Search, window: 15-30 minutes }
  - { id: rest, label: Rest, window: 30-60 minutes }
scenarios:
  fire:
    phases:
      - id: deploy
        title: Deploy
        window: 30-50 minutes
        steps: [{ id: app, title: Application, manual: Start it, restores: [core, search, rest] }]
`)
  expect(tierBeforePhase.judge(subject).map(told)).toEqual([
    'tiers.0.window: 2 tiers are due before what restores them in "fire" can be done: "core" (Core) is due after 15 min and waits for the phase "deploy", which begins after 30 min; "search" (Search) is due after 30 min and waits for the phase "deploy", which begins after 30 min',
  ])
})

it('gathers the outages that are held against one RTO, and keeps those of another apart', () => {
  const subject = exampleSubject(`
categories:
  power: { label: Power, outage: 1-6 hours }
  water: { label: Water, outage: 1-4 hours }
  data: { label: Data, outage: 2-8 hours }
  security: { label: Security, outage: 8-24 hours }
scenarios:
  fire: { category: power }
  breach: { title: Breach, category: security, rto: 12 hours }
`)
  expect(windowBeyondRto.judge(subject).map(told)).toEqual([
    'categories.power.outage: outages are expected to last longer than the RTO of 4 h: "power" up to 6 h and "data" up to 8 h',
    'categories.security.outage: outages are expected to last longer than the RTO of 12 h: "security" up to 24 h',
  ])
})
