/** Whom a text message or a call goes to, and what both say to somebody who is paged. */
import { pageFields } from '../../messages/page-fields.ts'
import { isE164 } from '../../plan/phone.ts'
import type { Plan } from '../../plan/schema.ts'
import { refused } from '../outcomes.ts'
import type { PageCarrying } from '../page-carrying.ts'
import { pageCode } from '../page-credentials.ts'
import type { TwilioOptions } from './carriers-shape.ts'
import type { Attempt } from './line.ts'

export type Somebody = Attempt & { plan: Plan; person: string }

export const NOTHING_TO_DO = refused('It has been done meanwhile, or is no longer needed.')
export const NO_PHONE = refused('The plan has no usable telephone number for this person.')

export function phoneOf(plan: Plan, person: string): string | undefined {
  const phone = plan.people[person]?.phone
  return phone !== undefined && isE164(phone) ? phone : undefined
}

/** Where Twilio reports to; undefined: it cannot reach us. */
export const callbacksOf = ({ webhooksUrl, secret }: TwilioOptions) =>
  webhooksUrl === undefined ? undefined : { webhooksUrl, secret }

export const askingFields = (
  { secret, incidentUrl }: TwilioOptions,
  about: PageCarrying,
  page: { level: string; person: string },
) =>
  pageFields(about, page, about.atMs, {
    code: pageCode(secret, about.incident, page.person),
    incidentUrl: incidentUrl?.(about.incident),
    also: about.alsoFor,
  })
