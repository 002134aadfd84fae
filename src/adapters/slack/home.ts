/** The app's home tab: what is open now, as `/dr list` says it, and the buttons that somebody needs who has just found the app. */
import type { types } from '@slack/bolt'
import type { Reply } from '../../../commands/command.ts'
import { buttons, context, header } from './block-kit.ts'
import { carry } from './button-value.ts'
import { replyMessage } from './replies.ts'

/** @param list the answer to `/dr list` for whoever looks. */
export const homeView = (list: Reply): types.HomeView => ({
  type: 'home',
  blocks: [
    header('Disaster recovery'),
    ...replyMessage(list).blocks,
    ...buttons([
      { command: 'declare', label: 'Declare a disaster', value: carry(undefined), style: 'danger' },
      { command: 'oncall', label: 'Who would be paged now?', value: carry(undefined) },
      { command: 'help', label: 'All commands', value: carry(undefined) },
    ]),
    context('The same by command, in any channel: `/dr help`.'),
  ],
})
