/** Whether anybody outside would notice that Muster has stopped. Nothing is sent: a monitor that hears of it would count it. */
import { type Check, ok, warning } from './finding.ts'

export const heartbeat: Check = {
  name: 'heartbeat',
  group: 'Muster itself',
  run: ({ settings }) =>
    settings.heartbeatUrl === undefined
      ? [
          warning(
            'Nobody outside hears from Muster',
            'When it stops, or its machine does, nobody is told.',
            'Set MUSTER_HEARTBEAT_URL to an address of a monitor that raises an alarm when nobody has asked for it for some minutes.',
          ),
        ]
      : [ok('A monitor outside hears from Muster each minute')],
}
