/** Slack's own word on itself (`/api/v2.0.0/current`): it admits to an outage for as long as all calls of the bot are made to fail. */
import type { Faults } from '../faults/faults.ts'
import { type Door, openDoor } from '../http/door.ts'
import { json } from '../http/messages.ts'

export const openStatusFeed = (faults: Pick<Faults, 'list'>): Promise<Door> =>
  openDoor({
    handle: () => {
      const out = faults.list().some(({ service, fault, match }) => {
        return service === 'slack' && match === undefined && (fault === 'down' || fault === 'error')
      })
      const incident = {
        id: 1,
        title: 'Trouble with connecting to Slack',
        type: 'outage',
        services: ['Connections', 'Messaging'],
      }
      return json(200, { status: out ? 'active' : 'ok', active_incidents: out ? [incident] : [] })
    },
  })
