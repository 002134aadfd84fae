/** An empty workspace of two people for tests of what changes in it. */
import { emptyWorkspace, type WorkspaceState } from '../../../sim/workspace/state/workspace-state.ts'

export const AMARA = 'U000000101'
export const BEN = 'U000000102'
export const BOT = 'U000000002'

const person = (id: string, name: string, slackUserId: string, phone: string, pagerdutyUserId: string) => ({
  person: id,
  name,
  slackUserId,
  email: `${id}@example.org`,
  phone,
  zone: 'UTC',
  pagerdutyUserId,
})

export const workspace = (): WorkspaceState =>
  emptyWorkspace({
    run: 'run-1',
    botUserId: BOT,
    commandChannelId: 'C1',
    people: [
      person('amara', 'Amara Okafor', AMARA, '+14155550101', 'P1'),
      person('ben', 'Ben Weiss', BEN, '+14155550102', 'P2'),
    ],
    commands: [
      { name: 'ack', usage: 'ack [INCIDENT]', summary: 'Take it' },
      { name: 'declare', usage: 'declare [PLAN]', summary: 'Open an incident' },
      { name: 'decision', usage: 'decision TEXT', summary: 'Write down' },
    ],
    example: '/dr declare shop',
    consoleUrl: 'http://127.0.0.1:1/console',
    clock: { nowMs: 0, running: false },
  })
