/**
 * What a switched-on fault does to a mail: the connection is cut, the server answers late, or it refuses with an SMTP reply code. A fault is
 * asked for once a recipient, as `RCPT TO:<address>`, and once for the mail itself, as `DATA`, unless a recipient met one already; so
 * `count` counts recipients, and `match` picks an address or a stage. `down` without a match takes new connections as well.
 */
import type { Fault, Faults } from '../faults/faults.ts'
import { realDelay } from '../http/real-delay.ts'

const SLOW_DELAY_MS = 2_000
/** Reply of an `error` that names no status, and of a rate limit: try again later. */
const TEMPORARY_FAILURE = 451
const CONNECT = 'CONNECT'

/** A refusal in the form that smtp-server sends: its message, behind the reply code. */
export interface SmtpRefusal extends Error {
  responseCode: number
}

export function smtpRefusal(responseCode: number, message: string): SmtpRefusal {
  return Object.assign(new Error(message), { responseCode })
}

export interface SmtpFaults {
  /** Whether a new connection is cut. Other faults wait for a mail, and are not used up by connecting. */
  cutsConnection(): boolean
  /** What a stage of a mail meets: nothing (perhaps late), the cut, or a refusal. */
  meet(stage: string): Promise<{ met: boolean; outcome?: 'cut' | SmtpRefusal }>
}

export function createSmtpFaults(faults: Faults, closing: AbortSignal): SmtpFaults {
  const matchesConnect = (fault: Fault) => fault.service === 'email' && (!fault.match || CONNECT.includes(fault.match))
  return {
    cutsConnection() {
      if (faults.list().find(matchesConnect)?.fault !== 'down') return false
      faults.next('email', CONNECT)
      return true
    },
    async meet(stage) {
      const fault = faults.next('email', stage)
      if (!fault) return { met: false }
      if (fault.fault === 'down') return { met: true, outcome: 'cut' }
      if (fault.fault === 'rate-limit') {
        return { met: true, outcome: smtpRefusal(TEMPORARY_FAILURE, '4.7.1 Too many messages, try again later') }
      }
      if (fault.fault === 'error') return { met: true, outcome: errorReply(fault.status ?? TEMPORARY_FAILURE) }
      await realDelay(fault.delayMs ?? SLOW_DELAY_MS, closing)
      return { met: true }
    },
  }
}

const errorReply = (status: number) =>
  smtpRefusal(status, status >= 500 ? '5.1.1 The address is not accepted here' : '4.3.0 Local error in processing')
