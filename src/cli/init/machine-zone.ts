/** The zone that this machine lives in, for whoever names none. */
export function machineZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return timeZone === 'Etc/UTC' ? 'UTC' : timeZone
}
