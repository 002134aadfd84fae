/** What the responder console needs of the program. */
import type { Services } from '../../../commands/services.ts'

export interface ResponderPorts {
  services: Services
  /** Of which links, sessions and codes are made. */
  secret: string
  publicUrl: () => string
  nowMs: () => number
  newKey: () => string
  /** The whole output of a run; undefined: there is none. */
  runLog: (incident: string, run: string) => Promise<string | undefined>
  logger: { error(detail: object, message: string): void }
}
