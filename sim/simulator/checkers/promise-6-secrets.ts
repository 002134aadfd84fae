/** Promise 6, as far as the journal goes: no telephone number, mail address, secret or free text stands in a row of it. What replicas log is not looked at. */

import { PHONE_IN_TEXT } from '../plans/small-plan.ts'
import { SECRET } from '../world/step-runner.ts'
import type { Checker } from './checker.ts'

export const nothingPersonal: Checker = {
  name: 'nothing-personal',
  promise: 'nothing secret or personal stands in a row of the journal',
  async check({ plan, storage, streams, endMs, incidents }) {
    const planted = [SECRET, PHONE_IN_TEXT, ...addressesOf(plan)]
    const findings = []
    for (const { stream } of streams) {
      const { rows } = (await storage.rows(stream, 0)) ?? { rows: [] }
      for (const { seq, data } of rows) {
        const found = planted.find((text) => data.includes(text))
        if (found) findings.push({ atMs: endMs, message: `${stream}, row ${seq}: has ${JSON.stringify(found)} in it.` })
      }
    }
    return incidents.length > 0 ? findings : []
  },
}

const addressesOf = ({ people, audiences }: Parameters<Checker['check']>[0]['plan']): string[] =>
  [
    ...Object.values(people).flatMap(({ phone, email }) => [phone, email]),
    ...Object.values(audiences).flatMap(({ emails, phones }) => [...emails, ...phones]),
  ].filter((text) => text !== undefined)
