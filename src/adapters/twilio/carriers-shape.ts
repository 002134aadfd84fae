/** What the adapter of Twilio is given, and what it carries out. */
import type { Messages } from '../../messages/messages.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Carrier } from '../carrier.ts'
import type { NewsCarrier } from '../news-carrier.ts'
import type { PageCarrier, TestCarrier } from '../page-carrying.ts'
import type { Attempt, LineOptions } from './line.ts'

export interface TwilioOptions extends LineOptions {
  messages: Messages
  /** Of which codes and links are made. */
  secret: string
  /** Where Twilio reaches our webhooks; absent: nobody can press a key, and delivery is asked for instead of reported. */
  webhooksUrl?: string
  /** Where the console is served; absent: no link is given. */
  publicUrl?: string
}

export interface TwilioCarriers {
  sms: {
    page: PageCarrier
    notify: Carrier<'notify'>
    askAgain: Carrier<'ask-again'>
    askApproval: Carrier<'ask-approval'>
    tellClock: Carrier<'tell-clock'>
    askTask: Carrier<'ask-task'>
    tellNotice: Carrier<'tell-notice'>
    tellDuty: Carrier<'tell-duty'>
    tellNews: NewsCarrier<'tell-news'>
    askContact: NewsCarrier<'ask-contact'>
    /** One text message, at once. */
    sendOne(to: string, body: string, at: Attempt): Promise<Outcome>
    test: TestCarrier
  }
  voice: { page: PageCarrier; notify: Carrier<'notify'>; test: TestCarrier }
  checkDelivery: Carrier<'check-delivery'>
}
