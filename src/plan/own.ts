/** Reads records whose names come from a plan. Promises never to find what every object has, such as `constructor`. */

export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined
