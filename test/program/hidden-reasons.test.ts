/** No secret of the settings comes back in the reason why something failed, which everyone reads. */
import { expect, test } from 'vitest'
import { hidingReasons } from '../../src/program/hidden-reasons.ts'
import type { Settings } from '../../src/program/settings.ts'

const settings = {
  email: { url: 'smtps://user:planted%21mail@smtp.example.com', from: 'a@example.com' },
  slack: { botToken: 'xoxb-planted' },
  plans: [],
} as unknown as Settings

test('neither in what is answered nor in what is thrown', async () => {
  const said = 'Refused: xoxb-planted, planted!mail, planted%21mail'
  const answers = hidingReasons(settings, async () => ({ ok: false, reason: said, permanent: true }))
  expect(await answers()).toEqual({ ok: false, reason: 'Refused: •••, •••, •••', permanent: true })
  const throws = hidingReasons(settings, async () => Promise.reject(new Error(said)))
  await expect(throws()).rejects.toThrow('Refused: •••, •••, •••')
  const works = hidingReasons(settings, async (ref: string) => ({ ok: true, detail: { ref } }))
  expect(await works('xoxb')).toEqual({ ok: true, detail: { ref: 'xoxb' } })
})
