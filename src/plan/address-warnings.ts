/**
 * Telephone numbers and mail addresses that cannot be ones, in the data of a plan or a contacts file. Promises to judge the
 * form alone and to pass over parts of the wrong shape, because the schema reports them.
 */
import { isMailAddress } from './mail-address.ts'
import { bareNumber, isE164 } from './phone.ts'
import type { DataProblem } from './problem.ts'
import { spots } from './spots.ts'

/** One warning for each address that nothing can be sent to. */
export function addressWarnings(data: unknown): DataProblem[] {
  return [...phoneWarnings(data), ...emailWarnings(data)]
}

function phoneWarnings(data: unknown): DataProblem[] {
  const phones = [...spots(data, 'people.*.phone'), ...spots(data, 'audiences.*.phones.*')]
  return phones.flatMap(({ value, ...spot }) => {
    if (typeof value !== 'string' || isE164(value)) return []
    const bare = bareNumber(value)
    return {
      ...spot,
      rule: 'unusable-phone',
      message: `"${value}" is not a telephone number in international form, so SMS and voice leave it out`,
      remedy: isE164(bare)
        ? `write "${bare}"`
        : 'write country code and number without separators, such as "+14155550100"',
      ...(isE164(bare) && { fix: [{ path: spot.path, to: bare }] }),
    }
  })
}

function emailWarnings(data: unknown): DataProblem[] {
  const emails = [...spots(data, 'people.*.email'), ...spots(data, 'audiences.*.emails.*')]
  return emails.flatMap(({ value, ...spot }) => {
    if (typeof value !== 'string' || isMailAddress(value)) return []
    return {
      ...spot,
      rule: 'unusable-email',
      message: `"${value}" is not a mail address, so no mail will arrive there`,
      remedy: 'write one address without a name, such as "ops@example.com"',
    }
  })
}
