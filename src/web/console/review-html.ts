/** The review of an incident as it stands at this moment: a page of its own, the same that is filed. */
import type { Services } from '../../../commands/services.ts'
import { reviewDocument } from '../../incident/review/review.ts'
import { reviewFollowUps } from '../../messages/review-followups.ts'
import { reviewTimeline } from '../../messages/review-timeline.ts'
import { reviewFiles } from '../../report/review.ts'
import { NO_ICON } from '../page-frame.ts'

/** Undefined: there is no such incident. */
export async function reviewHtml(
  services: Pick<Services, 'state' | 'events' | 'watch'>,
  incident: string,
  nowMs: number,
): Promise<string | undefined> {
  const [found, events] = await Promise.all([services.state(incident), services.events(incident)])
  if (!found) return undefined
  const { plan, state } = found
  const followUps = reviewFollowUps(plan, (await services.watch(plan.id))?.state, incident)
  const timeline = reviewTimeline(plan, state, events)
  const { html } = reviewFiles(plan, reviewDocument(plan, state, { followUps }), timeline, nowMs)
  // As a file it fetches nothing; as a page a browser would ask for an icon.
  return html.replace('</head>', () => `${NO_ICON}\n</head>`)
}
