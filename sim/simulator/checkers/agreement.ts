/** Replicas agree: what each answers at the end is the fold of the one journal. */
import { canonicalJson } from '../../../src/plan/canonical-json.ts'
import { coreOf } from '../../../src/program/cores.ts'
import type { Checker } from './checker.ts'

export const replicasAgree: Checker = {
  name: 'replicas-agree',
  promise: 'all replicas see the same, which is the fold of the journal',
  check: ({ readings, journals, endMs }) =>
    readings.flatMap(({ replica, stream, seq, leastSeq, state }) => {
      const core = coreOf(stream)
      const events = journals.get(stream)?.slice(0, seq) ?? []
      const folded = events.reduce((before, event) => core.evolve(before, event), core.initial(stream))
      if (seq >= leastSeq && canonicalJson(state) === canonicalJson(folded)) return []
      const message = `${replica} sees another ${stream} (row ${seq} of ${leastSeq}) than its journal tells.`
      return [{ atMs: endMs, message }]
    }),
}
