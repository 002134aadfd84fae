/** What is told of probes and alerts, in the words that people read. */
import { expect, it } from 'vitest'
import { signalNews } from '../../src/messages/signal-words.ts'
import { PLAN, signalling } from '../readiness/signals/signalling.ts'

const titled = (desk: ReturnType<typeof signalling>, what: 'opened' | 'recovered' | 'overdue') => {
  const { proposal, past } = desk.signals
  return signalNews(PLAN, desk.watch.state, { kind: 'proposal', proposal: (proposal ?? past.at(-1))!.id, what })
}

it('says of a probe that it fails, and what holds when it is well again', () => {
  const desk = signalling()
  desk.probe('plain', false)
  expect(titled(desk, 'opened').title).toBe('failing: The port is open')
  expect(titled(desk, 'overdue').title).toBe('nobody has answered yet; failing: The port is open')
  expect(titled(desk, 'opened').text).toContain('No scenario is named yet; severity Major.')
  desk.probe('plain', true)
  expect(titled(desk, 'recovered').title).toBe('well again: The port is open')
})

it('says of an alert what is wrong, and that it is over', () => {
  const desk = signalling()
  desk.alerts([{ name: 'DiskFree', value: 1 }])
  expect(titled(desk, 'opened').title).toBe('Less than 5 % of a disk is free')
  desk.alerts([{ name: 'DiskFree', value: 50 }])
  expect(titled(desk, 'recovered').title).toBe('over: Less than 5 % of a disk is free')
})

it('names the scenario with the severity', () => {
  const desk = signalling()
  desk.probe('web', false)
  const { title } = PLAN.scenarios.fire!
  expect(titled(desk, 'opened').text).toContain(`Proposed: "${title}", severity Major.`)
})

it('begins with the most telling signal and with what is proposed, whatever came first', () => {
  const desk = signalling()
  desk.alerts(
    Array.from({ length: 25 }, (_, nth) => ({ name: 'Unheard', key: `k${nth}` })),
    25,
  )
  desk.probe('slow', false)
  desk.probe('web', false)
  const { title, text } = titled(desk, 'opened')
  expect(title).toBe('failing: The shop answers, and 2 more')
  expect(text.split('\n').slice(0, 4)).toEqual([
    `Proposed: "${PLAN.scenarios.fire!.title}", severity Major.`,
    expect.stringMatching(/^• failing: The shop answers/),
    expect.stringMatching(/^• failing: The shop is quick/),
    expect.stringMatching(/^• An alert that the plan does not know \(at least 25 alerts\)/),
  ])
})
