/** What is told of the closer look after an incident: that it has begun, and what was seen in it. */
import { counted } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import type { AfterwatchAbout } from '../readiness/afterwatch/track.ts'
import type { NewsWords } from './news-shape.ts'
import { durationText, timeText } from './time-text.ts'

export function afterwatchNews(plan: Plan, { what, incident, untilMs, fired }: AfterwatchAbout): NewsWords {
  const { watch } = plan.postIncident
  const reopen = { command: 'reopen', label: `Reopen ${incident}`, value: incident }
  if (what === 'began') {
    const every =
      watch === undefined
        ? ''
        : `, at least every ${durationText(watch.every).replace('less than a minute', `${watch.every / 1000} s`)}`
    const stricter = watch?.failures === undefined ? '' : `, and ${enoughText(watch.failures)}`
    return {
      title: `watched more closely after ${incident}`,
      text: `Its probes are asked more often${every}${stricter}, until ${timeText(untilMs, plan.zone)}. If it comes back, \`/dr reopen ${incident}\` goes on where it ended.`,
      buttons: [reopen],
    }
  }
  const seen =
    fired === 0
      ? 'Nothing was seen'
      : `${counted(fired, 'signal')} became bad meanwhile, and \`/dr alerts\` shows how they stand`
  return {
    title: `the closer watch after ${incident} is over`,
    text: `${seen}. Its probes are asked as often as before.`,
    buttons: fired === 0 ? [] : [reopen],
  }
}

const enoughText = ({ bad, of }: { bad: number; of: number }): string =>
  `${counted(bad, 'bad look')} of ${of} ${bad === 1 ? 'is' : 'are'} enough`
