/** The installed app may do what manifest.yml asks for, and no more: a scope that is missing shows itself in the disaster and not before. */
import { BOT_SCOPES, METHOD_SCOPES } from '../adapters/slack/scopes.ts'
import { type Check, error, type Finding, ok, skipped, warning } from './finding.ts'
import { testToken } from './slack-token.ts'

export const slackScopes: Check = {
  name: 'slack-scopes',
  group: 'Slack',
  async run({ settings: { slack } }) {
    if (!slack) return []
    // Why the token does not work, its own check tells.
    const tested = await testToken(slack).catch(() => undefined)
    const granted = tested?.response_metadata?.scopes
    if (granted) return compared(granted)
    return [
      skipped('The scopes cannot be compared', 'Slack did not say which it has granted.', 'Put the token right first.'),
    ]
  },
}

function compared(granted: readonly string[]): Finding[] {
  const missing = BOT_SCOPES.filter((scope) => !granted.includes(scope))
  const superfluous = granted.filter((scope) => !BOT_SCOPES.includes(scope))
  const found: Finding[] = []
  if (missing.length > 0) {
    const remedy =
      'Paste manifest.yml again (api.slack.com/apps, your app, App Manifest), then reinstall it to the workspace.'
    found.push(error(`The app lacks ${list(missing)}`, `Slack will refuse ${refusedWithout(missing)}.`, remedy))
  }
  if (superfluous.length > 0) {
    const remedy = 'Take them away at api.slack.com/apps, your app, OAuth & Permissions, and reinstall it.'
    found.push(
      warning(`The app has more than it needs: ${list(superfluous)}`, 'A stolen token could do more harm.', remedy),
    )
  }
  return found.length > 0 ? found : [ok(`The app has the ${BOT_SCOPES.length} scopes of manifest.yml`)]
}

/** Web API methods, or deliveries, that need one of these scopes. */
function refusedWithout(missing: readonly string[]): string {
  const methods = Object.entries(METHOD_SCOPES).filter(([, scopes]) => scopes.some((scope) => missing.includes(scope)))
  return methods.length > 0 ? list(methods.map(([method]) => method)) : 'to deliver what people type and press'
}

const list = (items: readonly string[]): string => items.join(', ')
