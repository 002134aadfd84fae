/** `/dr note`: a line for the timeline. */
import { writeDown } from './asking/write-down.ts'
import type { DrCommand } from './command.ts'

export const note: DrCommand = {
  name: 'note',
  usage: 'note [INCIDENT] TEXT',
  summary: 'Write a line into the timeline',
  run: (request) => writeDown(request, { command: 'note', title: 'Note for the timeline', decision: false }),
}
