import { expect, it } from 'vitest'
import { alerts } from '../../src/doctor/alerts.ts'
import { PLAN } from '../readiness/signals/signalling.ts'
import { findingsOf, subjectOf } from './patient.ts'

it('says when a plan waits for alerts that nobody can send, and where they go when somebody can', async () => {
  expect(await findingsOf(alerts, subjectOf({}, { plan: PLAN }))).toMatchObject([
    { level: 'warning', what: 'No monitor can send the alerts that shop knows' },
  ])
  const settings = { alertsSecret: 'a secret of monitors', publicUrl: 'https://muster.example.com' }
  expect(await findingsOf(alerts, subjectOf(settings, { plan: PLAN }))).toMatchObject([
    { level: 'ok', what: expect.stringContaining('https://muster.example.com/hooks/alerts/') },
  ])
  expect(await findingsOf(alerts, subjectOf())).toEqual([])
  expect(await findingsOf(alerts, subjectOf({}, { plan: { ...PLAN, draft: true } }))).toEqual([])
})
