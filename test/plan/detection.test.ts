/** What a plan says of probes, signals and alert tiers, and what of it cannot be. */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { inlineSecrets } from '../../src/plan/inline-secrets.ts'
import { watchedPlan } from '../program/probes/watched-plan.ts'
import { problemsOf, SAMPLE } from './sample-plan.ts'

const faults = (more: string) => problemsOf(`${SAMPLE}${more}`).map(({ path, message }) => `${path}: ${message}`)

describe('a probe', () => {
  const probe = (ask: string, about = '') => `probes:\n  it: { label: Well, ask: ${ask}${about} }\n`

  it('has a pace, and counts three failures in a row, where it says nothing else', () => {
    const { probes } = watchedPlan(probe('{ tcp: shop.example, port: 80 }'))
    expect(probes.it).toMatchObject({
      ...{ every: 30_000, timeout: 10_000, failures: { bad: 3, of: 3 }, recoveries: 2, components: [] },
    })
  })

  it('counts failures as they are written', () => {
    const counted = (failures: string) =>
      watchedPlan(probe('{ tcp: shop.example, port: 80 }', `, failures: ${failures}`)).probes.it?.failures
    expect([counted('1'), counted('"2"'), counted('3 of 5')]).toEqual([
      ...[
        { bad: 1, of: 1 },
        { bad: 2, of: 2 },
        { bad: 3, of: 5 },
      ],
    ])
    for (const wrong of ['0', '5 of 3', 'many', '200'])
      expect(faults(probe('{ tcp: shop.example, port: 80 }', `, failures: ${wrong}`))).toEqual([
        expect.stringMatching(/^probes\.it\.failures: .* is no count of failures$/),
      ])
  })

  it('cannot be asked all the time', () => {
    expect(faults(probe('{ tcp: shop.example, port: 80 }', ', every: 0'))).toEqual([
      expect.stringMatching(/^probes\.it\.every: .*at least 100 ms/),
    ])
  })

  it('can neither write nor hand anything on', () => {
    const connection = 'connections:\n  shop: { urlEnv: SHOP_URL }\n'
    for (const ask of [
      '{ sql: SELECT 1, on: shop, write: true }',
      '{ http: "https://shop.example", method: DELETE }',
      '{ command: [ls], capture: { host: all } }',
    ])
      expect(faults(`${probe(ask)}${connection}`), ask).not.toEqual([])
  })

  it('names nothing that is not there', () => {
    const about = ', scenario: flood, tier: page, components: [roof], region: moon'
    expect(faults(probe('{ sql: SELECT 1, on: books }', about)).toSorted()).toEqual([
      'probes.it.ask.on: there is no connection "books"',
      'probes.it.components[0]: there is no component "roof"',
      'probes.it.region: there is no region "moon"',
      'probes.it.scenario: there is no scenario "flood"',
      'probes.it.tier: there is no alert tier "page"',
    ])
  })

  it('knows only the defaults of values', () => {
    const values = (more: string) => `values:\n  host: { kind: pattern, label: Host, pattern: '.+'${more} }\n`
    const ask = probe('{ command: [ping, { value: host }] }')
    expect(faults(`${ask}${values('')}`)).toEqual([
      'probes.it.ask.command[1].value: the value "host" has no default, and a probe knows no other',
    ])
    expect(faults(`${ask}${values(', default: db-1')}`)).toEqual([])
  })

  it('holds no secret', () => {
    const plan = parse(`${SAMPLE}${probe('{ http: "https://ann:hunter2@shop.example/health" }')}`)
    expect(inlineSecrets(plan).map(({ path }) => path.join('.'))).toEqual(['probes.it.ask.http'])
  })
})

describe('a signal', () => {
  const signal = (about: string) => `signals:\n  - { id: errors, label: Errors, ${about} }\n`

  it('wants a label to match, a pattern that can be read, and a limit', () => {
    expect(faults(signal('match: {}'))).toEqual([expect.stringContaining('name at least one label')])
    expect(faults(signal("match: { alertname: { matches: '(' } }"))).toEqual([
      expect.stringContaining('this pattern cannot be read'),
    ])
    expect(faults(signal('match: { alertname: Errors }, threshold: { for: 5 min }'))).toEqual([
      'signals[0].threshold: a threshold has "over" or "under"',
    ])
    expect(faults(signal('match: { alertname: Errors }, threshold: { over: 10 }'))).toEqual([])
  })

  it('wants no pattern that can take for ever', () => {
    expect(faults(signal("match: { alertname: { matches: '^(\\w+\\s?)*$' } }"))).toEqual([
      'signals[0].match.alertname.matches: this pattern can take for ever: "(\\w+\\s?)*" repeats what itself repeats',
    ])
  })

  it('has a name of its own, and a tier that there is', () => {
    const two = `${signal('match: { alertname: A }')}  - { id: errors, label: B, match: { alertname: B }, tier: red }\n`
    expect(faults(two)).toEqual([
      'signals[1].id: the id "errors" is taken by an entry above',
      'signals[1].tier: there is no alert tier "red"',
    ])
  })
})

it('a tier proposes, where it says nothing else', () => {
  const { alerts } = watchedPlan('alerts:\n  - { id: page, label: Page, respond: 0-15 minutes, triggers: [Fire] }\n')
  expect(alerts).toMatchObject([{ reaction: 'propose' }])
  expect(alerts[0]).not.toHaveProperty('declareAfter')
})
