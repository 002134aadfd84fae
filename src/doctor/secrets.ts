/** Takes secrets out of findings before anybody sees them: a driver or a server may repeat in its message what it was given. */
import { hiding } from '../program/secrets.ts'
import type { Settings } from '../program/settings.ts'
import type { Finding } from './finding.ts'

export function withoutSecrets<T extends Finding>(findings: readonly T[], settings: Settings | undefined): T[] {
  const hide = hiding(settings)
  return findings.map((finding) => ({
    ...finding,
    what: hide(finding.what),
    ...(finding.why !== undefined && { why: hide(finding.why) }),
    ...(finding.remedy !== undefined && { remedy: hide(finding.remedy) }),
  }))
}
