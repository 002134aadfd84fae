/** What audiences were told and when, for stories about notices. */
import type { View } from '../../src/incident/view-shape.ts'
import type { Desk, SeenMail } from './desk.ts'

/** Mails to one address, oldest first. */
export const mailsTo = async (desk: Desk, address: string): Promise<SeenMail[]> =>
  (await desk.mailbox()).filter((mail) => [mail.to].flat().includes(address))

/** Minutes between the declaration and something that bears the sandbox's time. */
export const minutesAfter = (incident: View, { at }: { at: string }): number =>
  (Date.parse(at) - incident.declared.atMs) / 60_000
