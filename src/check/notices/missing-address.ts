/** What an audience would need to be told by a means. */
import { canReach } from '../../plan/notice-means.ts'
import type { AudienceMeans, Plan } from '../../plan/schema.ts'

/** What an audience would need for a means; undefined when it has it, or when the means needs none of its own. */
export function missingAddress(
  plan: Plan,
  audienceId: string,
  means: AudienceMeans,
): { what: string; remedy: string } | undefined {
  if (means === 'pagerduty' || means === 'status-page' || canReach(plan, audienceId, means)) return undefined
  if (plan.audiences[audienceId] === undefined) return undefined
  const at = `audiences.${audienceId}`
  switch (means) {
    case 'slack':
      return { what: 'Slack channel', remedy: `name one as "${at}.slack"` }
    case 'slack-dm':
      return {
        what: 'people in Slack',
        remedy: `give it "${at}.slackGroup", or people or roles whose Slack id is known`,
      }
    case 'email':
      return {
        what: 'mail address',
        remedy: `give it "${at}.emails", or people or roles whose mail address is known`,
      }
    case 'webhook':
      return { what: 'address of a program', remedy: `give it "${at}.webhook"` }
    default:
      return { what: 'telephone number', remedy: `give it "${at}.phones", or people or roles whose number is known` }
  }
}
