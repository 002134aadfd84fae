/** A plan file with a recovery of a story's own: the patient's people and one scenario, `trouble`, with the steps given. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { ROOT } from '../../sim/sandbox.ts'

export interface StepPlan {
  file: string
  /** A folder for what the steps leave behind. */
  folder: string
  /** Lines of a file in the folder; none when there is no such file. */
  lines(file: string): Promise<string[]>
  remove(): Promise<void>
}

/** @param recovery gives phases (or `steps` for a single one) and whatever else of the plan it needs; `folder` is where steps may write. */
export async function stepPlan(
  recovery: (folder: string) => { steps: unknown[]; validation?: unknown[]; plan?: Record<string, unknown> },
): Promise<StepPlan> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-steps-'))
  const { steps, validation = [], plan = {} } = recovery(folder)
  const {
    scenarios: _own,
    sequences: _none,
    cards: _nor,
    questions: _nothing,
    notices: _toldNobody,
    drills: _never,
    compliance: _withNothing,
    probes: _watchedBy,
    signals: _noProgram,
    alerts: _norPeople,
    backups,
    ...patient
  } = parse(await readFile(path.join(ROOT, 'plans/patient.yaml'), 'utf8')) as Record<string, unknown>
  const trouble = { title: 'Trouble', phases: [{ id: 'recovery', title: 'Recovery', steps }], validation }
  const file = path.join(folder, 'plan.yaml')
  const whole = {
    ...patient,
    backups: untried(backups as Record<string, object>),
    id: 'workshop',
    system: { name: 'Workshop' },
    values: {},
    ...plan,
    scenarios: { trouble },
  }
  await writeFile(file, stringify(whole))
  return {
    file,
    folder,
    async lines(name) {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The steps by which they would be made and tried are not there. */
const untried = (backups: Record<string, object>): Record<string, object> =>
  Object.fromEntries(Object.entries(backups).map(([id, set]) => [id, { ...set, verification: [], make: undefined }]))

/** A step that somebody must approve and that leaves a line in `ran`. */
export const leavesALine = (folder: string, more: Record<string, unknown> = {}) => ({
  ...{ id: 'act', title: 'Act on the world', approval: { roles: ['dba', 'commander'] } },
  do: [{ command: ['sh', '-c', `echo ran >> ${folder}/ran`] }],
  ...more,
})
