/** Promise 4: what was answered with success stands in the journal, at the place that was named, as it was answered; and what was committed once is never another thing. */
import { canonicalJson } from '../../../src/plan/canonical-json.ts'
import type { Checker, Evidence } from './checker.ts'

export const answersKept: Checker = {
  name: 'answers-kept',
  promise: 'nothing that was answered with success is lost',
  check: (evidence) => [...lostAnswers(evidence), ...lostCommits(evidence)],
}

const lostAnswers = ({ witness, journals }: Evidence) =>
  witness.answers.flatMap(({ atMs, replica, stream, what, seq, events }) => {
    const rows = journals.get(stream) ?? []
    const isThere = events.every((event, index) => {
      const row = rows[seq - events.length + index]
      return row !== undefined && canonicalJson(row) === canonicalJson(event)
    })
    return isThere
      ? []
      : [
          {
            atMs,
            message: `${replica} answered ${what} in ${stream} with success up to row ${seq}, and it is not there.`,
          },
        ]
  })

const lostCommits = ({ witness, journals }: Evidence) =>
  witness.commits.flatMap(({ atMs, replica, stream, events }) => {
    const rows = journals.get(stream) ?? []
    const lost = events.find(({ seq, type }) => rows[seq - 1]?.type !== type)
    return lost ? [{ atMs, message: `${replica} committed row ${lost.seq} of ${stream}, and it is not there.` }] : []
  })
