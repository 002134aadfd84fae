/** The questions of `muster init` at a terminal. Each answer is judged as it is given; what the command line has said already is not asked. */
import type { Readable, Writable } from 'node:stream'
import { confirm, intro, isCancel, text } from '@clack/prompts'
import {
  type Check,
  checkBackups,
  checkEvery,
  checkLine,
  checkPerson,
  checkRpo,
  checkRto,
  checkStatusPage,
  DEFAULTS,
  type Written,
} from './answers.ts'

export interface Terminal {
  input: Readable
  output: Writable
}

/** Whoever presses Escape or Ctrl+C has had enough. */
class Cancelled extends Error {}

/** @returns what was said, in addition to what is known; null when somebody has had enough. */
export async function ask(known: Written, terminal: Terminal): Promise<Written | null> {
  try {
    return await askAll(known, terminal)
  } catch (error) {
    if (error instanceof Cancelled) return null
    throw error
  }
}

async function askAll(known: Written, terminal: Terminal): Promise<Written> {
  intro('A first plan, from about ten questions. Everything can be changed later.', terminal)
  const line = (message: string, check: Check, hint: string, optional = false): Promise<string> =>
    answered(message, check, hint, optional, terminal)
  const name = known.name ?? (await line('What is the system called?', checkLine, 'Web shop'))
  const rto = known.rto ?? (await line('How long may it be out of order (RTO)?', checkRto, DEFAULTS.rto))
  const rpo = known.rpo ?? (await line('How much data, in time, may be lost (RPO)?', checkRpo, DEFAULTS.rpo))
  const people = known.people?.length ? known.people : await askPeople(line)
  const scenario = known.scenario?.length ? known.scenario : await askScenarios(line)
  const backups =
    known.backups ??
    (await line('Which S3 bucket has the backups? (empty: say it later)', checkBackups, 'shop-backups/database/', true))
  const every =
    backups === '' ? undefined : (known.every ?? (await line('How often is one made?', checkEvery, DEFAULTS.every)))
  const statusPage = known.statusPage ?? (await askStatusPage(line, terminal))
  return {
    ...known,
    name,
    rto,
    rpo,
    people,
    scenario,
    every,
    backups: backups || undefined,
    statusPage: statusPage || undefined,
  }
}

type Line = (message: string, check: Check, hint: string, optional?: boolean) => Promise<string>

/** Names alone are enough for a first draft; an empty one keeps the seat free. */
async function askPeople(line: Line): Promise<string[]> {
  const first = await line(
    'Who is on call? Name, then telephone, mail or Slack id if you like',
    checkPerson,
    'Ana Ames +14155550100',
  )
  const second = await line('Who is second? (empty: say it later)', checkPerson, 'Ben Burr ben@example.com', true)
  const leads = await line('Who leads an incident? (empty: say it later)', checkPerson, 'Cleo Cole', true)
  return [first, second, leads]
}

async function askScenarios(line: Line): Promise<string[]> {
  const first = await line('What may happen?', checkLine, 'Database corruption')
  const second = await line('And what else? (empty: nothing yet)', checkLine, 'Data centre failure', true)
  return second === '' ? [first] : [first, second]
}

async function askStatusPage(line: Line, terminal: Terminal): Promise<string> {
  const wanted = await confirm({ message: 'Is there a status page for customers?', initialValue: false, ...terminal })
  if (isCancel(wanted)) throw new Cancelled()
  return wanted ? line('At which address?', checkStatusPage, 'https://status.example.com') : ''
}

/** What is shown as a hint is only that: Return alone is no answer, unless the question is optional. */
async function answered(
  message: string,
  check: Check,
  hint: string,
  optional: boolean,
  terminal: Terminal,
): Promise<string> {
  const answer = await text({
    message,
    placeholder: hint,
    validate: (written = '') => (optional && written.trim() === '' ? undefined : check(written)),
    ...terminal,
  })
  if (isCancel(answer)) throw new Cancelled()
  return (answer ?? '').trim()
}
