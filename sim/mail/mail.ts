/**
 * The sandbox's mail: an SMTP server that takes every mail, and a mailbox that shows them over HTTP, parsed. Plain SMTP on the loopback:
 * no STARTTLS; AUTH is possible with the credentials given, and not asked for. Nothing is relayed or bounced afterwards.
 */
import type { AddressInfo, Socket } from 'node:net'
import { type HeaderLines, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { Clock } from '../../src/engine/clock.ts'
import type { Faults } from '../faults/faults.ts'
import { type CallLog, type CallRecord, createCallLog, isoAt } from '../http/call-log.ts'
import { openDoor } from '../http/door.ts'
import { json } from '../http/messages.ts'
import { createSmtpFaults, type SmtpFaults, smtpRefusal } from './smtp-faults.ts'

export interface MailSimOptions {
  /** What AUTH must give when it is used. */
  credentials: { user: string; pass: string }
  faults: Faults
  clock: Clock
  onRecord?: (record: CallRecord) => void
  /** Told of each mail that came in. */
  onMail?: (mail: ReceivedMail) => void
}

export interface ReceivedMail {
  /** Sandbox time, ISO 8601. */
  at: string
  /** The envelope's sender and recipients. */
  from: string
  to: string[]
  subject: string
  text: string
  html: string
  /** Header fields by lower-case name, unfolded; of a repeated one the first. */
  headers: Record<string, string>
  /** Every http or https address in the mail, each once, in order. */
  links: string[]
}

export interface MailSim {
  /** The bot's door. */
  smtp: { host: string; port: number }
  /** GET: all mails, oldest first. */
  mailboxUrl: string
  close(): Promise<void>
}

export async function startMailSim(options: MailSimOptions): Promise<MailSim> {
  const mails: ReceivedMail[] = []
  const closing = new AbortController()
  const log = createCallLog('email', options.clock, options.onRecord)
  const faults = createSmtpFaults(options.faults, closing.signal)
  const smtp = createSmtpServer(options, faults, log, (mail) => {
    const received = { at: isoAt(options.clock), ...mail }
    mails.push(received)
    options.onMail?.(received)
  })
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject)
    smtp.listen(0, '127.0.0.1', resolve)
  })
  // Later errors are those of connections, which a fault cuts on purpose.
  smtp.on('error', () => undefined)
  const mailbox = await openDoor({ handle: () => json(200, mails) })
  return {
    smtp: { host: '127.0.0.1', port: (smtp.server.address() as AddressInfo).port },
    mailboxUrl: `${mailbox.url}/mailbox`,
    async close() {
      closing.abort()
      for (const connection of smtp.connections) connection.close()
      await Promise.all([mailbox.close(), new Promise<void>((resolve) => smtp.close(() => resolve()))])
    },
  }
}

function createSmtpServer(
  options: MailSimOptions,
  faults: SmtpFaults,
  log: CallLog,
  keep: (mail: Omit<ReceivedMail, 'at'>) => void,
): SMTPServer {
  const sockets = new Map<number, Socket>()
  /** Sessions whose mail in hand has met a fault already. */
  const met = new WeakSet<SMTPServerSession>()

  /** Whether this stage goes on; otherwise the reader is gone or `refuse` has the reply. */
  const passes = async (session: SMTPServerSession, stage: string, refuse: (error: Error) => void) => {
    const meeting = await faults.meet(stage)
    if (meeting.met) met.add(session)
    if (!meeting.outcome) return true
    const [method = '', path = ''] = stage.split(' TO:')
    const note = (status: number) => log.add('bot', { method, path, query: '', body: null }, status)
    if (meeting.outcome === 'cut') {
      note(0)
      sockets.get(session.remotePort)?.destroy()
    } else {
      note(meeting.outcome.responseCode)
      refuse(meeting.outcome)
    }
    return false
  }

  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const { user, pass } = options.credentials
      if (username === user && password === pass) done(null, { user })
      else done(smtpRefusal(535, '5.7.8 Authentication credentials invalid'))
    },
    onMailFrom(_address, session, done) {
      met.delete(session)
      done()
    },
    async onRcptTo({ address }, session, done) {
      if (await passes(session, `RCPT TO:<${address}>`, done)) done()
    },
    async onData(stream, session, done) {
      // A sender that dies in the middle of its mail leaves nobody to answer, and no mail.
      const mail = await simpleParser(stream).catch(() => undefined)
      if (!mail) return
      if (!met.has(session) && !(await passes(session, 'DATA', done))) return
      const { mailFrom, rcptTo } = session.envelope
      const to = rcptTo.map((recipient) => recipient.address)
      const [text, html, subject] = [mail.text ?? '', mail.html || '', mail.subject ?? '']
      const headers = headersIn(mail.headerLines)
      keep({ from: mailFrom ? mailFrom.address : '', to, subject, text, html, headers, links: linksIn(html, text) })
      log.add('bot', { method: 'MAIL', path: to.join(', '), query: '', body: { subject, text } }, 250)
      done()
    },
  })
  server.server.prependListener('connection', (socket: Socket) => {
    if (faults.cutsConnection()) {
      log.add('bot', { method: 'CONNECT', path: '', query: '', body: null }, 0)
      socket.destroy()
      return
    }
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  return server
}

function headersIn(lines: HeaderLines): Record<string, string> {
  const named = lines.map(({ key, line }) => {
    const value = line.slice(line.indexOf(':') + 1).replaceAll(/\r?\n[ \t]+/g, ' ')
    return [key, value.trim()] as const
  })
  return Object.fromEntries(named.toReversed())
}

function linksIn(html: string, text: string): string[] {
  const inHtml = [...html.matchAll(/href="(https?:[^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
  // A full stop or bracket behind an address in running text belongs to the sentence.
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map((match) => match[0].replace(/[.,;:!?)\]]+$/, ''))
  return [...new Set([...inHtml, ...inText])]
}
