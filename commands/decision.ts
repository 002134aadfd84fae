/** `/dr decision`: what was decided, for the timeline and the review. */
import { writeDown } from './asking/write-down.ts'
import type { DrCommand } from './command.ts'

export const decision: DrCommand = {
  name: 'decision',
  aliases: ['decide'],
  usage: 'decision [INCIDENT] TEXT',
  summary: 'Write down what was decided',
  run: (request) => writeDown(request, { command: 'decision', title: 'What was decided', decision: true }),
}
