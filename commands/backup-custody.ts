/** `/dr backup custody`: who had which backup in hand, when and for what; in incidents, drills and test restores. */
import { setLabel, TRIES } from '../src/messages/backup-words.ts'
import { SYSTEM } from '../src/plan/actor.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { WatchState } from '../src/readiness/watch/state.ts'
import { answer, refuse } from './asking/answers.ts'
import { whichSet } from './asking/backups.ts'
import { onePlan } from './asking/plans.ts'
import type { Reply, Request } from './command.ts'
import { type CustodyLine, custodyLine } from './wording/backups.ts'
import { bullets, lines } from './wording/lists.ts'

const SHOWN_MAX = 20
/** The newest incidents of the plan are looked through. */
const INCIDENTS_MAX = 50

export async function custody(request: Request, words: string): Promise<Reply> {
  const found = await which(request, words)
  if (!found.ok) return refuse(found.why)
  const { plan, set } = found
  const watch = await request.services.watch(plan.id)
  const all = [...(watch ? ofWatch(watch.state) : []), ...(await ofIncidents(request, plan))]
  const entries = all.filter((one) => set === undefined || one.set === set).toSorted((a, b) => b.atMs - a.atMs)
  const whose = set === undefined ? plan.system.name : setLabel(plan, set)
  if (entries.length === 0) return answer(`Nobody has had a backup of ${whose} in hand yet.`, { data: [] })
  return answer(
    lines(
      `*Who had backups of ${whose} in hand*, newest first`,
      bullets(
        entries.map((one) => custodyLine(plan, one, request.atMs)),
        SHOWN_MAX,
      ),
    ),
    { data: entries },
  )
}

/** A plan, or a set of one; nothing: the only plan. */
async function which(
  request: Request,
  words: string,
): Promise<{ ok: true; plan: Plan; set?: string } | { ok: false; why: string }> {
  const plans = Object.keys(await request.services.plans())
  const typed = words.trim().split(/\s+/).filter(Boolean)
  const isPlan = typed.length <= 1 && (typed[0] === undefined || plans.includes(typed[0]))
  return isPlan ? onePlan(request, 'backup custody', words.trim()) : whichSet(request, 'custody', words)
}

function ofWatch({ backups }: WatchState): CustodyLine[] {
  return backups.handled.map(({ atMs, by, set, why, result, detail }) => ({
    ...{ atMs, by, set, key: detail.key ?? '', store: detail.store ?? '', sha256: detail.sha256 ?? '' },
    ...(detail.version !== undefined && { version: detail.version }),
    what: `${TRIES[why]}, which ${result === 'passed' ? 'passed' : 'failed'}`,
  }))
}

async function ofIncidents({ services }: Request, plan: Plan): Promise<CustodyLine[]> {
  const views = (await services.headings({ all: true })).filter((view) => view.plan.id === plan.id)
  const states = await Promise.all(views.slice(0, INCIDENTS_MAX).map(({ id }) => services.state(id)))
  return states.flatMap((found) =>
    Object.values(found?.state.recovery.runs ?? {}).flatMap((run) =>
      run.custody.map(({ set, key, store, sha256, fetched, version }) => ({
        ...{
          atMs: run.endedMs ?? run.startedMs ?? run.requestedMs,
          by: run.requestedBy ?? SYSTEM,
          set,
          key,
          store,
          sha256,
        },
        ...(version !== undefined && { version }),
        what: `${fetched ? 'fetched to where Muster runs' : 'chosen'} by the step \`${run.step}\` of ${found?.state.id ?? ''}`,
      })),
    ),
  )
}
